import { z } from 'zod';

/** Where a policy is evaluated. */
export const STAGES = ['validate', 'synth', 'deploy', 'publish', 'run'] as const;
export type Stage = (typeof STAGES)[number];

const CATEGORIES = ['access', 'interoperability', 'metadata', 'privacy', 'quality', 'security'] as const;

const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const Sentence = z.string().min(10, 'must be a sentence');
export const Day = z.string().refine(isDay, 'must be a day such as 2027-06-30');

/** A path into the subject: `owner.email`, or `tables[].columns[].name` for every element. */
const Path = z
  .string()
  .regex(/^[A-Za-z]\w*(\[\])?(\.[A-Za-z]\w*(\[\])?)*$/, 'must be a path such as tables[].name');
const Expression = z.string().min(1);

/** Access that needs a committee is a matter of another law. */
const APPROVERS_MAX = 5;

const CheckKeys = z.strictObject({
  /** A value stands at every path, and is not empty. */
  required: z.union([Path, z.array(Path).min(1)]).optional(),
  /** The value is in the list, or in the list that another path names. */
  oneOf: z
    .strictObject({ path: Path, values: z.array(z.string()).min(1).optional(), valuesAt: Path.optional() })
    .refine(({ values, valuesAt }) => (values === undefined) !== (valuesAt === undefined), {
      message: 'needs either values or valuesAt',
    })
    .optional(),
  /** A number stands there, and is not larger. */
  atMost: z.strictObject({ path: Path, value: z.number() }).optional(),
  /** A number stands there, and is not smaller. */
  atLeast: z.strictObject({ path: Path, value: z.number() }).optional(),
  /** A text or list stands there whose length is within the bounds. */
  length: z
    .strictObject({ path: Path, atLeast: z.int().min(0).optional(), atMost: z.int().min(0).optional() })
    .optional(),
  /** A text stands there, and does not contain this one. */
  excludes: z
    .strictObject({ path: z.union([Path, z.array(Path).min(1)]), text: z.string().min(1) })
    .optional(),
  /** A day stands there, and it is not over. */
  notPast: Path.optional(),
  /** A text stands there, and the pattern (RE2) is found in it. */
  matches: z.strictObject({ path: Path, pattern: z.string().min(1) }).optional(),
  /**
   * How many people must have approved a subscription, none of whom asked for it, by the most restricted
   * classification among its columns. Until they have, it waits, and grants nothing.
   */
  approvals: z.record(z.string(), z.int().min(0).max(APPROVERS_MAX)).optional(),
  /** Elements where `where` holds are offenders unless `must` holds; both see `item`, `subject` and `today`. */
  each: z.strictObject({ in: Path, where: Expression.optional(), must: Expression }).optional(),
  /** A CEL expression that returns the list of offenders; it sees `subject` and `today`. */
  cel: Expression.optional(),
});

export const Check = CheckKeys.refine((check) => Object.keys(check).length === 1, {
  message: `must have exactly one of ${Object.keys(CheckKeys.shape).join(', ')}`,
});
export type Check = z.infer<typeof Check>;

const Example = z.strictObject({
  name: z.string().min(1),
  expect: z.enum(['pass', 'fail']),
  /** Offenders of a failing example, exactly. */
  offenders: z.array(z.string()).optional(),
  /** What differs from a product that complies with everything. */
  subject: z.record(z.string(), z.unknown()),
});
export type PolicyExample = z.infer<typeof Example>;

/** A rule of the mesh or of a domain, as a document that a committee can read. */
export const Policy = z.strictObject({
  id: z.string().regex(ID, 'must be lower-case words with hyphens'),
  version: z.int().min(1),
  /** What must be true, in plain words. */
  statement: Sentence,
  rationale: Sentence,
  /** The law or standard behind it. */
  reference: z.string().min(1).optional(),
  category: z.enum(CATEGORIES),
  severity: z.enum(['error', 'warning']),
  stages: z.array(z.enum(STAGES)).min(1),
  owner: z.email(),
  /** Until this day a violation is a warning. */
  effectiveFrom: Day,
  /** Some rules have no exceptions. */
  waivable: z.boolean().default(true),
  /** CEL on `subject`: to which products it applies; all by default. */
  selector: Expression.optional(),
  check: z.union([Check, z.array(Check).min(1)]),
  /** What to do about a violation. */
  remediation: Sentence,
  examples: z
    .array(Example)
    .refine((examples) => ['pass', 'fail'].every((kind) => examples.some(({ expect }) => expect === kind)), {
      message: 'needs an example that passes and one that fails',
    }),
});
export type PolicyDocument = z.infer<typeof Policy>;

/** A policy with its place: `domain` is absent for the law of the whole mesh. */
export type Policy = PolicyDocument & { readonly file: string; readonly domain?: string };

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
