import { readExpressions } from './infer-expression.ts';
import type { QueryContext, Surroundings } from './query-context.ts';
import { inputRelation, openRelation, type Relation, type Scope } from './relation.ts';
import { renamed } from './rename-columns.ts';
import { asNode, extentWithin, identifierOf, isJson, isQuery, type Json, listOf } from './sql-ast.ts';

/** What the expressions of a SELECT see: the relations of FROM and of its joins. */
export function analyzeFrom(context: QueryContext, select: Json, surroundings: Surroundings): Scope {
  const from = isJson(select['from']) ? listOf(select['from']['expressions']) : [];
  const relations: Relation[] = [];
  const merged = new Set<string>();
  const add = (item: unknown): void => {
    // UNNEST and LATERAL see what stands before them.
    const scope = { relations: [...relations], merged, parent: surroundings.parent };
    relations.push(...analyzeRelation(context, item, { ...surroundings, parent: scope }));
  };
  for (const item of from) add(item);
  addJoins(select['joins'], { context, surroundings, relations, merged, add });
  if (listOf(select['lateral_views']).length > 0) {
    const extent = extentWithin(select['lateral_views']) ?? { start: 0, end: 0 };
    context.report(extent, {
      code: 'UnsupportedSql',
      message: 'Athena has no LATERAL VIEW',
      hint: 'write CROSS JOIN UNNEST(…)',
    });
  }
  return { relations, merged, parent: surroundings.parent };
}

type Joining = {
  readonly context: QueryContext;
  readonly surroundings: Surroundings;
  readonly relations: readonly Relation[];
  readonly merged: Set<string>;
  readonly add: (item: unknown) => void;
};

function addJoins(joins: unknown, joining: Joining): void {
  const { context, surroundings, relations, merged, add } = joining;
  for (const join of listOf(joins)) {
    if (!isJson(join)) continue;
    if (String(join['kind']).startsWith('Natural')) {
      const extent = extentWithin(join) ?? { start: 0, end: 0 };
      const hint = 'write JOIN … ON or JOIN … USING with the columns that must agree';
      context.report(extent, {
        code: 'UnsupportedSql',
        message: 'a natural join changes with the columns of its inputs',
        hint,
      });
    }
    add(join['this']);
    for (const column of listOf(join['using'])) {
      const name = identifierOf(column);
      if (name === undefined) continue;
      merged.add(name.name);
      for (const relation of relations) {
        const found = relation.columns.find((candidate) => candidate.name === name.name);
        if (found !== undefined) context.readColumn(found, name.extent);
      }
    }
    const scope = { relations, merged, parent: surroundings.parent };
    readExpressions({ context, scope, environment: surroundings.environment }, join['on']);
  }
}

function analyzeRelation(context: QueryContext, item: unknown, surroundings: Surroundings): Relation[] {
  const node = asNode(item);
  if (node === undefined) return [];
  const { tag, body } = node;
  switch (tag) {
    case 'table':
      return [analyzeTable(context, body, surroundings)];
    case 'subquery':
      return [aliased(context, body, queryRelation(context, item, surroundings))];
    case 'paren':
      return analyzeRelation(context, body['this'], surroundings);
    case 'joined_table':
      return analyzeJoinedTable(context, body, surroundings);
    case 'alias': {
      const [inner = openRelation(undefined)] = analyzeRelation(context, body['this'], surroundings);
      return [aliased(context, body, inner)];
    }
    case 'unnest':
      return [analyzeUnnest(context, body, surroundings)];
    case 'lateral':
      return analyzeRelation(context, body['this'], surroundings);
    default:
      if (isQuery(node)) return [aliased(context, body, queryRelation(context, item, surroundings))];
      context.report(extentWithin(body) ?? { start: 0, end: 0 }, {
        code: 'UnsupportedSql',
        message: `FROM holds ${tag.replaceAll('_', ' ')}, and a step reads tables and subqueries`,
      });
      return [openRelation(identifierOf(body['alias'])?.name)];
  }
}

function queryRelation(context: QueryContext, query: unknown, surroundings: Surroundings): Relation {
  return { alias: undefined, columns: context.analyze(query, surroundings), isOpen: false };
}

function analyzeJoinedTable(context: QueryContext, body: Json, surroundings: Surroundings): Relation[] {
  const scope = analyzeFrom(
    context,
    { from: { expressions: [body['left']] }, joins: body['joins'] },
    surroundings,
  );
  const alias = identifierOf(body['alias']);
  if (alias === undefined) return [...scope.relations];
  const columns = scope.relations.flatMap((relation) => relation.columns);
  return [{ alias: alias.name, columns, isOpen: scope.relations.some(({ isOpen }) => isOpen) }];
}

function aliased(context: QueryContext, body: Json, relation: Relation): Relation {
  const alias = identifierOf(body['alias']);
  const names = listOf(body['column_aliases']).flatMap((name) => identifierOf(name) ?? []);
  const isRenamed = names.length > 0 && !relation.isOpen;
  return {
    ...relation,
    alias: alias?.name ?? relation.alias,
    columns: isRenamed ? renamed(context, relation.columns, names) : relation.columns,
    ...(names.length > 0 && relation.isOpen && { columns: unknownColumns(names) }),
  };
}

const unknownColumns = (names: readonly { readonly name: string }[]): Relation['columns'] =>
  names.map(({ name }) => ({ name, type: 'unknown', origins: [], hasStatedType: false, isNamed: true }));

/** The elements of a list have no type that a column could have; their names come from the alias. */
function analyzeUnnest(context: QueryContext, body: Json, surroundings: Surroundings): Relation {
  const scope = surroundings.parent ?? { relations: [], merged: new Set<string>(), parent: undefined };
  const { alias, column_aliases: _, ...expressions } = body;
  readExpressions({ context, scope, environment: surroundings.environment }, expressions);
  return openRelation(identifierOf(alias)?.name);
}

function analyzeTable(context: QueryContext, body: Json, { environment }: Surroundings): Relation {
  context.understood.add(body);
  const name = identifierOf(body['name']);
  if (name === undefined) return openRelation(undefined);
  const domain = identifierOf(body['schema']);
  const alias = identifierOf(body['alias']);
  const extent = { start: domain?.extent.start ?? name.extent.start, end: name.extent.end };
  const open = openRelation(alias?.name ?? name.name);
  if (isJson(body['catalog'])) {
    const hint = `write ${domain?.name ?? ''}.${name.name}`;
    context.report(extent, { code: 'UnsupportedSql', message: 'a table is named with a catalog', hint });
    return open;
  }
  if (isJson(body['version']) || isJson(body['when'])) {
    const hint = 'drop FOR … AS OF: the run pins the snapshot of each input';
    context.report(extent, {
      code: 'UnsupportedSql',
      message: 'a query chooses a version of its input',
      hint,
    });
    return open;
  }
  const cte = domain === undefined ? environment.get(name.name) : undefined;
  if (cte !== undefined) return aliased(context, body, cte);
  const found = context.findInput(domain?.name, name.name);
  if ('finding' in found) {
    context.report(extent, found.finding);
    return open;
  }
  if (found.isOpen) context.isPartial = true;
  context.readInput(found.input, extent);
  context.references.push({ input: found.input, extent, ...(alias === undefined && { alias: name.name }) });
  const relation = inputRelation(alias?.name ?? name.name, found.input, found.columns);
  return aliased(context, body, { ...relation, isOpen: found.isOpen });
}
