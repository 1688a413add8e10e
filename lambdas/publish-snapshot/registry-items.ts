import { FINDINGS_MAX, registryRunBase } from '../../core/pipeline/registry-run.ts';
import { registryKey } from '../../core/pipeline/run-id.ts';
import type { RegistryHead, RegistryRun } from '../../core/pipeline/run.ts';
import { timeOf } from '../../core/quality/evaluate-audit.ts';
import type { Published } from './publish-snapshot.ts';

/** What the product is, from this run on. */
export function publishedHead(published: Published): RegistryHead {
  const { input, manifest, tables, publishedAt } = published;
  const { run } = input;
  const audited = Object.values(tables);
  const weighted = (
    pick: (table: { readonly completeness: number; readonly validity: number }) => number,
  ) => {
    const rows = audited.reduce((sum, table) => sum + table.rows, 0);
    if (rows === 0) return Math.min(1, ...audited.map(pick));
    return audited.reduce((sum, table) => sum + pick(table) * table.rows, 0) / rows;
  };
  return {
    pk: registryKey(manifest),
    sk: 'head',
    run: run.run,
    attempt: run.attempt,
    manifestSha256: run.manifest.sha256,
    version: manifest.version,
    inputs: run.inputs,
    tables: Object.fromEntries(
      Object.entries(tables).map(([name, { snapshotId, rows }]) => [name, { snapshotId, rows }]),
    ),
    publishedAt,
    freshAsOf: freshAsOf(published),
    completeness: weighted(({ completeness }) => completeness),
    validity: weighted(({ validity }) => validity),
    ...checkCounts(published),
  };
}

/** The run's item, closed. */
export function publishedRun(published: Published): RegistryRun {
  const { input, manifest, tables, publishedAt } = published;
  const { run } = input;
  const checks = Object.values(tables).flatMap((table) => table.checks);
  return {
    ...registryRunBase(manifest, run),
    endedAt: publishedAt,
    status: 'published',
    rows: Object.values(tables).reduce((sum, { rows }) => sum + rows, 0),
    snapshotIds: Object.fromEntries(
      Object.entries(tables).map(([name, { snapshotId }]) => [name, snapshotId]),
    ),
    findings: checks.filter(({ status }) => status !== 'passed').slice(0, FINDINGS_MAX),
    ...checkCounts(published),
  };
}

function checkCounts({ tables }: Published): {
  readonly checksPassed: number;
  readonly checksFailed: number;
} {
  const checks = Object.values(tables).flatMap((table) => table.checks);
  return {
    checksPassed: checks.filter(({ status }) => status === 'passed').length,
    checksFailed: checks.filter(({ status }) => status === 'failed' || status === 'error').length,
  };
}

/** The newest time in the data where the contract names its column, or else the publication. */
function freshAsOf({ manifest, tables, publishedAt }: Published): string {
  const element = manifest.promises.freshnessElement;
  if (element === undefined) return publishedAt;
  const newest = tables[element.table]?.profile[element.column]?.max ?? null;
  const time = newest === null ? null : timeOf(newest);
  return time?.toISOString() ?? publishedAt;
}
