import type { ColumnSelection, DataCellsFilter, Grant, GrantResource } from './grant.ts';
import { heldGrants, type LakeView } from './held-grants.ts';
import type { LakeState, LakeTable } from './lake-state.ts';
import { matchingColumns } from './lf-tags.ts';
import { type ParsedFilter, parseRowFilter } from './parse-row-filter.ts';
import { allOf, type RowPredicate } from './row-predicate.ts';

/** Columns that one grant shows, and for which rows. */
export type Opening = {
  readonly columns: readonly string[];
  /** Null means all rows. */
  readonly rows: RowPredicate | null;
  readonly via: OpenedBy;
  /** What is not known and was taken in the principal's favour. */
  readonly assumed?: string;
};

export type OpenedBy =
  | { readonly kind: 'creator' }
  | {
      readonly kind: 'grant';
      /** As `LakeState.grantsOf` gave it, so that it can be traced to who declared it. */
      readonly grant: Grant;
      readonly filter?: DataCellsFilter;
      /** What the principal's account hands on of a grant to the account; absent for its administrators. */
      readonly onward?: Grant;
    };

/** Why a grant that is about a table shows nothing of it. */
export type Closed =
  | { readonly kind: 'no-select' }
  | { readonly kind: 'filter-gone'; readonly filter: string }
  | { readonly kind: 'filter-refused'; readonly filter: string; readonly message: string }
  | { readonly kind: 'no-columns' }
  | { readonly kind: 'tags-differ' };

/** All that opens a table for a principal. */
export function openingsOf(
  state: LakeState,
  principal: string,
  at: LakeView & { readonly table: LakeTable },
): readonly Opening[] {
  const { table } = at;
  const object = { database: table.database, table: table.name };
  const isCreator = state.creatorOf(object) === principal;
  const { own, shared } = heldGrants(state, principal, { ...at, object });
  const openings = (grants: readonly Grant[]): readonly Opening[] =>
    grants.flatMap((grant) => {
      const found = openingOf(state, grant, at);
      return found && 'columns' in found ? [found] : [];
    });
  return [
    ...(isCreator ? [{ columns: table.columns, rows: null, via: { kind: 'creator' } } as const] : []),
    ...openings(own),
    ...(shared ? openings(shared.grants).flatMap((one) => handedOn(one, shared, openings)) : []),
  ];
}

function handedOn(
  opening: Opening,
  { onward, isAssumed }: { readonly onward: readonly Grant[] | 'all'; readonly isAssumed: boolean },
  openings: (grants: readonly Grant[]) => readonly Opening[],
): readonly Opening[] {
  if (onward === 'all') {
    const assumed = "that the principal's account hands on what it was granted as a whole";
    return [isAssumed ? { ...opening, assumed } : opening];
  }
  return openings(onward).flatMap((own) => {
    const columns = opening.columns.filter((column) => own.columns.includes(column));
    if (columns.length === 0 || opening.via.kind !== 'grant' || own.via.kind !== 'grant') return [];
    const via = { ...opening.via, onward: own.via.grant };
    return [{ ...opening, columns, rows: allOf([opening.rows, own.rows]), via }];
  });
}

/** What a grant shows of a table, or why nothing; undefined where it is about something else. */
export function openingOf(
  state: LakeState,
  grant: Grant,
  at: LakeView & { readonly table: LakeTable },
): Opening | Closed | undefined {
  const { table } = at;
  const { resource, permissions } = grant;
  if (!isAbout(resource, table)) return undefined;
  if (!permissions.includes('SELECT') && !permissions.includes('ALL')) return { kind: 'no-select' };
  const via = { kind: 'grant', grant } as const;
  switch (resource.kind) {
    case 'table':
    case 'all-tables':
      return { columns: table.columns, rows: null, via };
    case 'columns':
      return shown({ columns: selected(table, resource.columns), rows: null, via });
    case 'filter':
      return filterOpening(state, grant, { ...at, name: resource.filter });
    case 'tag-policy': {
      const columns = matchingColumns(state, table, resource.expression);
      return columns.length === 0 ? { kind: 'tags-differ' } : { columns, rows: null, via };
    }
    default:
      return undefined;
  }
}

const shown = (opening: Opening): Opening | Closed =>
  opening.columns.length === 0 ? { kind: 'no-columns' } : opening;

function isAbout(resource: GrantResource, table: LakeTable): boolean {
  if (resource.kind === 'tag-policy') return resource.on === 'TABLE';
  if (resource.kind === 'database' || !('database' in resource)) return false;
  return resource.database === table.database && (!('table' in resource) || resource.table === table.name);
}

/** A filter that is gone, or that cannot be read, shows nothing to a user, and to an attacker all that it might. */
function filterOpening(
  state: LakeState,
  grant: Grant,
  at: LakeView & { readonly table: LakeTable; readonly name: string },
): Opening | Closed {
  const { table, name, unknown } = at;
  const via = { kind: 'grant', grant } as const;
  const filter = state.filterOf(table.database, table.name, name);
  if (!filter) {
    const assumed = `that the filter ${name}, which is not there, shows everything`;
    return unknown === 'allowed'
      ? { columns: table.columns, rows: null, via, assumed }
      : { kind: 'filter-gone', filter: name };
  }
  const columns = selected(table, filter.columns);
  const opening = { columns, rows: null, via: { ...via, filter } };
  if (filter.rows === undefined) return shown(opening);
  const parsed = parsedFilter(filter.rows);
  if (parsed.kind === 'parsed') return shown({ ...opening, rows: isAll(parsed) ? null : parsed.predicate });
  const assumed = `that the filter ${name}, which cannot be read, shows all rows`;
  return unknown === 'allowed'
    ? shown({ ...opening, assumed })
    : { kind: 'filter-refused', filter: name, message: parsed.message };
}

const isAll = ({ predicate }: ParsedFilter & { readonly kind: 'parsed' }): boolean =>
  predicate.kind === 'constant' && predicate.value;

const FILTERS_MAX = 5_000;
const parsedFilters = new Map<string, ParsedFilter>();

/** A filter is parsed the first time that it is seen. */
function parsedFilter(text: string): ParsedFilter {
  const known = parsedFilters.get(text);
  if (known) return known;
  const parsed = parseRowFilter(text);
  if (parsedFilters.size >= FILTERS_MAX) parsedFilters.clear();
  parsedFilters.set(text, parsed);
  return parsed;
}

function selected(table: LakeTable, selection: ColumnSelection): readonly string[] {
  const named = new Set(selection.names.map((name) => name.toLowerCase()));
  const isOnly = selection.kind === 'only';
  return table.columns.filter((column) => named.has(column.toLowerCase()) === isOnly);
}
