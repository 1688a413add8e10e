import { z } from 'zod';
import { LADDER } from '../access/grants/ladder.ts';
import { AFTERS, LOADS, REMOVALS } from './mesh.ts';

/** Domains, products and the mesh: they become parts of AWS names, in which hyphens separate. */
export const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

const Text = z.string().trim().min(1, 'must not be empty');
const Account = z.string().regex(/^\d{12}$/, 'must be the 12 digits of an AWS account, in quotes');
const Email = z.string().regex(/^[^\s@]+@[^\s@]+$/, 'must be an email address');
const Timezone = z.string().refine(isTimezone, 'must be a time zone such as Europe/Paris');

/** Tags of AWS take letters, digits, spaces and `_ . : / = + - @`. */
const TagValue = z
  .string()
  .trim()
  .regex(
    /^[\p{L}\p{N} _.:/=+@-]{1,256}$/u,
    'must be a value that tags of AWS may have: letters, digits, spaces and _ . : / = + - @',
  );

const OwnerSchema = z.strictObject({
  team: TagValue,
  email: Email,
  handle: z
    .string()
    .regex(/^@[\w.-]+(\/[\w.-]+)*$/, 'must be a handle such as @org/team')
    .optional(),
});

export const MeshFile = z.strictObject({
  name: Text,
  title: Text,
  description: z.string().optional(),
  classifications: z.array(Text).min(1, 'must name one classification at least'),
  environments: z.record(
    z.string(),
    z.strictObject({
      region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region such as eu-west-1'),
      sandbox: z.boolean().optional(),
      platformAccount: Account.optional(),
      organization: z
        .string()
        .regex(/^o-[a-z0-9]{10,32}$/, 'must be the id of an AWS organization such as o-a1b2c3d4e5')
        .optional(),
      removal: z.enum(REMOVALS).optional(),
    }),
  ),
  defaults: z
    .strictObject({
      timezone: Timezone.optional(),
      owner: OwnerSchema.optional(),
      costCentre: TagValue.optional(),
    })
    .optional(),
  undeclaredGrants: z.enum(LADDER).optional(),
  landing: z.array(z.strictObject({ from: Text, to: Text })).optional(),
});

export const DomainFile = z.strictObject({
  title: Text,
  description: z.string().optional(),
  owner: OwnerSchema.optional(),
  costCentre: TagValue.optional(),
  accounts: z.record(z.string(), Account).optional(),
  roles: z.record(z.string(), z.strictObject({ title: Text })).optional(),
  secrets: z
    .record(
      z.string(),
      z.strictObject({
        description: Text,
        readers: z.array(Text).min(1, 'must name one role at least').optional(),
      }),
    )
    .optional(),
});

export const PipelineFile = z.strictObject({
  schedule: z
    .string()
    .regex(/^(cron\(.+\)|rate\(\d+ (minute|hour|day)s?\))$/, 'must be cron(…) or rate(…)')
    .optional(),
  timezone: Timezone.optional(),
  after: z.enum(AFTERS).optional(),
  load: z.enum(LOADS).optional(),
  sources: z
    .record(
      z.string(),
      z.strictObject({
        prefix: z
          .string()
          .regex(/^([A-Za-z0-9._=-]+\/)+$/, 'must be a key prefix that ends in /, such as flights/'),
        format: z.enum(['parquet', 'csv', 'json']),
        columns: z.record(z.string(), z.string()),
      }),
    )
    .optional(),
});

const Day = z.string().refine(isDate, 'must be a day such as 2027-06-30');

/** Who ended a request or an access, and why: the record stays, and grants nothing. */
const DecisionSchema = z.strictObject({ by: Text, on: Day, reason: Text });

export const AccessFile = z.strictObject({
  consumer: Text,
  roles: z.array(Text).min(1, 'must name one role at least').optional(),
  table: Text.optional(),
  purpose: Text,
  columns: z.array(Text).min(1, 'must name one column at least').optional(),
  except: z.array(Text).min(1, 'must name one column at least').optional(),
  rows: Text.optional(),
  expires: Day,
  requestedBy: Text.optional(),
  requestedOn: Day.optional(),
  approvedBy: z.array(Text).optional(),
  denied: DecisionSchema.optional(),
  revoked: DecisionSchema.optional(),
});

export type MeshFile = z.infer<typeof MeshFile>;
export type DomainFile = z.infer<typeof DomainFile>;
export type PipelineFile = z.infer<typeof PipelineFile>;
export type AccessFile = z.infer<typeof AccessFile>;
export type AccessDecision = z.infer<typeof DecisionSchema>;

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

const timezones = new Set<string>(['UTC']);

/** The first question loads the zones of the whole world, so that none is asked about twice. */
function isTimezone(text: string): boolean {
  if (timezones.has(text)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    timezones.add(text);
    return true;
  } catch {
    return false;
  }
}
