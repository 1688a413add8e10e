import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { GlueClient } from '@aws-sdk/client-glue';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SFNClient } from '@aws-sdk/client-sfn';
import type { SSMClient } from '@aws-sdk/client-ssm';

import { MeshError } from '../../core/errors/mesh-error.ts';
import { runEvent } from '../../core/openlineage/run-event.ts';
import { lineageStartKey } from '../../core/pipeline/ledger-entry.ts';
import type { ManifestPointer, ProductManifest } from '../../core/pipeline/manifest.ts';
import { renderAudits, renderBuilds } from '../../core/pipeline/render-queries.ts';
import { registryRunBase } from '../../core/pipeline/registry-run.ts';
import { registryKey, runId, runUuid } from '../../core/pipeline/run-id.ts';
import type {
  PinnedInput,
  RegistryLease,
  RegistryRun,
  ResolvedRun,
  ResolveRunInput,
} from '../../core/pipeline/run.ts';
import { putJson } from '../runtime/objects.ts';
import { readManifest, readPointer } from '../runtime/read-manifest.ts';
import { ProductRegistry } from '../runtime/registry.ts';
import { decideRun } from './decide-run.ts';
import { hasUnfinishedRun, holdLease } from './hold-lease.ts';
import { pinInputs } from './pin-inputs.ts';
import { showsItsTables } from './shows-its-tables.ts';
import { createStaging, dropEarlierStaging, planStaging } from './staging-tables.ts';

export type ResolveRunWorld = {
  readonly dynamodb: DynamoDBClient;
  readonly glue: GlueClient;
  readonly s3: S3Client;
  readonly sfn: SFNClient;
  readonly ssm: SSMClient;
  readonly clock: () => Date;
  readonly logger: Pick<Logger, 'info'>;
};

/** Step Functions takes 262,144 bytes between states; later states add their own answers. */
const OUTPUT_BYTES_MAX = 240_000;

/**
 * Says what a run is: which snapshots it reads, under which name, with which queries; and makes it the only one
 * of its product. Fails with `RunUpToDate`, `WaitingForUpstreams` or `RunInProgress` where nothing is to be done.
 */
export async function resolveRun(input: ResolveRunInput, world: ResolveRunWorld): Promise<ResolvedRun> {
  const pointer = await readPointer(world.ssm, input.parameter);
  const manifest = await readManifest(world.s3, pointer);
  const registry = new ProductRegistry(
    world.dynamodb,
    manifest.resources.registryTable,
    registryKey(manifest),
  );
  const inputs = await pinInputs(manifest, world);
  const isShown = await showsItsTables(manifest, world.glue);
  const now = { manifest, manifestSha256: pointer.sha256, inputs, request: input.request, isShown };
  const first = decideRun({ ...now, head: await registry.head() });
  // A run that died may have shown its rows before it could move the head, so the head is not to be believed.
  const isUnfinished =
    first.kind === 'skip' && (await hasUnfinishedRun(registry, input.execution, world.sfn));
  if (!isUnfinished) refuseIdle(first);

  const run = runId(manifest, pointer.sha256, inputs);
  const lease = leaseOf(manifest, run, { input, now: world.clock() });
  await holdLease(registry, lease, world);
  // What was true before the lease need not be true under it: another run may have published in between.
  const decision = decideRun({ ...now, head: await registry.head() });
  if (decision.kind === 'skip' && !isUnfinished) {
    await registry.releaseLease(input.execution);
    refuseIdle(decision);
  }

  const attempt = await attemptOf(registry, run, input.execution);
  const resolved = describeRun({ manifest, pointer, inputs, run, attempt, input });
  if (!(await registry.begin({ ...lease, attempt }, runItem(manifest, resolved)))) {
    throw new MeshError('the lease was taken away while the run was resolved', { code: 'RunInProgress' });
  }
  const staged = planStaging(manifest, run, attempt);
  await dropEarlierStaging(manifest, staged, world.glue);
  await createStaging(manifest, staged, world.glue);
  const event = runEvent(manifest, resolved, { phase: { kind: 'START' }, time: input.startedAt });
  await putJson(
    world.s3,
    { bucket: manifest.resources.auditBucket, key: lineageStartKey(manifest, resolved) },
    event,
  );
  world.logger.info('run resolved', { run, attempt, inputs: inputs.length });
  return resolved;
}

function refuseIdle(decision: ReturnType<typeof decideRun>): void {
  if (decision.kind === 'skip') throw new MeshError(decision.reason, { code: decision.code });
}

function leaseOf(
  manifest: ProductManifest,
  run: string,
  { input, now }: { readonly input: ResolveRunInput; readonly now: Date },
): RegistryLease {
  return {
    pk: registryKey(manifest),
    sk: 'lease',
    run,
    // Not known before the lease is held.
    attempt: 0,
    execution: input.execution,
    startedAt: input.startedAt,
    acquiredAt: now.toISOString(),
  };
}

/** One more than the earlier tries of this run; the same again when this execution asks twice. */
async function attemptOf(registry: ProductRegistry, run: string, execution: string): Promise<number> {
  const tries = await registry.attemptsOf(run);
  const own = tries.find((one) => one.execution === execution);
  return own?.attempt ?? Math.max(0, ...tries.map(({ attempt }) => attempt)) + 1;
}

function describeRun(known: {
  readonly manifest: ProductManifest;
  readonly pointer: ManifestPointer;
  readonly inputs: readonly PinnedInput[];
  readonly run: string;
  readonly attempt: number;
  readonly input: ResolveRunInput;
}): ResolvedRun {
  const { manifest, pointer, inputs, run, attempt, input } = known;
  const staged = planStaging(manifest, run, attempt);
  const id = `${run}-${attempt}`;
  const tables = manifest.tables.map(({ name }) => name);
  const resolved: ResolvedRun = {
    run,
    attempt,
    runUuid: runUuid(manifest, run, attempt),
    execution: input.execution,
    startedAt: input.startedAt,
    trigger: input.request.trigger,
    manifest: { bucket: pointer.bucket, key: pointer.key, sha256: pointer.sha256 },
    inputs,
    builds: renderBuilds(manifest, { id, inputs, staged }),
    audits: renderAudits(manifest, { id, staged }),
    staged: Object.fromEntries(Object.entries(staged).filter(([step]) => tables.includes(step))),
  };
  const bytes = Buffer.byteLength(JSON.stringify(resolved));
  if (bytes <= OUTPUT_BYTES_MAX) return resolved;
  throw new MeshError(
    `the run's queries have ${bytes} bytes together; Step Functions takes ${OUTPUT_BYTES_MAX}`,
    {
      code: 'QueryTooLarge',
      hint: 'shorten the SQL, or make two products of it',
    },
  );
}

function runItem(manifest: ProductManifest, run: ResolvedRun): RegistryRun {
  return {
    ...registryRunBase(manifest, run),
    status: 'running',
    findings: [],
    checksPassed: 0,
    checksFailed: 0,
  };
}
