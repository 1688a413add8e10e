import { join } from 'node:path';
import { QueryFailure } from './query-failure.ts';
import { textColumn } from './results/column-info.ts';
import { putObject } from './results/put-result.ts';
import { type MetadataAnswer, runMetadata } from './run-metadata.ts';
import { runSelect, type SelectJob } from './run-select.ts';
import { runUnload, type StatementResult } from './run-unload.ts';
import { parseStatement } from './statement.ts';
import type { QueryRecord } from './store.ts';

/** Runs a statement to its end and puts its result where the workgroup wants it. */
export async function runStatement(job: SelectJob, record: QueryRecord): Promise<StatementResult> {
  const statement = parseStatement(record.sql);
  switch (statement.kind) {
    case 'select':
      return await runQuery({ ...job, sql: statement.query }, record);
    case 'unload':
      return await runUnload({ ...job, sql: statement.query }, record, statement.target);
    case 'explain':
      return await runExplain({ ...job, sql: statement.query }, record);
    default:
      return await putLines(job, record, await runMetadata(job, statement));
  }
}

async function runQuery(job: SelectJob, record: QueryRecord): Promise<StatementResult> {
  const file = join(job.scratch, 'result.csv');
  const { columns, rows, scannedBytes } = await runSelect(job, { kind: 'csv', file });
  job.signal.throwIfAborted();
  await putObject(job.cloud, job.caller, {
    location: record.output,
    body: { file },
    contentType: 'application/octet-stream',
    configuration: record.resultConfiguration,
  });
  return { result: { columns, format: 'csv', rows }, scannedBytes };
}

/** What the query reads and puts out. DuckDB's own plan would show row filters and files. */
async function runExplain(job: SelectJob, record: QueryRecord): Promise<StatementResult> {
  const { columns, tables } = await runSelect(job, { kind: 'plan' });
  const lines = [
    'Query Plan',
    `Output[columnNames = [${columns.map(({ Name }) => Name).join(', ')}]]`,
    ...tables.map((table) => `└─ TableScan[table = awsdatacatalog:${table}]`),
  ];
  return await putLines(job, record, { columns: [textColumn('Query Plan')], lines });
}

async function putLines(
  job: SelectJob,
  record: QueryRecord,
  answer: MetadataAnswer,
): Promise<StatementResult> {
  const { columns, lines } = answer;
  if (lines.some((line) => line.includes('\n')))
    throw new QueryFailure('GENERIC_INTERNAL_ERROR: a name holds a line break');
  await putObject(job.cloud, job.caller, {
    location: record.output,
    body: { text: lines.map((line) => `${line}\n`).join('') },
    contentType: 'text/plain',
    configuration: record.resultConfiguration,
  });
  return { result: { columns, format: 'lines', rows: lines.length }, scannedBytes: 0 };
}
