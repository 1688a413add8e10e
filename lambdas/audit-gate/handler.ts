import { setTimeout as sleep } from 'node:timers/promises';

import { AthenaClient } from '@aws-sdk/client-athena';
import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';

import { CLIENT_CONFIG, lazily } from '../runtime/clients.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { readManifest } from '../runtime/read-manifest.ts';
import { FunctionEnvironment, ResolvedRunSchema } from '../runtime/run-schemas.ts';
import { checksFailed } from './checks-failed.ts';
import { decidePublication } from './decide-publication.ts';
import { gatherAnswers } from './gather-answers.ts';

const athena = lazily(() => new AthenaClient(CLIENT_CONFIG));
const s3 = lazily(() => new S3Client(CLIENT_CONFIG));

/** Lets a run be published, or fails with `ChecksFailed`, whose message is a `Refusal` as JSON. */
export const handler = defineHandler({
  input: z.object({ run: ResolvedRunSchema, audits: z.record(z.string(), z.string()) }),
  env: FunctionEnvironment,
  run: async (input, { clock, logger }) => {
    const manifest = await readManifest(s3(), input.run.manifest);
    const answers = await gatherAnswers({ athena: athena(), manifest, input, clock, sleep });
    const decision = decidePublication({ manifest, answers, now: clock() });
    if (decision.kind === 'publish') return decision.output;
    const { findings, passed, failed } = decision.refusal;
    logger.warn('refused', { passed, failed, checks: findings.map(({ id, table }) => `${table}.${id}`) });
    throw checksFailed(decision.refusal);
  },
});
