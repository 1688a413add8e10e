import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commitSnapshot } from '../../../../../core/iceberg/commit-snapshot.ts';
import { createTable } from '../../../../../core/iceberg/create-table.ts';
import { evolveSchema } from '../../../../../core/iceberg/evolve-schema.ts';
import type { TableMetadata } from '../../../../../core/iceberg/metadata.ts';
import { renderTableMetadata } from '../../../../../core/iceberg/metadata-json.ts';
import { Database } from '../../../../../sandbox/duckdb/database.ts';
import { ACCOUNT, role, root, TestLake } from '../test-lake.ts';
import {
  csvBody,
  FLIGHT_COLUMNS,
  FLIGHT_GRANTS,
  flightRows,
  jsonBody,
  READERS,
  type Reader,
  SECRETS,
  textBody,
  type World,
  WORLDS,
} from './withheld-data.ts';

/** What somebody else gave with a query. */
export const THEIR_TOKEN = '0123456789abcdef0123456789abcdef';

const PARQUET = 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe';
const DELIMITED = 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe';
const OPEN_CSV = 'org.apache.hadoop.hive.serde2.OpenCSVSerde';
const JSON_LINES = 'org.openx.data.jsonserde.JsonSerDe';

/** A lake in each of two worlds that no reader may be able to tell apart. */
export class TwinLakes {
  readonly lakes: Readonly<Record<World, TestLake>>;

  private constructor(lakes: Readonly<Record<World, TestLake>>) {
    this.lakes = lakes;
  }

  static async open(): Promise<TwinLakes> {
    const [calm, wild] = await Promise.all([openWorld('calm'), openWorld('wild')]);
    return new TwinLakes({ calm, wild });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const world of WORLDS) await this.lakes[world][Symbol.asyncDispose]();
  }
}

async function openWorld(world: World): Promise<TestLake> {
  const lake = await TestLake.open();
  await lake.prepare();
  const database = await Database.open({
    threads: 1,
    memory: '1GB',
    temporaryDirectory: join(lake.directory, 'spill'),
  });
  const builder = new Builder(lake, database, world);
  for (const reader of READERS) await builder.addReader(reader);
  database.close();
  await runTheirs(lake, world);
  return lake;
}

type Columns = Readonly<Record<string, string>>;

type NewTable = {
  readonly name: string;
  readonly columns: Columns;
  readonly serde: { readonly SerializationLibrary: string; readonly Parameters?: Columns };
};

class Builder {
  readonly #lake: TestLake;
  readonly #database: Database;
  readonly #world: World;
  #reader: Reader = 'texas';

  constructor(lake: TestLake, database: Database, world: World) {
    this.#lake = lake;
    this.#database = database;
    this.#world = world;
  }

  /** A role and a database of the same name: filtered `flights`, `notes`, `bills`, `logs` and `ice`, withheld `secrets`. */
  async addReader(reader: Reader): Promise<void> {
    this.#reader = reader;
    await this.#lake.addReader(reader);
    await this.#admin('glue', 'CreateDatabase', { DatabaseInput: { Name: reader } });
    await this.#lake.grant(reader, { Database: { Name: reader } }, ['DESCRIBE']);
    await this.#addFlights(reader);
    await this.#addSecrets();
    await this.#addText();
    await this.#addIceberg();
  }

  async #addFlights(reader: Reader): Promise<void> {
    const seesAllColumns = reader === 'careful';
    const world = seesAllColumns ? 'calm' : this.#world;
    const rows = flightRows(this.#world, reader);
    const select = seesAllColumns ? rows.replace(/SELECT \*, .*? AS bonus/, 'SELECT *') : rows;
    await this.#putParquet('flights/0.parquet', select);
    await this.#addTable({
      name: 'flights',
      columns: FLIGHT_COLUMNS[world],
      serde: { SerializationLibrary: PARQUET },
    });
    for (const [at, grant] of FLIGHT_GRANTS[reader].entries()) await this.#filter('flights', at, grant);
  }

  async #addSecrets(): Promise<void> {
    const { columns, rows } = SECRETS[this.#world];
    await this.#putParquet('secrets/0.parquet', rows);
    await this.#addTable({ name: 'secrets', columns, serde: { SerializationLibrary: PARQUET } });
  }

  async #addText(): Promise<void> {
    const serde = { SerializationLibrary: DELIMITED, Parameters: { 'field.delim': '|' } };
    const columns = { id: 'bigint', state: 'string', delay: 'bigint', note: 'string', pilot: 'string' };
    await this.#lake.put(`${this.#reader}/notes/0.txt`, textBody(this.#world));
    await this.#addTable({ name: 'notes', columns, serde });
    const { note: _, ...fewer } = columns;
    await this.#lake.put(`${this.#reader}/logs/0.json`, jsonBody(this.#world));
    const text = { id: 'string', state: 'string', note: 'string', pilot: 'string' };
    await this.#lake.put(`${this.#reader}/bills/0.csv`, csvBody(this.#world));
    await this.#addTable({ name: 'bills', columns: text, serde: { SerializationLibrary: OPEN_CSV } });
    await this.#addTable({ name: 'logs', columns: fewer, serde: { SerializationLibrary: JSON_LINES } });
    const rows = `state = 'TX'`;
    await this.#filter('notes', 0, { rows, columns: ['id', 'state', 'delay', 'note'] });
    await this.#filter('bills', 0, { rows, columns: ['id', 'state', 'note'] });
    // Filtered by a column that is withheld itself.
    await this.#filter('logs', 0, { rows, columns: ['id', 'delay'] });
  }

  /** Its first snapshot calls `label` what is now the withheld `pilot`. */
  async #addIceberg(): Promise<void> {
    const location = `s3://data/${this.#reader}/ice`;
    const now = new Date('2026-01-01T00:00:00Z');
    const before = { id: 'bigint', state: 'string', label: 'string' } as const;
    const after = { id: 'bigint', state: 'string', pilot: 'string', remark: 'string' } as const;
    let metadata = createTable({
      location,
      columns: Object.entries(before).map(([name, type]) => ({ name, type })),
      partitionBy: [],
      uuid: '7a1b0000-0000-4000-8000-000000000001',
      now,
    });
    metadata = await this.#commit(metadata, 1n, this.#icebergRows('label'));
    const evolved = [
      { name: 'id', type: 'bigint' },
      { name: 'state', type: 'string' },
      { name: 'pilot', type: 'string', fieldId: 3 },
      { name: 'remark', type: 'string' },
    ] as const;
    metadata = await this.#commit(
      evolveSchema(metadata, evolved, now),
      2n,
      this.#icebergRows(`pilot, 'open' AS remark`),
    );
    const at = `${location}/metadata/current.json`;
    await this.#lake.put(at.replace('s3://data/', ''), renderTableMetadata(metadata));
    await this.#createTable('ice', after, {
      parameters: { table_type: 'ICEBERG', metadata_location: at },
      serde: {},
    });
    await this.#filter('ice', 0, { rows: `state = 'TX'`, columns: ['id', 'state', 'remark'] });
  }

  #icebergRows(hidden: string): string {
    const [texan, other] = this.#world === 'calm' ? [`'ANNA'`, `'BERT'`] : [`'ZELDA'`, 'NULL'];
    const more = this.#world === 'calm' ? '' : `, (7, 'ZZ', '7777'), (8, NULL, 'YORICK')`;
    return `SELECT id::BIGINT AS id, state, name AS ${hidden} FROM (VALUES (1, 'TX', ${texan}),
      (2, 'NY', ${other})${more}) t(id, state, name)`;
  }

  async #commit(metadata: TableMetadata, snapshotId: bigint, select: string): Promise<TableMetadata> {
    const file = `ice/data/${snapshotId}.parquet`;
    const sizeBytes = BigInt(await this.#putParquet(file, select));
    const none = new Map<number, never>();
    const counts = { columnSizes: none, valueCounts: none, nullCounts: none };
    const bounds = { lowerBounds: none, upperBounds: none };
    const path = `s3://data/${this.#reader}/${file}`;
    const result = await commitSnapshot({
      metadata,
      metadataLocation: `${metadata.location}/metadata/${snapshotId}.json`,
      operation: 'append',
      files: [{ path, recordCount: 1n, sizeBytes, partition: {}, ...counts, ...bounds }],
      snapshotId,
      name: `c${snapshotId}`,
      now: new Date(Date.parse('2026-01-01T00:00:00Z') + Number(snapshotId) * 3_600_000),
      io: {
        read: async (from) => readFileSync(from.replace('s3:/', `${this.#lake.directory}/s3`)),
        write: async (to, bytes) => await this.#lake.put(to.replace('s3://data/', ''), bytes),
      },
    });
    return result.metadata;
  }

  async #putParquet(key: string, select: string): Promise<number> {
    const file = join(this.#lake.directory, 'made.parquet');
    await this.#database.run(`COPY (${select}) TO '${file}' (FORMAT parquet)`);
    const body = await readFile(file);
    await this.#lake.put(`${this.#reader}/${key}`, body);
    return body.length;
  }

  async #addTable({ name, columns, serde }: NewTable): Promise<void> {
    await this.#createTable(name, columns, { parameters: {}, serde });
  }

  async #createTable(
    name: string,
    columns: Columns,
    { parameters, serde }: { readonly parameters: Columns; readonly serde: object },
  ): Promise<void> {
    await this.#admin('glue', 'CreateTable', {
      DatabaseName: this.#reader,
      TableInput: {
        Name: name,
        TableType: 'EXTERNAL_TABLE',
        Parameters: parameters,
        StorageDescriptor: {
          Columns: Object.entries(columns).map(([Name, Type]) => ({ Name, Type })),
          Location: `s3://data/${this.#reader}/${name}/`,
          SerdeInfo: serde,
        },
      },
    });
  }

  async #filter(
    table: string,
    at: number,
    { rows, columns }: { readonly rows?: string; readonly columns?: readonly string[] },
  ): Promise<void> {
    const named = { TableCatalogId: ACCOUNT, DatabaseName: this.#reader, TableName: table, Name: `f${at}` };
    await this.#admin('lakeformation', 'CreateDataCellsFilter', {
      TableData: {
        ...named,
        ...(columns ? { ColumnNames: columns } : { ColumnWildcard: {} }),
        RowFilter: rows === undefined ? { AllRowsWildcard: {} } : { FilterExpression: rows },
      },
    });
    await this.#lake.grant(this.#reader, { DataCellsFilter: named });
  }

  async #admin(service: string, name: string, input: unknown): Promise<void> {
    await this.#lake.call(role('admin'), service, name, input);
  }
}

/** A query of somebody else, in a workgroup of its own: its words, its result and its statistics differ. */
async function runTheirs(lake: TestLake, world: World): Promise<void> {
  await lake.call(root, 'athena', 'CreateWorkGroup', {
    Name: 'theirs',
    Configuration: { ResultConfiguration: { OutputLocation: 's3://results/theirs/' } },
  });
  const where = world === 'calm' ? 'false' : `code LIKE 'TOP%'`;
  await lake.grant('admin', { Table: { DatabaseName: 'texas', Name: 'secrets' } });
  await lake.start('admin', `SELECT * FROM secrets WHERE ${where}`, {
    WorkGroup: 'theirs',
    QueryExecutionContext: { Database: 'texas' },
    ClientRequestToken: THEIR_TOKEN,
  });
  await lake.idle();
}
