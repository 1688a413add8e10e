import * as z from 'zod';

import type { RecordFailureInput } from '../../core/pipeline/run.ts';
import { ResolvedRunSchema } from '../runtime/run-schemas.ts';

export const RecordFailureInputSchema: z.ZodType<RecordFailureInput> = z.object({
  parameter: z.string(),
  execution: z.string(),
  startedAt: z.string(),
  run: ResolvedRunSchema.nullable().exactOptional(),
  // Step Functions leaves Cause out of some of its own errors.
  error: z.object({ Error: z.string().default('States.Runtime'), Cause: z.string().default('') }),
});
