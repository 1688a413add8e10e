import * as z from 'zod';

import type { ResolveRunInput } from '../../core/pipeline/run.ts';
import { RunRequestSchema } from '../runtime/run-schemas.ts';

export const ResolveRunInputSchema: z.ZodType<ResolveRunInput> = z.object({
  parameter: z.string(),
  execution: z.string(),
  startedAt: z.string(),
  request: RunRequestSchema,
});
