import type { TableAccess } from '../lakeformation/table-access.ts';
import { renderPredicate, type RowPredicate } from '../lakeformation/row-predicate.ts';

/** What is held beyond what is expected, and what of it is missing, in words; empty where both are the same. */
export type ReadDifference = { readonly beyond: readonly string[]; readonly missing: readonly string[] };

/** Two predicates are the same where they are written the same; others count as both too wide and too narrow. */
export function compareReads(held: TableAccess, expected: TableAccess): ReadDifference {
  if (held.kind === 'denied' && expected.kind === 'denied') return { beyond: [], missing: [] };
  if (expected.kind === 'denied') return { beyond: [readsOf(held)], missing: [] };
  if (held.kind === 'denied') return { beyond: [], missing: [readsOf(expected)] };
  const [more, less] = [notIn(held, expected), notIn(expected, held)];
  const rows = compareRows(held.rows, expected.rows);
  const cells = held.columns.flatMap((column) => {
    const other = expected.columns.find(({ name }) => name === column.name);
    if (!other) return [];
    const difference = compareRows(column.when ?? held.rows, other.when ?? expected.rows);
    return difference === 'same' || rows !== 'same' ? [] : [{ name: column.name, difference }];
  });
  const inCells = (unlike: 'wider' | 'narrower') =>
    cells.filter(({ difference }) => difference !== unlike).map(({ name }) => `other rows of ${name}`);
  return {
    beyond: [
      ...(more.length > 0 ? [`${more.length === 1 ? 'column' : 'columns'} ${more.join(', ')}`] : []),
      ...(rows === 'wider' || rows === 'other' ? [rowsOf(held.rows)] : []),
      ...inCells('narrower'),
    ],
    missing: [
      ...(less.length > 0 ? [`${less.length === 1 ? 'column' : 'columns'} ${less.join(', ')}`] : []),
      ...(rows === 'narrower' || rows === 'other' ? [rowsOf(expected.rows)] : []),
      ...inCells('wider'),
    ],
  };
}

type Reading = TableAccess & { readonly kind: 'allowed' };

function readsOf(access: TableAccess): string {
  if (access.kind === 'denied') return 'nothing';
  const names = access.columns.map(({ name }) => name);
  return `${names.length === 1 ? 'column' : 'columns'} ${names.join(', ')}, ${rowsOf(access.rows)}`;
}

const rowsOf = (rows: RowPredicate | null): string =>
  rows === null ? 'all rows' : `rows where ${renderPredicate(rows)}`;

function notIn(some: Reading, others: Reading): readonly string[] {
  const known = new Set(others.columns.map(({ name }) => name));
  return some.columns.flatMap(({ name }) => (known.has(name) ? [] : [name]));
}

function compareRows(
  held: RowPredicate | null,
  expected: RowPredicate | null,
): 'same' | 'wider' | 'narrower' | 'other' {
  if (held === null) return expected === null ? 'same' : 'wider';
  if (expected === null) return 'narrower';
  return normal(held) === normal(expected) ? 'same' : 'other';
}

/** The order in which parts of a conjunction or disjunction are written does not matter. */
function normal(predicate: RowPredicate): string {
  if (predicate.kind !== 'and' && predicate.kind !== 'or') return renderPredicate(predicate);
  return `${predicate.kind}(${[...new Set(predicate.of.map(normal))].toSorted().join(';')})`;
}
