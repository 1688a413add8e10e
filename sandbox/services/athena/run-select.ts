import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ColumnInfo } from '@aws-sdk/client-athena';
import type { DuckDBType } from '@duckdb/node-api';
import type { Caller } from '../../cloud/caller.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import { Database } from '../../duckdb/database.ts';
import { guardQuery } from '../../duckdb/guard-query.ts';
import { parseQuery, type QueryNode } from '../../duckdb/parse-query.ts';
import { quoteName, quoteText } from '../../duckdb/quote.ts';
import type { AthenaAccess } from './access.ts';
import { DUCKDB_FUNCTIONS } from './dialect/functions.ts';
import { MACRO_NAMES } from './dialect/macros.ts';
import { ANONYMOUS } from './dialect/rewrite-expression.ts';
import { type Translation, translate } from './dialect/translate.ts';
import { toQueryFailure } from './duckdb-failure.ts';
import { prepareDatabase } from './prepare-database.ts';
import { functionNotFound, notOffered, QueryFailure } from './query-failure.ts';
import { columnInfo } from './results/column-info.ts';
import { renderText } from './results/render-text.ts';
import { openReference, type OpenedTable } from './tables/open-reference.ts';
import { type VisibleRows, wholeBytes } from './tables/scanned-bytes.ts';
import type { FilteredRows } from './tables/secure-table.ts';

export type SelectJob = {
  readonly cloud: Cloud;
  readonly caller: Caller;
  readonly access: AthenaAccess;
  readonly visibleRows: VisibleRows;
  readonly sql: string;
  readonly database?: string;
  readonly catalog?: string;
  /** Empty directory of this query alone. */
  readonly scratch: string;
  /** Bytes that may be scanned; more cancels the query. */
  readonly cutoff?: number;
  readonly signal: AbortSignal;
};

export type SelectOutput =
  | { readonly kind: 'csv'; readonly file: string }
  | { readonly kind: 'parquet'; readonly file: string }
  | { readonly kind: 'plan' };

export type SelectResult = {
  readonly columns: readonly ColumnInfo[];
  readonly tables: readonly string[];
  readonly rows: number;
  readonly scannedBytes: number;
};

/** Thrown where the workgroup's limit ends a query; Athena then says CANCELLED. */
export class QueryCancelled extends Error {
  override readonly name = 'QueryCancelled';
}

type ResultColumn = { readonly name: string; readonly type: DuckDBType };

const THREADS = 2;
const MEMORY = '4GB';
const ROW_GROUP_ROWS = 500_000;

/** Runs one SELECT as the caller: looks its tables up, secures them, checks the statement and writes the result. */
export async function runSelect(job: SelectJob, output: SelectOutput): Promise<SelectResult> {
  const translation = translate(job.sql, {
    now: job.cloud.clock(),
    ...(job.database !== undefined && { database: job.database }),
    ...(job.catalog !== undefined && { catalog: job.catalog }),
  });
  const tables: OpenedTable[] = [];
  for (const reference of translation.tables) {
    tables.push(
      await openReference(
        job,
        reference,
        translation.source.positionOfTable(reference.database, reference.table),
      ),
    );
  }
  checkCutoff(job, wholeBytes(tables));
  const names = tables.map(({ reference }) => `${reference.database}.${reference.table}`);
  try {
    return { ...(await execute(job, translation, { tables, output })), tables: names };
  } catch (error) {
    if (job.signal.aborted || error instanceof QueryCancelled) throw error;
    throw toQueryFailure(error, translation.source);
  }
}

async function execute(
  job: SelectJob,
  translation: Translation,
  work: { readonly tables: readonly OpenedTable[]; readonly output: SelectOutput },
): Promise<Omit<SelectResult, 'tables'>> {
  const temporaryDirectory = join(job.scratch, 'spill');
  mkdirSync(temporaryDirectory, { recursive: true });
  const database = await Database.open({ threads: THREADS, memory: MEMORY, temporaryDirectory });
  const release = interruptWhenAborted(database, job.signal);
  try {
    job.signal.throwIfAborted();
    const statement = await checkedStatement(database, translation);
    const { scannedBytes, filtered } = await prepareDatabase(database, job, {
      translation,
      statement,
      tables: work.tables,
    });
    checkCutoff(job, scannedBytes);
    const columns = await describe(database, translation.sql);
    const rows = await write(database, { sql: translation.sql, filtered, columns, output: work.output });
    return { columns: columns.map(({ name, type }) => columnInfo(name, type)), rows, scannedBytes };
  } finally {
    release();
    database.close();
  }
}

const INTERRUPT_EACH_MS = 20;

/** DuckDB forgets an interruption that comes between two statements, so it is asked until the last one has ended. */
function interruptWhenAborted(database: Database, signal: AbortSignal): () => void {
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    database.interrupt();
    timer = setInterval(() => database.interrupt(), INTERRUPT_EACH_MS);
  };
  signal.addEventListener('abort', stop);
  return () => {
    signal.removeEventListener('abort', stop);
    clearInterval(timer);
  };
}

function checkCutoff({ cutoff }: SelectJob, bytes: number): void {
  if (cutoff !== undefined && bytes > cutoff) throw new QueryCancelled('Bytes scanned limit was exceeded');
}

async function checkedStatement(database: Database, translation: Translation): Promise<QueryNode> {
  const statements = await parseQuery(database, translation.sql);
  const refusal = guardQuery(statements, {
    tables: new Set(translation.tables.map(({ view }) => view)),
    functions: ALLOWED_FUNCTIONS,
  });
  const [statement] = statements ?? [];
  if (refusal === undefined && statement !== undefined) return statement;
  const { source } = translation;
  if (refusal?.kind === 'function') throw functionNotFound(source.positionOfName(refusal.what), refusal.what);
  throw notOffered(
    refusal?.kind === 'table'
      ? `the table ${tableBehind(translation, refusal.what)}`
      : 'an expression of this statement',
  );
}

/** As the statement has it: views are nobody's business. */
function tableBehind({ tables }: Translation, name: string): string {
  const reference = tables.find(({ view }) => view === name);
  return reference === undefined ? name : `${reference.database}.${reference.table} like this`;
}

const ALLOWED_FUNCTIONS = new Set([...DUCKDB_FUNCTIONS, ...MACRO_NAMES]);

async function describe(database: Database, sql: string): Promise<readonly ResultColumn[]> {
  const statement = await database.connection.prepare(sql);
  try {
    return Array.from({ length: statement.columnCount }, (_, at) => {
      const name = statement.columnName(at);
      return { name: name.startsWith(ANONYMOUS) ? `_col${at}` : name, type: statement.columnType(at) };
    });
  } finally {
    statement.destroySync();
  }
}

async function write(
  database: Database,
  result: {
    readonly sql: string;
    readonly filtered: readonly FilteredRows[];
    readonly columns: readonly ResultColumn[];
    readonly output: SelectOutput;
  },
): Promise<number> {
  const { sql, filtered, columns, output } = result;
  if (output.kind === 'plan') return 0;
  const names = columns.map((_, at) => quoteName(`c${at}`));
  const values = columns.map(({ name, type }, at) => {
    const value = names[at] ?? '';
    const written = output.kind === 'csv' ? renderText(value, type) : storedValue(value, type);
    return `${written} AS ${quoteName(output.kind === 'csv' ? name : name.toLowerCase())}`;
  });
  if (output.kind === 'parquet') refuseDuplicates(columns);
  const selected = `SELECT ${values.join(', ')} FROM (${sql}) AS result(${names.join(', ')})`;
  const answer = await database.connection.runAndReadAll(
    `COPY (${withFiltered(filtered)}${selected}) TO ${quoteText(output.file)} (${COPY_OPTIONS[output.kind]})`,
  );
  return Number(answer.getRowsJson()[0]?.[0] ?? 0);
}

/** Stands before the views of the same names, so that rows are filtered once however often they are asked for. */
function withFiltered(filtered: readonly FilteredRows[]): string {
  const tables = filtered.map(({ view, select }) => `${quoteName(view)} AS MATERIALIZED (${select})`);
  return tables.length === 0 ? '' : `WITH ${tables.join(', ')} `;
}

const COPY_OPTIONS = {
  csv: `FORMAT csv, HEADER true, QUOTE '"', FORCE_QUOTE *, NULLSTR ''`,
  parquet: `FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUP_ROWS}`,
} as const;

function refuseDuplicates(columns: readonly ResultColumn[]): void {
  const seen = new Set<string>();
  for (const { name } of columns) {
    const lower = name.toLowerCase();
    if (seen.has(lower))
      throw new QueryFailure(`DUPLICATE_COLUMN_NAME: Column name '${lower}' specified more than once`);
    seen.add(lower);
  }
}

/** Sums are wider in DuckDB than Athena's bigint; some types have no place in a file of Athena's. */
function storedValue(value: string, type: DuckDBType): string {
  const { Type: athena } = columnInfo('', type);
  if (athena === 'bigint') return `CAST(${value} AS BIGINT)`;
  if (['timestamp with time zone', 'time', 'unknown', 'interval day to second'].includes(athena ?? '')) {
    throw new QueryFailure(`NOT_SUPPORTED: Unsupported Hive type: ${athena}`);
  }
  return value;
}
