import * as z from 'zod';

import type { AuditGateOutput, ResolvedRun, RunRequest } from '../../core/pipeline/run.ts';
import type { CheckResult } from '../../core/quality/audit-plan.ts';

/** Schemas of what the state machine hands from function to function; each is held to its type in `core/pipeline`. */

export const RunRequestSchema: z.ZodType<RunRequest> = z.object({
  trigger: z.enum(['schedule', 'upstream', 'landing', 'hand']),
  force: z.boolean().exactOptional(),
});

const PinnedInputSchema = z.object({
  key: z.string(),
  version: z.string(),
  product: z.string().exactOptional(),
});

const RunQuerySchema = z.object({ name: z.string(), sql: z.string(), token: z.string() });

export const ResolvedRunSchema: z.ZodType<ResolvedRun> = z.object({
  run: z.string(),
  attempt: z.number().int(),
  runUuid: z.string(),
  execution: z.string(),
  startedAt: z.string(),
  trigger: z.enum(['schedule', 'upstream', 'landing', 'hand']),
  manifest: z.object({ bucket: z.string(), key: z.string(), sha256: z.string() }),
  inputs: z.array(PinnedInputSchema),
  builds: z.record(z.string(), RunQuerySchema),
  audits: z.record(z.string(), RunQuerySchema),
  staged: z.record(z.string(), z.object({ table: z.string(), location: z.string() })),
});

export const CheckResultSchema: z.ZodType<CheckResult> = z.object({
  id: z.string(),
  table: z.string(),
  column: z.string().exactOptional(),
  statement: z.string(),
  dimension: z.string(),
  severity: z.enum(['error', 'warning']),
  status: z.enum(['passed', 'failed', 'error', 'notEvaluated']),
  measured: z.number().nullable(),
  expected: z.string(),
  examples: z.array(z.string()),
});

const ColumnProfileSchema = z.object({
  nulls: z.number(),
  distinct: z.number(),
  min: z.string().nullable(),
  max: z.string().nullable(),
});

export const AuditGateOutputSchema: z.ZodType<AuditGateOutput> = z.object({
  verdict: z.enum(['passed', 'warned']),
  tables: z.record(
    z.string(),
    z.object({
      rows: z.number(),
      checks: z.array(CheckResultSchema),
      profile: z.record(z.string(), ColumnProfileSchema),
      completeness: z.number(),
      validity: z.number(),
    }),
  ),
});

/** What every function of a domain is told. */
export const FunctionEnvironment = z.object({
  MESH: z.string(),
  ENVIRONMENT: z.string(),
  DOMAIN: z.string(),
});
