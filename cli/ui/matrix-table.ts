import type { AccessMatrix } from '../../core/access/explain/access-matrix.ts';
import type { Readable } from '../../core/access/explain/readable.ts';
import { cellKind } from './matrix-json.ts';
import { counted } from './numbers.ts';
import { colors } from './output.ts';
import { renderTable } from './table.ts';

/** Where the width of the terminal is not known. */
const WIDTH_DEFAULT = 120;
const GAP = 2;

/** Tables are side by side as far as they fit, and then below. */
export function renderMatrix(matrix: AccessMatrix, width = WIDTH_DEFAULT): string {
  const names = matrix.principals.map(({ name }) => name);
  const first = Math.max(...names.map((name) => name.length), 'principal'.length);
  const blocks = fitted(
    matrix.tables.map(({ name }) => name.length),
    width - first,
  );
  const texts = blocks.map((columns) =>
    renderTable(
      [{ title: 'principal' }, ...columns.map((at) => ({ title: matrix.tables[at]?.name ?? '' }))],
      names.map((name, row) => [name, ...columns.map((at) => cellText(matrix, row, at))]),
    ),
  );
  return [...texts, legend(matrix)].join('\n\n');
}

/** Positions of columns by block; one that is wider than the terminal stands alone. */
function fitted(widths: readonly number[], room: number): readonly (readonly number[])[] {
  const blocks: number[][] = [];
  let left = 0;
  for (const [at, width] of widths.entries()) {
    const needed = Math.max(width, CELL_WIDTH) + GAP;
    const block = blocks.at(-1);
    if (block && needed <= left) block.push(at);
    else blocks.push([at]);
    left = (block && needed <= left ? left : room) - needed;
  }
  return blocks;
}

const CELL_WIDTH = '15 of 15 files'.length;

function cellText({ cells, tables }: AccessMatrix, row: number, at: number): string {
  const cell = cells[row]?.[at];
  const all = tables[at]?.spec.columns.length ?? 0;
  const kind = cellKind(cell, all);
  if (cell?.kind !== 'allowed') return colors.dim('·');
  const text = `${wordsOf(cell, all)}${cell.path === 'files' ? ' files' : ''}`;
  return kind === 'all' ? colors.green(text) : colors.yellow(text);
}

function wordsOf(cell: Readable & { readonly kind: 'allowed' }, all: number): string {
  const columns = cell.columns.length === all ? 'all' : `${cell.columns.length} of ${all}`;
  return hasRowLimit(cell) ? `${columns} rows` : columns;
}

const hasRowLimit = ({ rows, columns }: Readable & { readonly kind: 'allowed' }): boolean =>
  rows !== null || columns.some(({ when }) => when !== null);

/** Only what stands above it. */
function legend({ cells, leftOut }: AccessMatrix): string {
  const read = cells.flat().filter((cell) => cell.kind === 'allowed');
  const lines = [
    'all     every column and row',
    'n of m  so many of its columns',
    ...(read.some(hasRowLimit) ? ['rows    only rows that its filter lets through'] : []),
    ...(read.some(({ path }) => path === 'files') ? ['files   past Athena, from S3'] : []),
    '·       nothing',
  ];
  const machines = counted(leftOut.length, 'role');
  return [
    ...lines.map((line) => colors.dim(line)),
    ...(leftOut.length === 0
      ? []
      : [colors.dim(`left out: ${machines} of machines, which read what their own domain has (--machines)`)]),
  ].join('\n');
}

/** `13 principals, 8 tables: 8 of 104 pairs cross a domain, 3 of them limited` */
export function matrixVerdict({ principals, tables, cells }: AccessMatrix): string {
  const foreign = principals.flatMap(({ domain }, row) =>
    tables.flatMap(({ product, spec }, at) => {
      const cell = cells[row]?.[at];
      const isCrossing = cell?.kind === 'allowed' && product.domain !== domain;
      return isCrossing ? [cellKind(cell, spec.columns.length)] : [];
    }),
  );
  const limited = foreign.filter((kind) => kind === 'some').length;
  return `${counted(principals.length, 'principal')}, ${counted(tables.length, 'table')}: ${foreign.length} reads cross a domain, ${limited} of them limited`;
}
