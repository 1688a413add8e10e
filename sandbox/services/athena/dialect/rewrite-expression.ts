import { notOffered, syntaxError } from '../query-failure.ts';
import { rewriteFunction } from './rewrite-functions.ts';
import { call, expression, isTree, list, literalText, nameOf, number, type Tree } from './tree.ts';

/** Alias of result columns that Athena calls `_col0`, `_col1`, by their place in the whole result. */
export const ANONYMOUS = '_athena_anonymous';

type Rewrite = (body: Tree, node: Tree) => unknown;

const INTEGERS: Readonly<Record<string, string>> = {
  tiny_int: 'tinyint',
  small_int: 'smallint',
  int: 'integer',
  big_int: 'bigint',
};

const EXTRACTS: Readonly<Record<string, string>> = {
  DayOfWeek: 'isodow',
  DayOfYear: 'dayofyear',
  year_of_week: 'isoyear',
  yow: 'isoyear',
  day_of_month: 'day',
};

const REWRITES: Readonly<Record<string, Rewrite>> = {
  literal: (body, node) =>
    isDecimal(body) ? { literal: { ...body, value: `${String(body['value'])}e0` } } : node,
  div: (body, node) => (isNonZero(body['right']) ? node : call('athena_divide', body['left'], body['right'])),
  mod: (body, node) => (isNonZero(body['right']) ? node : call('athena_mod', body['left'], body['right'])),
  add: (body, node) => {
    if (isInterval(body['right'])) return call('athena_plus', body['left'], body['right']);
    if (isInterval(body['left'])) return call('athena_plus', body['right'], body['left']);
    return node;
  },
  sub: (body, node) => (isInterval(body['right']) ? call('athena_minus', body['left'], body['right']) : node),
  cast: (body, node) => rewriteCast(body, node, ''),
  try_cast: (body, node) => rewriteCast(body, node, 'try_'),
  extract: (body, node) => {
    const field = isTree(body['field']) ? String(body['field']['Custom']) : String(body['field']);
    const name = EXTRACTS[field];
    return name === undefined ? node : call(name, body['this']);
  },
  count: (body, node) => {
    const [kind, tuple] = expression(body['this']) ?? [];
    if (kind !== 'tuple' || tuple === undefined) return node;
    return { count: { ...body, this: call('row', ...list(tuple['expressions'])) } };
  },
  count_if: (body) => ({
    count: {
      this: {
        case: { operand: null, whens: [[body['this'], number('1')]], else_: null, comments: [] },
      },
      star: false,
      distinct: body['distinct'] ?? false,
      filter: body['filter'] ?? null,
      ignore_nulls: null,
      original_name: 'count',
    },
  }),
  select: (body) => ({ select: rewriteSelect(body) }),
  window_function: (body) => ({
    window_function: { ...body, over: withPlainName(body['over'], 'window_name') },
  }),
  alias: (body, node) => {
    const [kind, unnest] = expression(body['this']) ?? [];
    return kind === 'unnest' && unnest ? rewriteUnnest(body, unnest, node) : node;
  },
  star: (body, node) => {
    const more = ['except', 'replace', 'rename', 'ilike'].find((key) => list(body[key]).length > 0);
    if (more === undefined) return node;
    throw syntaxError('line 1:1', `mismatched input '${more.toUpperCase()}'`);
  },
  at_time_zone: () => {
    throw notOffered('AT TIME ZONE; times with a zone are kept and shown in UTC');
  },
};

/** One node of the tree as DuckDB must have it; its children were rewritten before. */
export function rewriteExpression(node: Tree, now: string): unknown {
  const quoted = quoteIdentifier(node);
  const [kind, body] = expression(quoted) ?? [];
  if (kind === undefined || body === undefined) return quoted;
  if (kind === 'function') return rewriteFunction(quoted, now);
  return REWRITES[kind]?.(body, quoted) ?? quoted;
}

/** So that no name is a keyword of DuckDB's. */
function quoteIdentifier(node: Tree): Tree {
  const isIdentifier = typeof node['name'] === 'string' && 'quoted' in node && !('args' in node);
  return isIdentifier ? { ...node, quoted: true } : node;
}

/** Athena reads `1.5` as a double, unlike Trino and DuckDB. */
function isDecimal(literal: Tree): boolean {
  return literal['literal_type'] === 'number' && /^[0-9]*\.[0-9]*$/.test(String(literal['value']));
}

function isNonZero(value: unknown): boolean {
  const [kind, body] = expression(value) ?? [];
  if (kind === 'function' && String(body?.['name']).toLowerCase() === 'nullif') return true;
  return kind === 'literal' && body?.['literal_type'] === 'number' && Number(body['value']) !== 0;
}

const isInterval = (value: unknown): boolean => expression(value)?.[0] === 'interval';

function rewriteCast(body: Tree, node: Tree, prefix: '' | 'try_'): unknown {
  if (body['double_colon_syntax'] === true) throw syntaxError('line 1:1', "mismatched input '::'");
  const to = isTree(body['to']) ? body['to'] : {};
  const type = String(to['data_type']);
  const integer = INTEGERS[type];
  if (integer !== undefined) return call(`athena_${prefix}to_${integer}`, body['this']);
  if (type === 'var_char' || type === 'char') return castText(body['this'], to['length']);
  if (type === 'decimal' && typeof to['precision'] !== 'number') {
    return {
      [prefix === '' ? 'cast' : 'try_cast']: { ...body, to: { ...to, ...impliedDecimal(body['this']) } },
    };
  }
  return node;
}

function castText(value: unknown, length: unknown): Tree {
  const whole = call('athena_to_varchar', value);
  return typeof length === 'number' ? call('substr', whole, number('1'), number(String(length))) : whole;
}

/** `DECIMAL '1.50'` is decimal(3,2); `CAST(x AS DECIMAL)` is decimal(38,0). */
function impliedDecimal(value: unknown): { readonly precision: number; readonly scale: number } {
  const digits = /^\s*[+-]?0*(\d*)\.?(\d*)\s*$/.exec(literalText(value) ?? '');
  if (!digits) return { precision: 38, scale: 0 };
  const scale = (digits[2] ?? '').length;
  return { precision: Math.max(1, (digits[1] ?? '').length + scale), scale };
}

/** Names what has no name, and refuses clauses that DuckDB knows and Athena does not. */
function rewriteSelect(body: Tree): Tree {
  for (const clause of ['qualify', 'distinct_on', 'top', 'into', 'connect', 'sample', 'hint']) {
    const value = body[clause];
    if (value !== null && value !== undefined && list(value).length + Number(isTree(value)) > 0) {
      throw syntaxError('line 1:1', `mismatched input '${clause.replace('_', ' ').toUpperCase()}'`);
    }
  }
  const windows = list(body['windows']);
  return {
    ...body,
    expressions: list(body['expressions']).map(withName),
    ...(windows.length > 0 && { windows: windows.map((window) => withPlainName(window, 'name')) }),
  };
}

/** Polyglot cannot read a quoted name of a window. */
function withPlainName(value: unknown, key: string): unknown {
  if (!isTree(value) || !isTree(value[key])) return value;
  return { ...value, [key]: { ...value[key], quoted: false } };
}

function withName(selected: unknown): unknown {
  const [kind] = isTree(selected) ? Object.keys(selected) : [];
  if (kind === undefined || ['alias', 'column', 'star', 'dot'].includes(kind)) return selected;
  return {
    alias: {
      this: selected,
      alias: { name: ANONYMOUS, quoted: true, trailing_comments: [] },
      column_aliases: [],
      alias_explicit_as: true,
      alias_keyword: null,
      pre_alias_comments: [],
      trailing_comments: [],
    },
  };
}

/** Several arrays side by side, or a map as keys and values: DuckDB unnests those in a select list only. */
function rewriteUnnest(alias: Tree, unnest: Tree, node: Tree): unknown {
  const names = list(alias['column_aliases']);
  const more = list(unnest['expressions']);
  const ordinality = unnest['with_ordinality'] === true;
  const isMap = more.length === 0 && names.length - Number(ordinality) === 2;
  if (more.length === 0 && !isMap) return node;
  if (ordinality) throw notOffered('UNNEST of a map or of several arrays WITH ORDINALITY');
  const arrays = isMap
    ? [call('map_keys', unnest['this']), call('map_values', unnest['this'])]
    : [unnest['this'], ...more];
  const selected = arrays.map((array, at) => ({
    alias: {
      this: call('unnest', array),
      alias: { name: nameOf(names[at]) ?? `_c${at}`, quoted: true, trailing_comments: [] },
      column_aliases: [],
      pre_alias_comments: [],
      trailing_comments: [],
    },
  }));
  return {
    subquery: {
      this: { select: { ...EMPTY_SELECT, expressions: selected } },
      alias: alias['alias'],
      column_aliases: names,
      alias_explicit_as: true,
      alias_keyword: 'as',
      order_by: null,
      limit: null,
      offset: null,
      distribute_by: null,
      sort_by: null,
      cluster_by: null,
      lateral: true,
      modifiers_inside: false,
      trailing_comments: [],
      inferred_type: null,
    },
  };
}

const EMPTY_SELECT: Tree = {
  expressions: [],
  from: null,
  joins: [],
  lateral_views: [],
  prewhere: null,
  where_clause: null,
  group_by: null,
  having: null,
  qualify: null,
  order_by: null,
  distribute_by: null,
  cluster_by: null,
  sort_by: null,
  limit: null,
  offset: null,
  limit_by: null,
  fetch: null,
  distinct: false,
  distinct_on: null,
  top: null,
  with: null,
  sample: null,
  settings: null,
  format: null,
  windows: null,
  hint: null,
  connect: null,
  into: null,
  locks: [],
  for_xml: [],
  leading_comments: [],
  post_select_comments: [],
  kind: null,
  operation_modifiers: [],
};
