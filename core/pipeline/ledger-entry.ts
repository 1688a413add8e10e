import { type RecordKind, recordPrefix } from '../naming/names.ts';
import type { ProductManifest } from './manifest.ts';
import type { AuditGateOutput, PinnedInput, ResolvedRun, RunTrigger, TableAudit } from './run.ts';
import type { CheckResult } from '../quality/audit-plan.ts';

/** All that is known of one attempt of a run, kept for ever in the platform's audit bucket. */
export type LedgerEntry = {
  readonly schema: 'freehold.ledger.v1';
  readonly mesh: string;
  readonly environment: string;
  readonly domain: string;
  readonly product: string;
  readonly major: number;
  readonly version: string;
  readonly run: string;
  readonly attempt: number;
  readonly runUuid: string;
  readonly execution: string;
  readonly trigger: RunTrigger;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly status: 'published' | 'refused' | 'failed';
  readonly manifestSha256: string;
  readonly inputs: readonly PinnedInput[];
  readonly verdict?: AuditGateOutput['verdict'];
  readonly tables: Readonly<Record<string, LedgerTable>>;
  /** What the gate found, when it refused. */
  readonly findings: readonly CheckResult[];
  readonly error?: { readonly name: string; readonly message: string };
};

export type LedgerTable = TableAudit & {
  readonly snapshotId: string;
  readonly files: number;
  readonly sizeBytes: number;
};

export function ledgerKey(
  manifest: ProductManifest,
  run: { readonly run: string; readonly attempt: number },
): string {
  return `${recordPath('ledger', manifest, run)}.json`;
}

/** The terminal event; the START event has the suffix `.start`. */
export function lineageKey(
  manifest: ProductManifest,
  run: { readonly run: string; readonly attempt: number },
): string {
  return `${recordPath('lineage', manifest, run)}.json`;
}

export function lineageStartKey(
  manifest: ProductManifest,
  run: { readonly run: string; readonly attempt: number },
): string {
  return `${recordPath('lineage', manifest, run)}.start.json`;
}

function recordPath(
  kind: RecordKind,
  manifest: ProductManifest,
  run: { readonly run: string; readonly attempt: number },
): string {
  const { account, domain, product, major } = manifest;
  return `${recordPrefix(kind, account, domain)}${product}/v${major}/${run.run}-${run.attempt}`;
}

/** The parts of an entry that do not depend on how the run ended. */
export function ledgerBase(
  manifest: ProductManifest,
  run: ResolvedRun,
): Omit<LedgerEntry, 'endedAt' | 'status' | 'tables' | 'findings'> {
  const { mesh, environment, domain, product, major, version } = manifest;
  return {
    schema: 'freehold.ledger.v1',
    mesh,
    environment,
    domain,
    product,
    major,
    version,
    run: run.run,
    attempt: run.attempt,
    runUuid: run.runUuid,
    execution: run.execution,
    trigger: run.trigger,
    startedAt: run.startedAt,
    manifestSha256: run.manifest.sha256,
    inputs: run.inputs,
  };
}
