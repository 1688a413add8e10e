import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SSMClient } from '@aws-sdk/client-ssm';

import { runEvent } from '../../core/openlineage/run-event.ts';
import { type LedgerEntry, ledgerBase, ledgerKey, lineageKey } from '../../core/pipeline/ledger-entry.ts';
import type { ProductManifest } from '../../core/pipeline/manifest.ts';
import { FINDINGS_MAX } from '../../core/pipeline/registry-run.ts';
import { registryKey, registryRunKey } from '../../core/pipeline/run-id.ts';
import type { RecordFailureInput, RegistryRun, ResolvedRun } from '../../core/pipeline/run.ts';
import { announce } from '../runtime/announce.ts';
import { putJson } from '../runtime/objects.ts';
import { readManifest, readPointer } from '../runtime/read-manifest.ts';
import { ProductRegistry } from '../runtime/registry.ts';
import { type FailureCause, parseCause } from './failure-cause.ts';

export type RecordFailureWorld = {
  readonly dynamodb: DynamoDBClient;
  readonly events: EventBridgeClient;
  readonly s3: S3Client;
  readonly ssm: SSMClient;
  readonly clock: () => Date;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
};

export type RecordFailureOutput = { readonly status: 'refused' | 'failed' | 'published' };

/**
 * Records how a run ended that did not publish, and gives the product free for the next one.
 * Readers keep what they had: the head and the tables are not touched; the staged files stay for inspection.
 */
export async function recordFailure(
  input: RecordFailureInput,
  world: RecordFailureWorld,
): Promise<RecordFailureOutput> {
  const cause = parseCause(input.error);
  // The run's own manifest: the parameter may already point to a newer one.
  const manifest = await readManifest(
    world.s3,
    input.run?.manifest ?? (await readPointer(world.ssm, input.parameter)),
  );
  const registry = new ProductRegistry(
    world.dynamodb,
    manifest.resources.registryTable,
    registryKey(manifest),
  );
  const open = await openRun(registry, input);
  if (open?.status === 'published') {
    // Publishing had finished; only what comes after it failed.
    await registry.releaseLease(input.execution);
    return { status: 'published' };
  }
  const endedAt = open?.endedAt ?? world.clock().toISOString();
  if (open !== undefined) await registry.putRun(closed(open, { input, cause, endedAt }));
  if (input.run) await record(manifest, { run: input.run, input, cause, endedAt }, world);
  await announce(world.events, manifest, {
    type: 'RunFailed',
    detail: announcement(manifest, { input, cause, open, endedAt }),
  });
  await registry.releaseLease(input.execution);
  world.logger.info('failure recorded', { execution: input.execution, error: input.error.Error });
  return { status: cause.status };
}

/** The run's item; a run that died while it was resolved is known by the lease that it took. */
async function openRun(
  registry: ProductRegistry,
  input: RecordFailureInput,
): Promise<RegistryRun | undefined> {
  if (input.run) return registry.run(registryRunKey(input.run));
  const lease = await registry.lease();
  if (lease?.execution !== input.execution) return undefined;
  return registry.run(registryRunKey(lease));
}

type Failure = { readonly input: RecordFailureInput; readonly cause: FailureCause; readonly endedAt: string };

function closed(run: RegistryRun, { input, cause, endedAt }: Failure): RegistryRun {
  return {
    ...run,
    status: cause.status,
    endedAt,
    findings: cause.findings.slice(0, FINDINGS_MAX),
    checksPassed: cause.passed,
    checksFailed: cause.failed,
    error: { name: input.error.Error, message: cause.message },
  };
}

async function record(
  manifest: ProductManifest,
  failure: Failure & { readonly run: ResolvedRun },
  { s3 }: RecordFailureWorld,
): Promise<void> {
  const { run, input, cause, endedAt } = failure;
  const bucket = manifest.resources.auditBucket;
  const entry: LedgerEntry = {
    ...ledgerBase(manifest, run),
    endedAt,
    status: cause.status,
    tables: {},
    findings: cause.findings,
    error: { name: input.error.Error, message: cause.message },
  };
  await putJson(s3, { bucket, key: ledgerKey(manifest, run) }, entry);
  const phase = { kind: 'FAIL', message: cause.message, findings: cause.findings } as const;
  await putJson(
    s3,
    { bucket, key: lineageKey(manifest, run) },
    runEvent(manifest, run, { phase, time: endedAt }),
  );
}

function announcement(
  manifest: ProductManifest,
  failure: Failure & { readonly open: RegistryRun | undefined },
): Readonly<Record<string, unknown>> {
  const { input, cause, open, endedAt } = failure;
  return {
    id: `${input.execution}/failed`,
    product: `${manifest.domain}.${manifest.product}`,
    domain: manifest.domain,
    major: manifest.major,
    version: manifest.version,
    execution: input.execution,
    ...(open !== undefined && { run: open.run, attempt: open.attempt }),
    status: cause.status,
    error: input.error.Error,
    message: cause.message,
    findings: cause.findings
      .map(({ table, id, statement }) => ({ table, id, statement }))
      .slice(0, FINDINGS_MAX),
    endedAt,
  };
}
