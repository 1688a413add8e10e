import { visibleText } from '../../core/diagnostics/visible-text.ts';
import type { QueryResult } from '../commands/query.ts';
import { renderTable } from './table.ts';

const NUMERIC = new Set(['integer', 'int', 'bigint', 'double', 'float', 'decimal', 'smallint', 'tinyint']);
const CELL_WIDTH_MAX = 60;

/** Rows of a query as a table; `–` is null. */
export function renderQuery(result: QueryResult): string {
  const columns = result.columns.map(({ name, type }) => ({
    title: name,
    align: NUMERIC.has(type) ? ('right' as const) : ('left' as const),
  }));
  const rows = result.rows.map((row) =>
    row.map((cell) => (cell === null ? '–' : shortened(visibleText(cell.replaceAll(/\s+/g, ' ').trim())))),
  );
  return renderTable(columns, rows);
}

function shortened(text: string): string {
  return text.length <= CELL_WIDTH_MAX ? text : `${text.slice(0, CELL_WIDTH_MAX - 1)}…`;
}
