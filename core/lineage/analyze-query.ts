import { analyzeFrom } from './analyze-from.ts';
import { inferExpression, type Place, readExpressions } from './infer-expression.ts';
import type { Environment, QueryContext, Surroundings } from './query-context.ts';
import { renamed } from './rename-columns.ts';
import { type Relation, type RelationColumn, type Scope, transformOrigins } from './relation.ts';
import {
  asNode,
  extentWithin,
  identifierOf,
  isJson,
  type Json,
  listOf,
  SET_OPERATIONS,
  type SqlNode,
} from './sql-ast.ts';
import { commonType } from './sql-types.ts';

/** Result columns of a query of any kind. */
export function analyzeQuery(
  context: QueryContext,
  query: unknown,
  surroundings: Surroundings,
): readonly RelationColumn[] {
  const node = asNode(query);
  if (node === undefined) return [];
  const { tag, body } = node;
  if (tag === 'subquery' || tag === 'paren') {
    const environment = withQueries(context, body['with'], surroundings);
    const columns = analyzeQuery(context, body['this'], { ...surroundings, environment });
    readRest(context, body, { columns, surroundings: { ...surroundings, environment } });
    return columns;
  }
  const inner = { ...surroundings, environment: withQueries(context, body['with'], surroundings) };
  if (SET_OPERATIONS.includes(tag)) return analyzeSetOperation(context, tag, body, inner);
  if (tag === 'values') return analyzeValues(context, body, inner);
  if (tag === 'select') return analyzeSelect(context, body, inner);
  const extent = extentWithin(body) ?? { start: 0, end: 0 };
  context.report(extent, { code: 'UnsupportedSql', message: `${tag.replaceAll('_', ' ')} is not a query` });
  return [];
}

/** Adds the queries of a WITH clause to those in sight; each sees the ones before it. */
function withQueries(context: QueryContext, clause: unknown, surroundings: Surroundings): Environment {
  if (!isJson(clause)) return surroundings.environment;
  const environment = new Map(surroundings.environment);
  for (const cte of listOf(clause['ctes'])) {
    if (!isJson(cte)) continue;
    const name = identifierOf(cte['alias']);
    if (name === undefined) continue;
    const names = listOf(cte['columns']).flatMap((column) => identifierOf(column) ?? []);
    const rename = (columns: readonly RelationColumn[]): Relation => ({
      alias: name.name,
      isOpen: false,
      columns: names.length === 0 ? columns : renamed(context, columns, names),
    });
    const inner = { ...surroundings, environment };
    if (clause['recursive'] === true)
      environment.set(name.name, rename(firstBranch(context, cte['this'], inner)));
    environment.set(name.name, rename(analyzeQuery(context, cte['this'], inner)));
  }
  return environment;
}

/** A recursive query has the columns of the branch that does not name the query itself. */
function firstBranch(
  context: QueryContext,
  query: unknown,
  surroundings: Surroundings,
): readonly RelationColumn[] {
  const node = asNode(query);
  return node?.tag === 'union' ? analyzeQuery(context, node.body['left'], surroundings) : [];
}

function analyzeSetOperation(
  context: QueryContext,
  tag: string,
  body: Json,
  surroundings: Surroundings,
): readonly RelationColumn[] {
  const left = analyzeQuery(context, body['left'], surroundings);
  const right = analyzeQuery(context, body['right'], surroundings);
  if (left.length !== right.length) {
    const message = `${tag.toUpperCase()} puts ${left.length} columns beside ${right.length}`;
    const extent = extentWithin(body['right']) ?? { start: 0, end: 0 };
    context.report(extent, { code: 'ColumnCountMismatch', message });
  }
  const columns = left.map((column, index) => {
    const other = right[index];
    if (other === undefined) return column;
    return {
      ...column,
      type: commonType(column.type, other.type),
      origins: transformOrigins([...column.origins, ...other.origins], 'IDENTITY'),
      hasStatedType: column.hasStatedType && other.hasStatedType && column.type === other.type,
    };
  });
  readRest(context, body, { columns, surroundings });
  return columns;
}

function analyzeValues(
  context: QueryContext,
  body: Json,
  surroundings: Surroundings,
): readonly RelationColumn[] {
  const place = { context, scope: emptyScope(surroundings.parent), environment: surroundings.environment };
  const rows = listOf(body['expressions']).map((row) =>
    (isJson(row) ? listOf(row['expressions']) : []).map((cell) => inferExpression(place, cell)),
  );
  return (rows[0] ?? []).map((cell, index) => ({
    name: `_col${index}`,
    type: rows.map((row) => row[index]?.type ?? 'unknown').reduce(commonType, 'null'),
    origins: cell.origins,
    hasStatedType: false,
    isNamed: false,
  }));
}

const emptyScope = (parent: Scope | undefined): Scope => ({ relations: [], merged: new Set(), parent });

function analyzeSelect(
  context: QueryContext,
  body: Json,
  surroundings: Surroundings,
): readonly RelationColumn[] {
  const scope = analyzeFrom(context, body, surroundings);
  const place = { context, scope, environment: surroundings.environment };
  const columns = listOf(body['expressions']).flatMap((item, index) => selectItem(place, item, index));
  if (listOf(body['expressions']).length === 0) {
    const message = 'a SELECT names no column';
    context.report(extentWithin(body) ?? { start: 0, end: 0 }, { code: 'InvalidSql', message });
  }
  for (const [key, value] of Object.entries(body)) {
    if (SELECT_DONE.has(key)) continue;
    // ORDER BY sees the columns of the result, and those of FROM behind them.
    const isSorting = key === 'order_by';
    readExpressions(isSorting ? { ...place, scope: resultScope(columns, scope) } : place, value);
  }
  return columns;
}

const SELECT_DONE: ReadonlySet<string> = new Set(['expressions', 'from', 'joins', 'lateral_views', 'with']);

const resultScope = (columns: readonly RelationColumn[], parent: Scope | undefined): Scope => ({
  relations: [{ alias: undefined, columns, isOpen: false }],
  // A name that stands twice in the result sorts by either.
  merged: new Set(columns.map(({ name }) => name)),
  parent,
});

type Rest = { readonly columns: readonly RelationColumn[]; readonly surroundings: Surroundings };

/** ORDER BY and LIMIT of a set operation or a query in parentheses. */
function readRest(context: QueryContext, body: Json, { columns, surroundings }: Rest): void {
  const scope = resultScope(columns, surroundings.parent);
  const place = { context, scope, environment: surroundings.environment };
  for (const key of ['order_by', 'limit', 'offset']) readExpressions(place, body[key]);
}

function selectItem(place: Place, item: unknown, index: number): RelationColumn[] {
  const node = asNode(item);
  if (node?.tag === 'star') return expandStar(place, node.body);
  const isAlias = node?.tag === 'alias';
  const name = isAlias ? identifierOf(node.body['alias']) : columnName(node);
  const extent = name?.extent ?? extentWithin(item);
  return [
    {
      ...inferExpression(place, isAlias ? node.body['this'] : item),
      ...(extent !== undefined && { extent }),
      name: name?.name ?? `_col${index}`,
      isNamed: name !== undefined,
    },
  ];
}

const columnName = (node: SqlNode | undefined) =>
  node?.tag === 'column' ? identifierOf(node.body['name']) : undefined;

/** `*` and `t.*`: every column of the relations, and each of them is read. */
function expandStar({ context, scope }: Place, body: Json): RelationColumn[] {
  const table = identifierOf(body['table']);
  const relations = scope.relations.filter(({ alias }) => table === undefined || alias === table.name);
  if (table !== undefined && relations.length === 0) {
    const message = `nothing in FROM is called "${table.name}"`;
    context.report(table.extent, { code: 'UnknownTable', message });
  }
  const extent = table?.extent ?? extentWithin(body);
  const seen = new Set<string>();
  return relations.flatMap(({ columns }) =>
    columns.flatMap((column) => {
      if (scope.merged.has(column.name) && seen.has(column.name)) return [];
      seen.add(column.name);
      if (extent !== undefined) context.readColumn(column, extent);
      else context.readColumn(column, { start: 0, end: 0 });
      return [column];
    }),
  );
}
