import type { Logger } from '@aws-lambda-powertools/logger';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GlueClient } from '@aws-sdk/client-glue';
import { LakeFormationClient } from '@aws-sdk/client-lakeformation';
import { S3Client } from '@aws-sdk/client-s3';

import type { Context } from 'aws-lambda';
import * as z from 'zod';

import { announceAll } from '../runtime/announce-all.ts';
import { CLIENT_CONFIG, lazily } from '../runtime/clients.ts';
import { defineCustomResource } from '../runtime/define-custom-resource.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { lakeOf } from '../runtime/grants/lake.ts';
import { GrantsPointer, readDeclaration } from '../runtime/grants/read-declarations.ts';
import { deploymentEvents } from './deployment-events.ts';
import { type Reconciliation, reconcileGrants, summarize } from './reconcile-grants.ts';

const lakeFormation = lazily(() => new LakeFormationClient(CLIENT_CONFIG));
const glue = lazily(() => new GlueClient(CLIENT_CONFIG));
const events = lazily(() => new EventBridgeClient(CLIENT_CONFIG));
const s3 = lazily(() => new S3Client(CLIENT_CONFIG));

const Env = z.object({
  MESH: z.string(),
  ENVIRONMENT: z.string(),
  DOMAIN: z.string(),
  BUS_NAME: z.string(),
  AWS_REGION: z.string(),
});
type Runtime = { readonly env: z.infer<typeof Env>; readonly logger: Logger; readonly clock: () => Date };

async function reconcile(reconciliation: Reconciliation, { env, clock, logger }: Runtime) {
  const names = { mesh: env.MESH, environment: env.ENVIRONMENT, region: env.AWS_REGION };
  const { catalogId } = reconciliation.document.governs;
  const clients = { lakeFormation: lakeFormation(), glue: glue() };
  const lake = lakeOf(clients, { names, domain: env.DOMAIN, catalogId });
  const now = clock();
  const reconciled = await reconcileGrants(reconciliation, { lake, names, now });
  const told = deploymentEvents(reconciled, { domain: env.DOMAIN, at: now.toISOString() });
  // Events are hints; what they tell of is done, and must not fail for a bus that is gone or not there yet.
  await announceAll(events(), env.BUS_NAME, told).catch((error: unknown) => {
    logger.error('the bus did not take what changed', error instanceof Error ? error : String(error));
  });
  return reconciled;
}

const customResource = defineCustomResource({
  properties: GrantsPointer,
  env: Env,
  apply: async (pointer, runtime, { before }) => {
    const document = await readDeclaration(s3(), pointer);
    const previous = before && { before: await readDeclaration(s3(), before) };
    const applied = await reconcile({ document, ...previous }, runtime);
    return { data: summarize(applied) };
  },
  remove: async (pointer, runtime) => {
    const document = await readDeclaration(s3(), pointer);
    return { data: summarize(await reconcile({ document, isRemoval: true }, runtime)) };
  },
});

const invoked = defineHandler({
  input: GrantsPointer,
  env: Env,
  run: async (pointer, runtime) =>
    summarize(await reconcile({ document: await readDeclaration(s3(), pointer) }, runtime)),
});

/** A custom resource of CloudFormation, and callable with a pointer to a document. */
export const handler = (event: unknown, context: Context): Promise<unknown> =>
  isRequestOfCloudFormation(event) ? customResource(event, context) : invoked(event, context);

function isRequestOfCloudFormation(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'RequestType' in event;
}
