/**
 * Queries of the sandbox's Athena under Lake Formation, with a row filter and without one column, against DuckDB on
 * the same Parquet file and as filtered by hand: the three million flight reports. Run: node bench/query.ts
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { TestLake } from '../test/sandbox/services/athena/test-lake.ts';
import { COLUMNS, ROW_FILTER, SELECT, TABLE, VISIBLE } from './flights-table.ts';
import { median } from './measure-process.ts';

const ROUNDS = 7;
/** As the sandbox's queries have. */
const THREADS = '2';
const QUERIES = {
  'count of all rows': 'SELECT count(*) AS flights FROM flights',
  'mean delay by origin':
    'SELECT origin, count(*) AS flights, avg(delay) AS delay FROM flights GROUP BY origin ORDER BY origin',
  'distinct routes and late share': `SELECT count(DISTINCT concat(origin, destination)) AS routes,
      count_if(delay > 15) * 1e0 / count(*) AS late FROM flights`,
  'ten worst days': `SELECT date_trunc('day', flown_at) AS day, sum(delay) AS delay FROM flights
      GROUP BY 1 ORDER BY 2 DESC LIMIT 10`,
};

await using lake = await TestLake.open();
await lake.prepare();
await lake.addParquetTable(TABLE, COLUMNS, SELECT);
await lake.addReader('whole');
await lake.grantTable('whole', TABLE);
await lake.addReader('texan');
await lake.grantFilter('texan', { table: TABLE, filter: 'texas', rows: ROW_FILTER, columns: VISIBLE });

const scratch = join(lake.directory, 'plain');
mkdirSync(scratch);
const instance = await DuckDBInstance.create(':memory:', { threads: THREADS });
const connection = await instance.connect();
const file = join(lake.directory, `s3/data/${TABLE}/0.parquet`);
await connection.run(`CREATE VIEW flights AS SELECT * FROM read_parquet('${file}')`);
await connection.run('CREATE SCHEMA texan');
await connection.run(
  `CREATE VIEW texan.flights AS SELECT ${VISIBLE.join(', ')} FROM read_parquet('${file}') WHERE ${ROW_FILTER}`,
);

process.stdout.write(`3,000,000 rows, milliseconds, median of ${ROUNDS}
${' '.repeat(32)}${['DuckDB', 'Athena', 'DuckDB, filtered', 'Athena, filtered'].map(cell).join('')}
`);
for (const [title, sql] of Object.entries(QUERIES)) {
  const times = [
    await timed(() => plain(sql)),
    await timed(() => asked('whole', sql)),
    await timed(() => plain(sql.replace('FROM flights', 'FROM texan.flights'))),
    await timed(() => asked('texan', sql)),
  ];
  process.stdout.write(`${title.padEnd(32)}${times.map((time) => cell(time.toFixed(0))).join('')}\n`);
}
await assertFiltered();
connection.closeSync();
instance.closeSync();
rmSync(scratch, { recursive: true });

function cell(text: string): string {
  return text.padStart(18);
}

/** To a CSV file, as Athena puts its results. */
async function plain(sql: string): Promise<void> {
  await connection.run(`COPY (${sql}) TO '${join(scratch, 'result.csv')}' (FORMAT csv, HEADER true)`);
}

/** From the call to the rows: authorization, catalog, filters, query, result object, and one page of results. */
async function asked(reader: string, sql: string): Promise<void> {
  const { state, reason } = await lake.query(reader, sql);
  if (state !== 'SUCCEEDED') throw new Error(`${sql} as ${reader}: ${reason}`);
}

/** A fast answer to another question would be no figure. */
async function assertFiltered(): Promise<void> {
  const { rows } = await lake.query('texan', 'SELECT count(*) FROM flights');
  const expected = await connection.runAndReadAll('SELECT count(*)::VARCHAR FROM texan.flights');
  if (rows[0]?.[0] !== expected.getRowsJson()[0]?.[0]) throw new Error('the row filter does not hold');
  const { reason = '' } = await lake.query('texan', 'SELECT distance FROM flights');
  if (!reason.startsWith('COLUMN_NOT_FOUND')) throw new Error('the column filter does not hold');
}

async function timed(act: () => Promise<void>): Promise<number> {
  await act();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedAt = performance.now();
    await act();
    times.push(performance.now() - startedAt);
  }
  return median(times);
}
