import type { SerDeInfo } from '@aws-sdk/client-glue';
import { quoteList, quoteName, quoteText } from '../../../duckdb/quote.ts';
import { notOffered } from '../query-failure.ts';
import type { SourceColumn, SourceFile, SourceSelection } from './table-source.ts';

export type TextTable = {
  readonly files: readonly SourceFile[];
  /** All columns, in the order in which they stand in the files. */
  readonly all: readonly SourceColumn[];
  readonly serde: SerDeInfo;
  readonly parameters: Readonly<Record<string, string>>;
};

/** Delimited text. Cells that are not of the column's type are NULL, as Hive's SerDes have it. */
export function selectDelimited(table: TextTable, { columns, faults }: SourceSelection): string {
  const options = [
    ...formatOptions(table.serde),
    'header = false',
    'auto_detect = false',
    'null_padding = true',
    'strict_mode = false',
    `ignore_errors = ${faults === 'null'}`,
    `skip = ${skippedLines(table.parameters)}`,
    `columns = {${table.all.map(({ name }) => `${quoteText(name)}: 'VARCHAR'`).join(', ')}}`,
  ];
  const relation = `read_csv(${quoteList(table.files.map(({ path }) => path))}, ${options.join(', ')})`;
  return `SELECT ${columns.map(typedCell).join(', ')} FROM ${relation}`;
}

/** One JSON document in each line. */
export function selectJson(table: TextTable, { columns, faults }: SourceSelection): string {
  const types = columns.map(({ name, type }) => `${quoteText(name)}: ${quoteText(type)}`);
  const options = [
    `format = 'newline_delimited'`,
    `ignore_errors = ${faults === 'null'}`,
    `columns = {${types.join(', ')}}`,
  ].join(', ');
  const relation = `read_json(${quoteList(table.files.map(({ path }) => path))}, ${options})`;
  return `SELECT ${columns.map(({ name }) => quoteName(name)).join(', ')} FROM ${relation}`;
}

function typedCell({ name, type }: SourceColumn): string {
  const cell = quoteName(name);
  return type === 'VARCHAR' ? cell : `TRY_CAST(${cell} AS ${type}) AS ${cell}`;
}

/** A text that no cell holds: OpenCSVSerde knows no NULL. */
const NEVER = '\u0001never\u0001';

function formatOptions(serde: SerDeInfo): readonly string[] {
  const library = serde.SerializationLibrary ?? '';
  const parameters = serde.Parameters ?? {};
  if (library.endsWith('OpenCSVSerde')) {
    const quote = parameters['quoteChar'] ?? '"';
    return [
      `delim = ${quoteText(parameters['separatorChar'] ?? ',')}`,
      `quote = ${quoteText(quote)}`,
      `escape = ${quoteText(quote)}`,
      `nullstr = ${quoteText(NEVER)}`,
      // Quoted line breaks and lines that are too short go together in one thread only.
      'parallel = false',
    ];
  }
  const delimiter = parameters['field.delim'] ?? parameters['serialization.format'] ?? '\u0001';
  return [
    `delim = ${quoteText(delimiter)}`,
    `quote = ''`,
    `escape = ''`,
    `nullstr = ${quoteText(parameters['serialization.null.format'] ?? '\\N')}`,
  ];
}

function skippedLines(parameters: Readonly<Record<string, string>>): number {
  const lines = Number(parameters['skip.header.line.count'] ?? '0');
  if (Number.isInteger(lines) && lines >= 0) return lines;
  throw notOffered(`skip.header.line.count = ${parameters['skip.header.line.count']}`);
}
