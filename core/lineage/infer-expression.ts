import { parsePhysicalType } from '../contract/athena-type.ts';
import type { ColumnOrigin } from '../spec/mesh.ts';
import { functionType, isAggregate } from './function-types.ts';
import type { Environment, QueryContext } from './query-context.ts';
import { type Scope, type Transformation, transformOrigins } from './relation.ts';
import { resolveColumn } from './resolve-column.ts';
import {
  asNode,
  extentWithin,
  identifierOf,
  isJson,
  isQuery,
  type Json,
  listOf,
  type SqlNode,
} from './sql-ast.ts';
import { type Arithmetic, arithmeticType, commonType, decimal, type SqlType } from './sql-types.ts';

export type Inferred = {
  readonly type: SqlType;
  readonly origins: readonly ColumnOrigin[];
  /** An input or a CAST says the type, so that no engine takes it for another. */
  readonly hasStatedType: boolean;
};

/** Where an expression stands: what it sees, and the WITH queries that its subqueries may name. */
export type Place = {
  readonly context: QueryContext;
  readonly scope: Scope;
  readonly environment: Environment;
};

const NOTHING: Inferred = { type: 'unknown', origins: [], hasStatedType: false };
const NULL: Inferred = { type: 'null', origins: [], hasStatedType: false };

/** Type and origins of an expression. Every column below it is looked up, so that each reading is seen. */
export function inferExpression(place: Place, value: unknown): Inferred {
  const node = asNode(value);
  if (node === undefined) return combine(inferParts(place, value), 'unknown', 'TRANSFORMATION');
  if (isQuery(node)) return inferSubquery(place, value);
  const special = SPECIAL[node.tag];
  return special === undefined ? inferCall(place, node) : special(place, node.body);
}

type Infer = (place: Place, body: Json) => Inferred;

const ARITHMETIC = ['add', 'sub', 'mul', 'div', 'mod'] as const satisfies readonly Arithmetic[];

const SPECIAL: Readonly<Record<string, Infer>> = {
  column: inferColumn,
  literal: inferLiteral,
  boolean: () => ({ type: 'boolean', origins: [], hasStatedType: false }),
  null: () => NULL,
  subquery: (place, body) => inferSubquery(place, body['this']),
  exists: (place, body) => ({ ...inferSubquery(place, body['this']), type: 'boolean', hasStatedType: false }),
  cast: inferCast,
  try_cast: inferCast,
  paren: (place, body) => inferExpression(place, body['this']),
  case: inferCase,
  if_func: inferIf,
  concat: (place, body) => combine(inferParts(place, body), 'string', 'TRANSFORMATION'),
  window_function: inferWindow,
  lambda: inferLambda,
  dot: inferDot,
  star: () => NOTHING,
  data_type: () => NOTHING,
  ...Object.fromEntries(
    ARITHMETIC.map((operator): [string, Infer] => [
      operator,
      (place, body) => {
        const [left, right] = [inferExpression(place, body['left']), inferExpression(place, body['right'])];
        return combine([left, right], arithmeticType(operator, left.type, right.type), 'TRANSFORMATION');
      },
    ]),
  ),
};

function inferColumn({ context, scope }: Place, body: Json): Inferred {
  const name = identifierOf(body['name']);
  if (name === undefined) return NOTHING;
  const table = identifierOf(body['table']);
  const extent = extentWithin(body) ?? name.extent;
  const found = resolveColumn(context, scope, { table: table?.name, column: name.name, extent });
  return found ?? NOTHING;
}

/** `domain.table.column` would no longer fit once the run puts another table in its place. */
function inferDot(place: Place, body: Json): Inferred {
  const extent = extentWithin(body);
  if (extent !== undefined) {
    place.context.report(extent, {
      code: 'UnsupportedSql',
      message: 'a column is named with more than its table',
      hint: 'give the table an alias, and write alias.column',
    });
  }
  return NOTHING;
}

const INT_MAX = 2_147_483_647n;

function inferLiteral(_: Place, body: Json): Inferred {
  const text = String(body['value']);
  return { type: literalType(String(body['literal_type']), text), origins: [], hasStatedType: false };
}

function literalType(kind: string, text: string): SqlType {
  switch (kind) {
    case 'string':
      return 'string';
    case 'date':
    case 'timestamp':
      return kind === 'timestamp' && /[+-]\d\d:\d\d$|[A-Za-z]/.test(text) ? 'timestamp with time zone' : kind;
    case 'number':
      if (/^\d+$/.test(text)) return BigInt(text) <= INT_MAX ? 'int' : 'bigint';
      if (/e/i.test(text)) return 'double';
      return decimalLiteral(text);
    default:
      return 'unknown';
  }
}

/** Zeros in front do not count, those behind the point do. */
function decimalLiteral(text: string): SqlType {
  const [whole = '', fraction = ''] = text.split('.');
  const digits = whole.replace(/^0+/, '').length + fraction.length;
  return decimal(Math.max(digits, 1), fraction.length);
}

function inferCast(place: Place, body: Json): Inferred {
  const inner = inferExpression(place, body['this']);
  const type = castType(body['to']);
  return { ...combine([inner], type, 'TRANSFORMATION'), hasStatedType: type !== 'unknown' };
}

function castType(value: unknown): SqlType {
  if (!isJson(value)) return 'unknown';
  const named = value['data_type'] ?? value['name'];
  const name = typeof named === 'string' ? named.replaceAll('_', '') : '';
  const { precision, scale } = { precision: value['precision'], scale: value['scale'] };
  if (value['timezone'] === true || name === 'timestamptz') return 'timestamp with time zone';
  if (name === 'decimal' && typeof precision === 'number') {
    return decimal(precision, typeof scale === 'number' ? scale : 0);
  }
  return parsePhysicalType({ bigint: 'bigint', varchar: 'varchar' }[name] ?? name) ?? 'unknown';
}

function inferCase(place: Place, body: Json): Inferred {
  const whens = listOf(body['whens']).map(listOf);
  const conditions = whens.map(([condition]) => inferExpression(place, condition));
  const operand = isJson(body['operand']) ? [inferExpression(place, body['operand'])] : [];
  const results = whens.map(([, result]) => inferExpression(place, result));
  const otherwise = isJson(body['else_']) ? inferExpression(place, body['else_']) : NULL;
  return choose([...operand, ...conditions], [...results, otherwise]);
}

function inferIf(place: Place, body: Json): Inferred {
  const otherwise = isJson(body['false_value']) ? inferExpression(place, body['false_value']) : NULL;
  const results = [inferExpression(place, body['true_value']), otherwise];
  return choose([inferExpression(place, body['condition'])], results);
}

/** A condition decides which value stands there, and so it can be told from the result. */
function choose(conditions: readonly Inferred[], results: readonly Inferred[]): Inferred {
  const type = results.map((result) => result.type).reduce(commonType, 'null');
  return combine([...results, ...conditions], type, 'TRANSFORMATION');
}

/** What partitions and sorts a window is read, but is not part of the value (OpenLineage: indirect). */
function inferWindow(place: Place, body: Json): Inferred {
  inferParts(place, body['over']);
  inferParts(place, body['keep']);
  const inner = inferExpression(place, body['this']);
  return combine([inner], inner.type, 'TRANSFORMATION');
}

function inferLambda(place: Place, body: Json): Inferred {
  const parameters = listOf(body['parameters']).flatMap((parameter) => identifierOf(parameter) ?? []);
  const relation = {
    alias: undefined,
    isOpen: false,
    columns: parameters.map(({ name }) => ({ ...NOTHING, name, isNamed: true })),
  };
  const scope = { relations: [relation], merged: new Set<string>(), parent: place.scope };
  return inferExpression({ ...place, scope }, body['body']);
}

/** The value of a query inside an expression: its only column. */
function inferSubquery({ context, scope, environment }: Place, query: unknown): Inferred {
  const columns = context.analyze(query, { environment, parent: scope });
  const [first] = columns;
  const type = columns.length === 1 && first !== undefined ? first.type : 'unknown';
  return combine(columns, type, 'TRANSFORMATION');
}

/** Parts of an aggregate that are no argument of it. */
const CLAUSES: ReadonlySet<string> = new Set(['filter', 'order_by', 'having_max', 'limit', 'within_group']);

function inferCall(place: Place, { tag, body }: SqlNode): Inferred {
  const isNamed = tag === 'function' || tag === 'aggregate_function';
  const name = isNamed ? String(body['name']).toLowerCase() : tag;
  const entries = Object.entries(body);
  const isArgument = (key: string): boolean => (isNamed ? key === 'args' : !CLAUSES.has(key));
  const args = entries.filter(([key]) => isArgument(key)).flatMap(([, value]) => inferParts(place, value));
  const clauses = entries
    .filter(([key]) => !isArgument(key))
    .flatMap(([, value]) => inferParts(place, value));
  const types = args.map(({ type }) => type);
  const transformation = isAggregate(name) ? 'AGGREGATION' : 'TRANSFORMATION';
  return combine([...args, ...clauses], functionType(name, types), transformation);
}

/** Every expression below a value, in the order of the text. */
function inferParts(place: Place, value: unknown): Inferred[] {
  if (Array.isArray(value)) return value.flatMap((item) => inferParts(place, item));
  if (!isJson(value)) return [];
  if (asNode(value) !== undefined) return [inferExpression(place, value)];
  return Object.values(value).flatMap((part) => inferParts(place, part));
}

function combine(
  parts: readonly Pick<Inferred, 'origins'>[],
  type: SqlType,
  transformation: Transformation,
): Inferred {
  const origins = transformOrigins(
    parts.flatMap((part) => part.origins),
    transformation,
  );
  return { type, origins, hasStatedType: false };
}

/** Looks every column up in a part of a query that gives no value: WHERE, ON, GROUP BY. */
export function readExpressions(place: Place, value: unknown): void {
  inferParts(place, value);
}
