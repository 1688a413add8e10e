import type { AccessMatrix } from '../../core/access/explain/access-matrix.ts';
import { matrixJson } from './matrix-json.ts';

const HEADER = ['principal', 'account', 'domain', 'table', 'product', 'reads', 'columns', 'rows', 'through'];

/** One line for each role and table (RFC 4180, with plain line ends). */
export function matrixCsv(matrix: AccessMatrix): string {
  const lines = matrixJson(matrix).entries.map(
    ({ principal, account, domain, table, product, reads, columns, rows = '', through = '' }) => [
      principal,
      account,
      domain,
      table,
      product,
      reads,
      columns.join(' '),
      rows,
      through,
    ],
  );
  return [HEADER, ...lines].map((line) => line.map(quoted).join(',')).join('\n');
}

/** A spreadsheet takes what begins like a formula for one. */
function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
