import { notOffered, syntaxError } from '../query-failure.ts';
import { expression, identifier, isTree, list, nameOf, type Tree } from './tree.ts';

/** Time travel of one table reference. */
export type TableVersion =
  | { readonly kind: 'current' }
  | { readonly kind: 'snapshot'; readonly id: bigint }
  | { readonly kind: 'timestamp'; readonly at: Date };

/** A catalog table that a query reads, and the view that stands for it in the translated statement. */
export type TableReference = {
  readonly catalog?: string;
  readonly database: string;
  readonly table: string;
  readonly version: TableVersion;
  readonly view: string;
};

const VIEW = 'athena_table_';

/** Replaces every catalog table by a view of its own; names of the query's WITH clauses stay. */
export function resolveTables(
  tree: unknown,
  context: { readonly catalog?: string; readonly database?: string },
): { readonly tree: unknown; readonly tables: readonly TableReference[] } {
  const tables = new Map<string, TableReference>();
  const resolved = visit(tree, new Set(), (body) => {
    const reference = readReference(body, context);
    const key = JSON.stringify({ ...reference, version: describe(reference.version) });
    const known = tables.get(key) ?? { ...reference, view: `${VIEW}${tables.size}` };
    tables.set(key, known);
    return { table: viewNode(body, known) };
  });
  return { tree: resolved, tables: [...tables.values()] };
}

type Replace = (table: Tree) => unknown;

function visit(node: unknown, scope: ReadonlySet<string>, replace: Replace): unknown {
  if (Array.isArray(node)) return node.map((item) => visit(item, scope, replace));
  if (!isTree(node)) return node;
  const [kind, body] = expression(node) ?? [];
  if (kind === 'table' && body !== undefined) return isCommon(body, scope) ? node : replace(body);
  const { with: clause, ...rest } = node;
  const opened = isTree(clause) ? openScope(clause, scope, replace) : { clause, scope };
  return {
    ...Object.fromEntries(
      Object.entries(rest).map(([key, child]) => [key, visit(child, opened.scope, replace)]),
    ),
    ...('with' in node && { with: opened.clause }),
  };
}

/** A common table expression sees those before it, and itself where it is recursive. */
function openScope(
  clause: Tree,
  outer: ReadonlySet<string>,
  replace: Replace,
): { readonly clause: Tree; readonly scope: ReadonlySet<string> } {
  const scope = new Set(outer);
  const ctes = list(clause['ctes']).map((cte) => {
    if (!isTree(cte)) return cte;
    const name = (nameOf(cte['alias']) ?? '').toLowerCase();
    const inner = clause['recursive'] === true ? new Set([...scope, name]) : new Set(scope);
    const visited = { ...cte, this: visit(cte['this'], inner, replace) };
    scope.add(name);
    return visited;
  });
  return { clause: { ...clause, ctes }, scope };
}

function isCommon(table: Tree, scope: ReadonlySet<string>): boolean {
  const isQualified = isTree(table['schema']) || isTree(table['catalog']);
  return !isQualified && scope.has((nameOf(table['name']) ?? '').toLowerCase());
}

function readReference(
  body: Tree,
  context: { readonly catalog?: string; readonly database?: string },
): Omit<TableReference, 'view'> {
  const table = (nameOf(body['name']) ?? '').toLowerCase();
  const database = nameOf(body['schema'])?.toLowerCase() ?? context.database?.toLowerCase() ?? 'default';
  const catalog = nameOf(body['catalog'])?.toLowerCase() ?? context.catalog?.toLowerCase();
  if (database === 'information_schema') {
    throw notOffered('information_schema; use SHOW TABLES, SHOW COLUMNS or DESCRIBE');
  }
  if (table.includes('$')) throw notOffered(`metadata tables such as "${table}"`);
  return {
    database,
    table,
    version: readVersion(body['version']),
    ...(catalog !== undefined && { catalog }),
  };
}

function readVersion(version: unknown): TableVersion {
  if (!isTree(version)) return { kind: 'current' };
  const kind = nameOf(expression(version['this'])?.[1])?.toUpperCase();
  const [type, body] = expression(version['expression']) ?? [];
  const value = type === 'literal' ? String(body?.['value']) : castLiteral(type, body);
  if (version['kind'] === 'AS OF' && kind === 'VERSION' && /^\d{1,19}$/.test(value ?? '')) {
    return { kind: 'snapshot', id: BigInt(value ?? '0') };
  }
  const at = value === undefined ? Number.NaN : Date.parse(isoTime(value));
  if (version['kind'] === 'AS OF' && kind === 'TIMESTAMP' && !Number.isNaN(at)) {
    return { kind: 'timestamp', at: new Date(at) };
  }
  throw syntaxError(
    'line 1:1',
    "time travel needs FOR VERSION AS OF <id> or FOR TIMESTAMP AS OF TIMESTAMP '…'",
  );
}

function castLiteral(type: string | undefined, body: Tree | undefined): string | undefined {
  if (type !== 'cast' || body === undefined) return undefined;
  const [inner, literal] = expression(body['this']) ?? [];
  return inner === 'literal' ? String(literal?.['value']) : undefined;
}

/** `2020-01-01 00:00:00 UTC` and `2020-01-01 00:00:00+01:00` as ISO; no zone means UTC. */
function isoTime(text: string): string {
  const [, date, time = '00:00:00', zone = 'Z'] =
    /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?\s*(UTC|Z|[+-]\d{2}:?\d{2})?$/i.exec(
      text.trim(),
    ) ?? [];
  return `${date}T${time}${zone.toUpperCase() === 'UTC' ? 'Z' : zone}`;
}

const describe = (version: TableVersion): string =>
  version.kind === 'snapshot'
    ? String(version.id)
    : version.kind === 'timestamp'
      ? version.at.toISOString()
      : '';

function viewNode(body: Tree, reference: TableReference): Tree {
  const alias = isTree(body['alias']) ? body['alias'] : identifier(nameOf(body['name']) ?? reference.table);
  return {
    ...body,
    name: identifier(reference.view),
    schema: null,
    catalog: null,
    version: null,
    alias,
    alias_explicit_as: true,
  };
}
