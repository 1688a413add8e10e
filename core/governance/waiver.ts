import { z } from 'zod';
import { Day } from './policy.ts';

/** Longer exceptions are rules of their own. */
export const WAIVER_DAYS_MAX = 90;
const MS_PER_DAY = 86_400_000;

/** An exception: exact, approved by somebody else, and at an end within 90 days. */
export const WaiverDocument = z
  .strictObject({
    policy: z.string().min(1),
    /** `<domain>.<product>` */
    resource: z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, 'must be <domain>.<product>'),
    /** Offenders as the finding names them; others stay violations. */
    offenders: z.array(z.string().min(1)).min(1),
    reason: z.string().min(10, 'must be a sentence'),
    /** What is done instead. */
    compensation: z.string().min(10, 'must be a sentence'),
    requestedBy: z.email(),
    approvedBy: z.email(),
    issued: Day,
    /** Last day. */
    expires: Day,
    ticket: z.string().min(1).optional(),
  })
  .refine(({ requestedBy, approvedBy }) => requestedBy.toLowerCase() !== approvedBy.toLowerCase(), {
    path: ['approvedBy'],
    message: 'must be somebody else than who requested it',
  })
  .refine(({ issued, expires }) => daysBetween(issued, expires) >= 0, {
    path: ['expires'],
    message: 'must not be before issued',
  })
  .refine(({ issued, expires }) => daysBetween(issued, expires) <= WAIVER_DAYS_MAX, {
    path: ['expires'],
    message: `must be at most ${WAIVER_DAYS_MAX} days after issued`,
  });

export type Waiver = z.infer<typeof WaiverDocument> & { readonly file: string };

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / MS_PER_DAY;
