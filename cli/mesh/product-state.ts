import type { RegistryHead, RegistryRun } from '../../core/pipeline/run.ts';
import { glueDatabase, glueTable } from '../../core/naming/names.ts';
import type { CheckResult } from '../../core/quality/audit-plan.ts';
import type { Product, ProductId } from '../../core/spec/mesh.ts';

/** What the registry of a domain knows of one product. */
export type ProductRecords = {
  readonly head?: RegistryHead;
  /** The newest run that got as far as the registry. */
  readonly latest?: RegistryRun;
  /** How a newer run failed that did not get so far, or could not say so. */
  readonly failure?: { readonly name: string; readonly message: string };
};

export type ProductState = 'published' | 'warned' | 'refused' | 'failed' | 'running' | 'waiting';

/** One line of `mesh status`. */
export type ProductStatus = {
  readonly product: ProductId;
  readonly version: string;
  readonly state: ProductState;
  readonly rows: number | null;
  readonly checksPassed: number;
  readonly checksFailed: number;
  readonly ageHours: number | null;
  readonly promiseHours: number | null;
  readonly isFresh: boolean | null;
  readonly snapshots: Readonly<Record<string, string>>;
  readonly publishedAt: string | null;
  readonly runSeconds: number | null;
  /** Checks of the newest run that did not pass, with examples of offending values. */
  readonly findings: readonly CheckResult[];
  readonly error: { readonly name: string; readonly message: string } | null;
  /** Where a refused run's rows can be queried, as `<database>.<table prefix>`. */
  readonly refusedRows: string | null;
};

export function productStatus(product: Product, records: ProductRecords, now: Date): ProductStatus {
  const { head, latest, failure } = records;
  const ageHours = head ? (now.getTime() - Date.parse(head.freshAsOf)) / 3_600_000 : null;
  const promiseHours = product.promises.freshnessHours ?? null;
  return {
    product: product.id,
    version: head?.version ?? product.version,
    state: stateOf(records),
    rows: head ? Object.values(head.tables).reduce((sum, { rows }) => sum + rows, 0) : null,
    checksPassed: latest?.checksPassed ?? head?.checksPassed ?? 0,
    checksFailed: latest?.checksFailed ?? head?.checksFailed ?? 0,
    ageHours,
    promiseHours,
    isFresh: ageHours === null || promiseHours === null ? null : ageHours <= promiseHours,
    snapshots: Object.fromEntries(
      Object.entries(head?.tables ?? {}).map(([table, { snapshotId }]) => [table, snapshotId]),
    ),
    publishedAt: head?.publishedAt ?? null,
    runSeconds: latest?.endedAt ? (Date.parse(latest.endedAt) - Date.parse(latest.startedAt)) / 1000 : null,
    findings: latest?.findings ?? [],
    error: failure ?? latest?.error ?? null,
    refusedRows: latest?.status === 'refused' ? refusedRows(product, latest) : null,
  };
}

function stateOf({ head, latest, failure }: ProductRecords): ProductState {
  if (failure) return 'failed';
  switch (latest?.status) {
    case undefined:
      return head ? 'published' : 'waiting';
    case 'published':
      return latest.findings.length > 0 ? 'warned' : 'published';
    case 'running':
    case 'refused':
    case 'failed':
      return latest.status;
  }
}

function refusedRows(product: Product, run: RegistryRun): string {
  const [table] = product.tables;
  const prefix = glueTable(product.name.replaceAll('-', '_'), product.major);
  return `${glueDatabase(product.domain, 'staging')}.${prefix}__${table?.name ?? ''}__${run.run}_${run.attempt}`;
}
