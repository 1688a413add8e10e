import {
  CreateTableCommand,
  DeleteTableCommand,
  type GlueClient,
  GetTablesCommand,
  type Table,
  type TableInput,
} from '@aws-sdk/client-glue';

import { MeshError } from '../../core/errors/mesh-error.ts';
import { stagingTable } from '../../core/naming/names.ts';
import type { ManifestStep, ProductManifest } from '../../core/pipeline/manifest.ts';
import type { StagedSteps } from '../../core/pipeline/render-queries.ts';
import { getGlueTable } from '../runtime/iceberg-catalog.ts';

/**
 * Pages of a hundred tables that are looked through for what earlier runs left. Names are matched here:
 * the syntax of GetTables' `Expression` is not documented well enough to rely on.
 */
const DROP_PAGES_MAX = 50;

/** Where each step of this attempt writes, and the table over it. */
export function planStaging(manifest: ProductManifest, run: string, attempt: number): StagedSteps {
  const { product, major, resources } = manifest;
  return Object.fromEntries(
    manifest.steps.map((step) => {
      const table = manifest.tables.find(({ name }) => name === step.name);
      const location =
        step.kind === 'table' && table !== undefined
          ? `${table.location}/data/${run}-${attempt}/`
          : `s3://${resources.productsBucket}/${product}/v${major}/_steps/${step.name}/${run}-${attempt}/`;
      return [step.name, { table: stagingTable(product, major, step.name, `${run}_${attempt}`), location }];
    }),
  );
}

/** Tables over what each step will write, so that later steps and the audit can read it; makes what is missing. */
export async function createStaging(
  manifest: ProductManifest,
  staged: StagedSteps,
  glue: GlueClient,
): Promise<void> {
  const database = manifest.resources.stagingDatabase;
  for (const step of manifest.steps) {
    const place = staged[step.name];
    if (place === undefined) continue;
    const input = tableInput(step, place);
    try {
      await glue.send(new CreateTableCommand({ DatabaseName: database, TableInput: input }));
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'AlreadyExistsException') throw error;
      const existing = await getGlueTable(glue, { database, table: place.table });
      if (!isSame(existing, input)) throw differs(database, place.table);
    }
  }
}

/** Drops what earlier runs of this product left for inspection. */
export async function dropEarlierStaging(
  manifest: ProductManifest,
  staged: StagedSteps,
  glue: GlueClient,
): Promise<void> {
  const database = manifest.resources.stagingDatabase;
  const prefix = stagingTable(manifest.product, manifest.major, '', '').replace(/__$/, '');
  const kept = new Set(Object.values(staged).map(({ table }) => table));
  const found: string[] = [];
  let token: string | undefined;
  for (let page = 0; page < DROP_PAGES_MAX; page++) {
    const { TableList = [], NextToken } = await glue.send(
      new GetTablesCommand({
        DatabaseName: database,
        ...(token !== undefined && { NextToken: token }),
      }),
    );
    found.push(...TableList.flatMap(({ Name: name }) => (name === undefined ? [] : [name])));
    if (NextToken === undefined) break;
    token = NextToken;
  }
  for (const name of found) {
    if (name.startsWith(prefix) && !kept.has(name)) await dropTable(glue, database, name);
  }
}

async function dropTable(glue: GlueClient, database: string, name: string): Promise<void> {
  try {
    await glue.send(new DeleteTableCommand({ DatabaseName: database, Name: name }));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'EntityNotFoundException') throw error;
  }
}

const HIVE_PARQUET = 'org.apache.hadoop.hive.ql.io.parquet';

function tableInput(
  step: ManifestStep,
  place: { readonly table: string; readonly location: string },
): TableInput {
  return {
    Name: place.table,
    Description: `Files of the step ${step.name}, not published`,
    TableType: 'EXTERNAL_TABLE',
    Parameters: { EXTERNAL: 'TRUE', classification: 'parquet' },
    StorageDescriptor: {
      Location: place.location,
      Columns: step.columns.map(({ name, type }) => ({ Name: name, Type: type })),
      InputFormat: `${HIVE_PARQUET}.MapredParquetInputFormat`,
      OutputFormat: `${HIVE_PARQUET}.MapredParquetOutputFormat`,
      SerdeInfo: { SerializationLibrary: `${HIVE_PARQUET}.serde.ParquetHiveSerDe` },
    },
  };
}

function isSame(table: Table | undefined, input: TableInput): boolean {
  const shape = (one: Table | TableInput | undefined) =>
    JSON.stringify([
      one?.StorageDescriptor?.Location,
      one?.StorageDescriptor?.Columns?.map(({ Name, Type }) => [Name, Type]),
    ]);
  return shape(table) === shape(input);
}

function differs(database: string, table: string): MeshError {
  return new MeshError(`the staging table ${database}.${table} is there already, and is not this run's`, {
    code: 'StagingTableTaken',
    hint: `drop the table ${database}.${table}`,
  });
}
