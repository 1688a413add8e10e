import type { LakeView } from './held-grants.ts';
import type { LakeState, LakeTable } from './lake-state.ts';
import { type Opening, openingsOf } from './openings.ts';
import { tablePermissions } from './permissions.ts';
import { anyOf, type RowPredicate, renderPredicate } from './row-predicate.ts';
import type { ReadableColumn, TableAccess } from './table-access.ts';

/** What a principal may read of a table: the union of all grants. */
export function tableAccess(
  state: LakeState,
  principal: string,
  table: LakeTable,
  view: LakeView = {},
): TableAccess {
  const openings = openingsOf(state, principal, { ...view, table });
  if (openings.length > 0) return united(openings, table);
  const required = tablePermissions(state, principal, table, view).has('DESCRIBE') ? 'Select' : 'Describe';
  return { kind: 'denied', required, resource: table.name };
}

/** A row is visible if any opening shows it, a cell if any opening that shows its column shows its row. */
export function united(
  openings: readonly Opening[],
  table: LakeTable,
): TableAccess & { readonly kind: 'allowed' } {
  const rows = anyOf(openings.map((opening) => opening.rows));
  const columns = table.columns.flatMap((name): ReadableColumn[] => {
    const showing = openings.filter((opening) => opening.columns.includes(name));
    if (showing.length === 0) return [];
    const when = anyOf(showing.map((opening) => opening.rows));
    return [{ name, when: isSame(when, rows) ? null : when }];
  });
  return { kind: 'allowed', columns, rows };
}

/**
 * Columns whose names a principal may see: those that it may read, or all where it may describe the table but
 * read nothing of it, or change it. Undefined where it may not know of the table.
 */
export function visibleColumns(
  state: LakeState,
  principal: string,
  table: LakeTable,
): readonly string[] | undefined {
  const held = tablePermissions(state, principal, table);
  if (!held.has('DESCRIBE')) return undefined;
  const access = tableAccess(state, principal, table);
  if (access.kind === 'denied' || held.has('ALTER')) return table.columns;
  return access.columns.map(({ name }) => name);
}

function isSame(a: RowPredicate | null, b: RowPredicate | null): boolean {
  if (a === null || b === null || a === b) return a === b;
  return renderPredicate(a) === renderPredicate(b);
}
