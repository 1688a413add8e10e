import * as z from 'zod';

import type { PublishSnapshotInput } from '../../core/pipeline/run.ts';
import { AuditGateOutputSchema, ResolvedRunSchema } from '../runtime/run-schemas.ts';

export const PublishSnapshotInputSchema: z.ZodType<PublishSnapshotInput> = z.object({
  run: ResolvedRunSchema,
  audit: AuditGateOutputSchema,
});
