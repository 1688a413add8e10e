import { suggest } from '../diagnostics/suggest.ts';
import type { QueryContext } from './query-context.ts';
import type { Relation, RelationColumn, Scope } from './relation.ts';
import type { Extent } from './sql-ast.ts';

/** Enclosing queries that a column is looked for in. */
const SCOPES_MAX = 64;

export type ColumnName = {
  readonly table: string | undefined;
  readonly column: string;
  readonly extent: Extent;
};

/** The column that a name stands for; `undefined` is reported, unless an earlier fault explains it. */
export function resolveColumn(
  context: QueryContext,
  scope: Scope,
  name: ColumnName,
): RelationColumn | undefined {
  let at: Scope | undefined = scope;
  for (let depth = 0; at !== undefined && depth < SCOPES_MAX; depth += 1) {
    const relations = at.relations.filter(({ alias }) => name.table === undefined || alias === name.table);
    const found = relations.flatMap((relation) => columnsNamed(relation, name.column));
    const [first] = found;
    if (first !== undefined) {
      if (found.length > 1 && !at.merged.has(name.column)) reportAmbiguous(context, relations, name);
      context.readColumn(first, name.extent);
      return first;
    }
    if (relations.some(({ isOpen }) => isOpen)) return undefined;
    at = at.parent;
  }
  reportUnknown(context, scope, name);
  return undefined;
}

const columnsNamed = ({ columns }: Relation, name: string): RelationColumn[] =>
  columns.filter((column) => column.name === name);

function reportAmbiguous(context: QueryContext, relations: readonly Relation[], name: ColumnName): void {
  const owners = relations.filter((relation) => columnsNamed(relation, name.column).length > 0);
  const [first] = owners;
  context.report(name.extent, {
    code: 'AmbiguousColumn',
    message: `the column "${name.column}" is in ${owners.map(({ alias }) => alias ?? 'a subquery').join(' and ')}`,
    hint: first?.alias === undefined ? undefined : `write ${first.alias}.${name.column}, for example`,
  });
}

function reportUnknown(context: QueryContext, scope: Scope, { table, column, extent }: ColumnName): void {
  const all = scopes(scope).flatMap(({ relations }) => relations);
  if (all.some(({ isOpen, alias }) => isOpen && (table === undefined || table === alias))) return;
  if (table !== undefined && !all.some(({ alias }) => alias === table)) {
    const aliases = all.flatMap(({ alias }) => (alias === undefined ? [] : [alias]));
    const message = `nothing in FROM is called "${table}"`;
    context.report(extent, { code: 'UnknownTable', message, hint: suggest(table, aliases) });
    return;
  }
  const candidates = all.filter(({ alias }) => table === undefined || alias === table);
  const names = candidates.flatMap(({ columns }) => columns.map(({ name }) => name));
  const message = `there is no column "${table === undefined ? column : `${table}.${column}`}"`;
  context.report(extent, { code: 'UnknownColumn', message, hint: suggest(column, names) });
}

function scopes(scope: Scope): Scope[] {
  const found: Scope[] = [];
  for (let at: Scope | undefined = scope; at !== undefined && found.length < SCOPES_MAX; at = at.parent) {
    found.push(at);
  }
  return found;
}
