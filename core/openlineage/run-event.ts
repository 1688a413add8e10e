import type { LedgerTable } from '../pipeline/ledger-entry.ts';
import type { ManifestInput, ManifestTable, ProductManifest } from '../pipeline/manifest.ts';
import type { ResolvedRun } from '../pipeline/run.ts';
import type { CheckResult } from '../quality/audit-plan.ts';
import { type ColumnOrigin, placeholder } from '../spec/mesh.ts';
import { type DatasetName, glueDataset, s3Dataset } from './dataset-names.ts';
import {
  assertionsFacet,
  columnLineageFacet,
  errorFacet,
  type Facet,
  jobTypeFacet,
  metricsFacet,
  nominalTimeFacet,
  outputStatisticsFacet,
  ownershipFacet,
  PRODUCER,
  schemaFacet,
  symlinkFacet,
  versionFacet,
} from './facets.ts';

export type Facets = Readonly<Record<string, Facet>>;

/** An OpenLineage run event, core specification 2-0-2. */
export type RunEvent = {
  readonly eventType: 'START' | 'COMPLETE' | 'FAIL';
  readonly eventTime: string;
  readonly producer: string;
  readonly schemaURL: string;
  readonly run: { readonly runId: string; readonly facets: Facets };
  readonly job: { readonly namespace: string; readonly name: string; readonly facets: Facets };
  readonly inputs: readonly (DatasetName & { readonly facets: Facets })[];
  readonly outputs: readonly (DatasetName & { readonly facets: Facets; readonly outputFacets: Facets })[];
};

/** How far the run has come. */
export type RunPhase =
  | { readonly kind: 'START' }
  | { readonly kind: 'COMPLETE'; readonly tables: Readonly<Record<string, LedgerTable>> }
  | { readonly kind: 'FAIL'; readonly message: string; readonly findings: readonly CheckResult[] };

/** What a run tells lineage tools, from the manifest and what the run pinned and found. */
export function runEvent(
  manifest: ProductManifest,
  run: ResolvedRun,
  event: { readonly phase: RunPhase; readonly time: string },
): RunEvent {
  const { phase, time } = event;
  return {
    eventType: phase.kind,
    eventTime: time,
    producer: PRODUCER,
    schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent',
    run: { runId: run.runUuid, facets: runFacets(run, phase) },
    job: {
      namespace: `freehold://${manifest.mesh}/${manifest.environment}`,
      name: `${manifest.domain}.${manifest.product}.v${manifest.major}`,
      facets: { jobType: jobTypeFacet(), ownership: ownershipFacet(manifest.owner.team) },
    },
    inputs: manifest.inputs.map((input) => ({
      ...inputName(manifest, input),
      facets: inputFacets(input, run),
    })),
    outputs: manifest.tables.map((table) => output(manifest, table, { phase, time })),
  };
}

function runFacets(run: ResolvedRun, phase: RunPhase): Facets {
  return {
    // Only a schedule has a time that the run was meant for.
    ...(run.trigger === 'schedule' && { nominalTime: nominalTimeFacet(run.startedAt) }),
    ...(phase.kind === 'FAIL' && { errorMessage: errorFacet(phase.message) }),
  };
}

function inputName(manifest: ProductManifest, input: ManifestInput): DatasetName {
  const account = input.kind === 'product' ? input.catalogId : manifest.account;
  return glueDataset({ region: manifest.region, account, database: input.database, table: input.table });
}

function inputFacets(input: ManifestInput, run: ResolvedRun): Facets {
  const version = run.inputs.find(({ key }) => key === input.key)?.version;
  return {
    ...(version !== undefined && { version: versionFacet(version) }),
    ...(input.kind === 'source' && {
      symlinks: symlinkFacet(s3Dataset(input.bucket, input.prefix.replace(/\/$/, ''))),
    }),
  };
}

function output(
  manifest: ProductManifest,
  table: ManifestTable,
  { phase, time }: { readonly phase: RunPhase; readonly time: string },
): RunEvent['outputs'][number] {
  const { region, account, resources } = manifest;
  const published = phase.kind === 'COMPLETE' ? phase.tables[table.name] : undefined;
  const findings = phase.kind === 'FAIL' ? phase.findings.filter((one) => one.table === table.name) : [];
  const checks = published?.checks ?? findings;
  return {
    ...glueDataset({ region, account, database: resources.database, table: table.glueTable }),
    facets: {
      schema: schemaFacet(table.columns),
      symlinks: symlinkFacet(locationName(table.location)),
      columnLineage: columnLineageFacet(table.lineage, (origin) => originName(manifest, origin)),
      ...(checks.length > 0 && { dataQualityAssertions: assertionsFacet(checks) }),
      ...(published !== undefined && {
        dataQualityMetrics: metricsFacet(published, time),
        version: versionFacet(published.snapshotId),
      }),
    },
    outputFacets:
      published === undefined
        ? {}
        : {
            outputStatistics: outputStatisticsFacet({
              rowCount: published.rows,
              size: published.sizeBytes,
              fileCount: published.files,
            }),
          },
  };
}

function originName(manifest: ProductManifest, origin: ColumnOrigin): DatasetName | undefined {
  const key = placeholder(origin.input).slice(2, -2);
  const input = manifest.inputs.find((one) => one.key === key);
  return input === undefined ? undefined : inputName(manifest, input);
}

function locationName(location: string): DatasetName {
  const [bucket = '', ...key] = location.replace(/^s3:\/\//, '').split('/');
  return s3Dataset(bucket, key.join('/'));
}
