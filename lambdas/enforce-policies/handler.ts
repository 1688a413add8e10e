import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GlueClient } from '@aws-sdk/client-glue';
import { LakeFormationClient } from '@aws-sdk/client-lakeformation';
import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod';

import { MeshError } from '../../core/errors/mesh-error.ts';
import { recordPrefix } from '../../core/naming/names.ts';
import { announceAll } from '../runtime/announce-all.ts';
import { CLIENT_CONFIG, lazily } from '../runtime/clients.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { lakeOf } from '../runtime/grants/lake.ts';
import { readDeclarations } from '../runtime/grants/read-declarations.ts';
import { putJson } from '../runtime/objects.ts';
import { publishOverdue } from './publish-overdue.ts';
import { sweepEvents } from './sweep-events.ts';
import { sweepGrants } from './sweep-grants.ts';

const lakeFormation = lazily(() => new LakeFormationClient(CLIENT_CONFIG));
const glue = lazily(() => new GlueClient(CLIENT_CONFIG));
const s3 = lazily(() => new S3Client(CLIENT_CONFIG));
const ssm = lazily(() => new SSMClient(CLIENT_CONFIG));
const events = lazily(() => new EventBridgeClient(CLIENT_CONFIG));
const cloudwatch = lazily(() => new CloudWatchClient(CLIENT_CONFIG));

const REVOCATIONS_MAX = 25;

/** The scheduled sweep: grants that nobody declared go, declared grants that are missing come back. */
export const handler = defineHandler({
  input: z.object({
    trigger: z.string().optional(),
    dryRun: z.boolean().default(false),
    revocationsMax: z.int().min(0).max(1_000).default(REVOCATIONS_MAX),
  }),
  env: z.object({
    MESH: z.string(),
    ENVIRONMENT: z.string(),
    DOMAIN: z.string(),
    AUDIT_BUCKET: z.string(),
    BUS_NAME: z.string(),
    AWS_REGION: z.string(),
  }),
  run: async ({ dryRun, revocationsMax }, { env, logger, clock }) => {
    const clients = { ssm: ssm(), s3: s3() };
    const path = `/${env.MESH}/${env.ENVIRONMENT}/${env.DOMAIN}/`;
    const documents = await readDeclarations(clients, path);
    const catalogId = catalogOf(documents, path);
    const now = clock();
    const key = `${recordPrefix('findings', catalogId, env.DOMAIN)}${now.toISOString().replaceAll(':', '-')}.json`;
    const names = { mesh: env.MESH, environment: env.ENVIRONMENT, region: env.AWS_REGION };
    const lakeClients = { lakeFormation: lakeFormation(), glue: glue() };
    const report = await sweepGrants({
      domain: env.DOMAIN,
      names,
      documents,
      lake: lakeOf(lakeClients, { names, domain: env.DOMAIN, catalogId }),
      now,
      isDryRun: dryRun,
      revocationsMax,
      record: (findings) => putJson(s3(), { bucket: env.AUDIT_BUCKET, key }, findings),
    });
    // A dry run ends nothing, so that it must not look like a sweep.
    if (!dryRun) {
      await publishOverdue(cloudwatch(), report, { mesh: env.MESH, environment: env.ENVIRONMENT });
    }
    const untold = await announceAll(events(), env.BUS_NAME, sweepEvents(report));
    const { outcome, overdue, revoked } = report;
    logger.info('swept', { outcome, overdue, revoked: revoked.length, untold, key });
    return { ...report, findings: `s3://${env.AUDIT_BUCKET}/${key}` };
  },
});

function catalogOf(documents: Awaited<ReturnType<typeof readDeclarations>>, path: string): string {
  const [first, ...others] = new Set(documents.map(({ governs }) => governs.catalogId));
  if (first !== undefined && others.length === 0) return first;
  const problem =
    first === undefined ? 'no declared grants were found' : 'declared grants of several accounts';
  throw new MeshError(`${problem} below ${path}; nothing was changed`, {
    code: 'NoDeclarations',
    hint: 'deploy the namespace stack',
  });
}
