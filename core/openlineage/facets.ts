import type { CheckResult } from '../quality/audit-plan.ts';
import type { Column, ColumnOrigin } from '../spec/mesh.ts';
import type { TableAudit } from '../pipeline/run.ts';
import type { DatasetName } from './dataset-names.ts';

/** Who says so; a URI that does not change between runs of one version. */
export const PRODUCER = 'urn:freehold:0.1.0';

export type Facet = { readonly _producer: string; readonly _schemaURL: string } & Readonly<
  Record<string, unknown>
>;

/** A facet with the URL of the schema that it follows, for example `1-2-0/SchemaDatasetFacet`. */
export function facet(schema: string, body: Readonly<Record<string, unknown>>): Facet {
  const name = schema.split('/')[1];
  return {
    _producer: PRODUCER,
    _schemaURL: `https://openlineage.io/spec/facets/${schema}.json#/$defs/${name}`,
    ...body,
  };
}

export function schemaFacet(columns: readonly Column[]): Facet {
  return facet('1-2-0/SchemaDatasetFacet', {
    fields: columns.map(({ name, type, description }, index) => ({
      name,
      type,
      ordinal_position: index + 1,
      ...(description !== '' && { description }),
    })),
  });
}

/** Where each column comes from; origins that are no dataset of the run (other steps) have no name and are left out. */
export function columnLineageFacet(
  lineage: Readonly<Record<string, readonly ColumnOrigin[]>>,
  datasetOf: (origin: ColumnOrigin) => DatasetName | undefined,
): Facet {
  const fields = Object.entries(lineage).map(([column, origins]) => {
    const inputFields = origins.flatMap((origin) => {
      const dataset = datasetOf(origin);
      if (dataset === undefined) return [];
      return [
        {
          ...dataset,
          field: origin.column,
          transformations: [{ type: 'DIRECT', subtype: origin.transformation }],
        },
      ];
    });
    return [column, { inputFields }];
  });
  return facet('1-2-0/ColumnLineageDatasetFacet', { fields: Object.fromEntries(fields) });
}

/** Promises that could not be evaluated are no tests, and are left out. */
export function assertionsFacet(checks: readonly CheckResult[]): Facet {
  return facet('1-1-0/DataQualityAssertionsDatasetFacet', {
    assertions: checks
      .filter(({ status }) => status !== 'notEvaluated')
      .map((check) => ({
        assertion: check.dimension,
        name: check.id,
        description: check.statement,
        success: check.status === 'passed',
        severity: check.severity === 'error' ? 'error' : 'warn',
        expected: check.expected,
        ...(check.measured !== null && { actual: String(check.measured) }),
        ...(check.column !== undefined && { column: check.column }),
      })),
  });
}

export function metricsFacet(audit: TableAudit, now: string): Facet {
  const columns = Object.entries(audit.profile).map(([column, { nulls, distinct, min, max }]) => [
    column,
    {
      nullCount: nulls,
      distinctCount: distinct,
      count: audit.rows - nulls,
      ...numeric('min', min),
      ...numeric('max', max),
    },
  ]);
  return facet('1-0-0/DataQualityMetricsDatasetFacet', {
    rowCount: audit.rows,
    lastUpdated: now,
    columnMetrics: Object.fromEntries(columns),
  });
}

/** The schema takes numbers only; extremes of texts and dates stay in the ledger. */
function numeric(key: 'min' | 'max', text: string | null): Readonly<Record<string, number>> {
  const value = text === null || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? { [key]: value } : {};
}

export const versionFacet = (datasetVersion: string): Facet =>
  facet('1-0-1/DatasetVersionDatasetFacet', { datasetVersion });

export const symlinkFacet = (to: DatasetName): Facet =>
  facet('1-0-1/SymlinksDatasetFacet', { identifiers: [{ ...to, type: 'LOCATION' }] });

export const errorFacet = (message: string): Facet =>
  facet('1-0-1/ErrorMessageRunFacet', { message, programmingLanguage: 'SQL' });

export const nominalTimeFacet = (nominalStartTime: string): Facet =>
  facet('1-0-1/NominalTimeRunFacet', { nominalStartTime });

export const ownershipFacet = (team: string): Facet =>
  facet('1-0-1/OwnershipJobFacet', { owners: [{ name: `team:${team}`, type: 'OWNER' }] });

export const jobTypeFacet = (): Facet =>
  facet('2-0-4/JobTypeJobFacet', { processingType: 'BATCH', integration: 'FREEHOLD', jobType: 'PIPELINE' });

export const outputStatisticsFacet = (written: {
  readonly rowCount: number;
  readonly size: number;
  readonly fileCount: number;
}): Facet => facet('1-0-2/OutputStatisticsOutputDatasetFacet', written);
