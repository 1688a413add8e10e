import type { ColumnSelection, Grant, GrantResource } from './grant.ts';
import type { LakeState, LakeTable } from './lake-state.ts';
import { matchingColumns } from './lf-tags.ts';
import { parseRowFilter } from './parse-row-filter.ts';
import { grantsFor, tablePermissions } from './permissions.ts';
import { anyOf, type RowPredicate, renderPredicate } from './row-predicate.ts';
import type { ReadableColumn, TableAccess } from './table-access.ts';

/** Columns that one grant shows, and for which rows; null means all rows. */
type Opening = { readonly columns: readonly string[]; readonly rows: RowPredicate | null };

/**
 * What a principal may read of a table: the union of all grants. A row is visible if any grant shows it, a cell
 * if any grant that shows its column shows its row.
 */
export function tableAccess(state: LakeState, principal: string, table: LakeTable): TableAccess {
  const openings = openingsOf(state, principal, table);
  if (openings.length === 0) {
    const required = tablePermissions(state, principal, table).has('DESCRIBE') ? 'Select' : 'Describe';
    return { kind: 'denied', required, resource: table.name };
  }
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

function openingsOf(state: LakeState, principal: string, table: LakeTable): readonly Opening[] {
  if (state.creatorOf({ database: table.database, table: table.name }) === principal) {
    return [{ columns: table.columns, rows: null }];
  }
  return grantsFor(state, principal)
    .filter(({ permissions }) => permissions.includes('SELECT') || permissions.includes('ALL'))
    .flatMap((grant) => openingOf(state, grant, table))
    .filter(({ columns }) => columns.length > 0);
}

function openingOf(state: LakeState, grant: Grant, table: LakeTable): readonly Opening[] {
  const { resource } = grant;
  if (!isAbout(resource, table)) return [];
  switch (resource.kind) {
    case 'table':
    case 'all-tables':
      return [{ columns: table.columns, rows: null }];
    case 'columns':
      return [{ columns: selected(table, resource.columns), rows: null }];
    case 'filter':
      return filterOpening(state, table, resource.filter);
    case 'tag-policy':
      if (resource.on !== 'TABLE') return [];
      return [{ columns: matchingColumns(state, table, resource.expression), rows: null }];
    default:
      return [];
  }
}

function isAbout(resource: GrantResource, table: LakeTable): boolean {
  if ('database' in resource && resource.database !== table.database) return false;
  return !('table' in resource) || resource.table === table.name;
}

/** A filter that is gone, or that cannot be read, shows nothing. */
function filterOpening(state: LakeState, table: LakeTable, name: string): readonly Opening[] {
  const filter = state.filterOf(table.database, table.name, name);
  if (!filter) return [];
  const columns = selected(table, filter.columns);
  if (filter.rows === undefined) return [{ columns, rows: null }];
  const parsed = parseRowFilter(filter.rows);
  if (parsed.kind === 'refused') return [];
  const isAll = parsed.predicate.kind === 'constant' && parsed.predicate.value;
  return [{ columns, rows: isAll ? null : parsed.predicate }];
}

function selected(table: LakeTable, selection: ColumnSelection): readonly string[] {
  const named = new Set(selection.names.map((name) => name.toLowerCase()));
  const isOnly = selection.kind === 'only';
  return table.columns.filter((column) => named.has(column.toLowerCase()) === isOnly);
}

function isSame(a: RowPredicate | null, b: RowPredicate | null): boolean {
  if (a === null || b === null) return a === b;
  return renderPredicate(a) === renderPredicate(b);
}
