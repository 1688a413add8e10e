import * as z from 'zod';

import type { CheckResult } from '../../core/quality/audit-plan.ts';
import { CheckResultSchema } from '../runtime/run-schemas.ts';

/** Why a run ended, as far as Step Functions' `Error` and `Cause` say. */
export type FailureCause = {
  readonly status: 'refused' | 'failed';
  readonly message: string;
  readonly findings: readonly CheckResult[];
  readonly passed: number;
  readonly failed: number;
};

const LambdaCause = z.object({ errorMessage: z.string() });

const Refusal = z.object({
  findings: z.array(CheckResultSchema),
  passed: z.number(),
  failed: z.number(),
  message: z.string().optional(),
});

const AthenaCause = z.object({
  QueryExecutionId: z.string().optional(),
  Status: z.object({ StateChangeReason: z.string().optional() }),
});

/** An item of the registry and an event have little room; the Cause of a query may hold all its SQL. */
const MESSAGE_LENGTH_MAX = 2_000;

/** Reads what a function or an Athena query left as the cause; anything else is taken as text. */
export function parseCause(error: { readonly Error: string; readonly Cause: string }): FailureCause {
  const cause = parseJson(error.Cause);
  const lambda = LambdaCause.safeParse(cause);
  const refusal = lambda.success ? Refusal.safeParse(parseJson(lambda.data.errorMessage)) : undefined;
  if (error.Error === 'ChecksFailed' && refusal?.success === true) {
    const { findings, passed, failed, message } = refusal.data;
    const words = findings.map(({ table, statement }) => `${table}: ${statement}`).join('; ');
    return { status: 'refused', message: short(message ?? words), findings, passed, failed };
  }
  const athena = AthenaCause.safeParse(cause);
  const text = lambda.success
    ? lambda.data.errorMessage
    : athena.success
      ? `${athena.data.Status.StateChangeReason ?? 'the query failed'} (query ${athena.data.QueryExecutionId ?? 'unknown'})`
      : error.Cause;
  // A refusal whose findings cannot be read is still a refusal.
  const status = error.Error === 'ChecksFailed' ? 'refused' : 'failed';
  return { status, message: short(text), findings: [], passed: 0, failed: 0 };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const short = (text: string): string =>
  text.length <= MESSAGE_LENGTH_MAX ? text : `${text.slice(0, MESSAGE_LENGTH_MAX)}…`;
