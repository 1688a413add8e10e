import { createHash } from 'node:crypto';

import { CreateTableCommand, type GlueClient, type Table } from '@aws-sdk/client-glue';
import type { S3Client } from '@aws-sdk/client-s3';

import { MeshError } from '../../core/errors/mesh-error.ts';
import { createTable } from '../../core/iceberg/create-table.ts';
import { evolveSchema } from '../../core/iceberg/evolve-schema.ts';
import { withMetadataLog } from '../../core/iceberg/metadata-log.ts';
import type { TableMetadata } from '../../core/iceberg/metadata.ts';
import { schemaOf } from '../../core/iceberg/table-state.ts';
import { hashedUuid } from '../../core/pipeline/run-id.ts';
import type { ManifestTable, ProductManifest } from '../../core/pipeline/manifest.ts';
import {
  catalogParameters,
  getGlueTable,
  glueColumns,
  loadMetadata,
  moveTable,
  writeMetadata,
} from '../runtime/iceberg-catalog.ts';

export type ProvisionWorld = {
  readonly glue: GlueClient;
  readonly s3: S3Client;
  readonly clock: () => Date;
};

export type ProvisionedTable = {
  readonly table: string;
  readonly change: 'created' | 'evolved' | 'unchanged';
};

/** How often a schema change is made again on top of a publication. */
const EVOLVE_ATTEMPTS_MAX = 3;

/** Makes the product's Iceberg tables as its contract says: creates what is missing, evolves what is there. */
export async function provisionTables(
  manifest: ProductManifest,
  world: ProvisionWorld,
): Promise<readonly ProvisionedTable[]> {
  const provisioned: ProvisionedTable[] = [];
  for (const table of manifest.tables) {
    const change = await provisionTable(manifest, table, world);
    provisioned.push({ table: `${manifest.resources.database}.${table.glueTable}`, change });
  }
  return provisioned;
}

async function provisionTable(
  manifest: ProductManifest,
  table: ManifestTable,
  world: ProvisionWorld,
): Promise<ProvisionedTable['change']> {
  const at = { database: manifest.resources.database, table: table.glueTable };
  for (let attempt = 1; attempt <= EVOLVE_ATTEMPTS_MAX; attempt++) {
    const existing = await getGlueTable(world.glue, at);
    const change =
      existing === undefined
        ? await create(manifest, table, world)
        : await evolve({ manifest, table, existing }, world);
    if (change !== undefined) return change;
  }
  throw new MeshError(`the table ${at.database}.${at.table} changed ${EVOLVE_ATTEMPTS_MAX} times meanwhile`, {
    code: 'CommitContended',
    hint: 'deploy again when no run of the product is publishing',
  });
}

/** Undefined when somebody else created the table meanwhile. */
async function create(
  manifest: ProductManifest,
  table: ManifestTable,
  { glue, s3, clock }: ProvisionWorld,
): Promise<'created' | undefined> {
  const now = clock();
  const uuid = tableUuid(manifest, table, now);
  const metadata = createTable({
    location: table.location,
    columns: table.columns,
    partitionBy: table.partitionBy,
    uuid,
    now,
  });
  const metadataLocation = await writeMetadata(s3, metadata, { name: uuid });
  try {
    await glue.send(
      new CreateTableCommand({
        DatabaseName: manifest.resources.database,
        TableInput: {
          Name: table.glueTable,
          Description: describe(table),
          TableType: 'EXTERNAL_TABLE',
          Parameters: { EXTERNAL: 'TRUE', ...catalogParameters({ metadata, metadataLocation }) },
          StorageDescriptor: { Location: table.location, Columns: glueColumns(metadata) },
        },
      }),
    );
    return 'created';
  } catch (error) {
    if (error instanceof Error && error.name === 'AlreadyExistsException') return undefined;
    throw error;
  }
}

/** Undefined when a publication moved the table meanwhile. */
async function evolve(
  known: { readonly manifest: ProductManifest; readonly table: ManifestTable; readonly existing: Table },
  { glue, s3, clock }: ProvisionWorld,
): Promise<'evolved' | 'unchanged' | undefined> {
  const { table, existing } = known;
  const current = await loadMetadata(s3, existing);
  refuseMoved(current.metadata, table);
  refusePartitioning(current.metadata, table);
  const now = clock();
  const evolved = evolveSchema(current.metadata, table.columns, now);
  const isDescribed = (existing.Description ?? '') === describe(table);
  if (evolved === current.metadata && isDescribed) return 'unchanged';
  if (evolved === current.metadata) {
    const { metadata, metadataLocation } = current;
    const isMoved = await moveTable(glue, current, {
      metadata,
      metadataLocation,
      description: describe(table),
    });
    return isMoved ? 'evolved' : undefined;
  }
  const metadata = withMetadataLog(evolved, {
    location: current.metadataLocation,
    timestampMs: current.metadata['last-updated-ms'],
  });
  const name = createHash('sha256')
    .update(`${current.metadataLocation}\n${now.toISOString()}`)
    .digest('hex')
    .slice(0, 32);
  const metadataLocation = await writeMetadata(s3, metadata, { previous: current.metadataLocation, name });
  const isMoved = await moveTable(glue, current, {
    metadata,
    metadataLocation,
    description: describe(table),
  });
  return isMoved ? 'evolved' : undefined;
}

/** Glue's limit of a table's description. */
const DESCRIPTION_LENGTH_MAX = 2_048;

const describe = (table: ManifestTable): string => table.description.slice(0, DESCRIPTION_LENGTH_MAX);

function refuseMoved(metadata: TableMetadata, table: ManifestTable): void {
  if (metadata.location === table.location) return;
  throw new MeshError(`the table ${table.glueTable} lies at ${metadata.location}, not at ${table.location}`, {
    code: 'TableElsewhere',
    hint: 'a product of another name or major owns this table; choose another table name',
  });
}

function refusePartitioning(metadata: TableMetadata, table: ManifestTable): void {
  const spec = metadata['partition-specs'].find((one) => one['spec-id'] === metadata['default-spec-id']);
  const fields = schemaOf(metadata).fields;
  const names = (spec?.fields ?? []).map(
    (field) => fields.find(({ id }) => id === field['source-id'])?.name ?? field.name,
  );
  if (JSON.stringify(names) === JSON.stringify(table.partitionBy)) return;
  const show = (list: readonly string[]) => (list.length === 0 ? 'nothing' : list.join(', '));
  throw new MeshError(
    `the table ${table.glueTable} is partitioned by ${show(names)}, its contract says ${show(table.partitionBy)}`,
    { code: 'SchemaChangeRefused', hint: 'partitions change with a new major version beside this one' },
  );
}

/** Another creation of the same table is another table, with files of its own. */
function tableUuid(manifest: ProductManifest, table: ManifestTable, now: Date): string {
  const text = [manifest.mesh, manifest.environment, table.location, now.toISOString()].join('\n');
  return hashedUuid(text);
}
