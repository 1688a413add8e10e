import { isNode, items, type QueryNode } from './parse-query.ts';

export type TypedColumn = {
  /** Lower case. */
  readonly name: string;
  readonly type: string;
};

/**
 * Whether a query asks one table, and on conditions that hold, fail to hold or are unknown for whatever value, but
 * never end in an error. Then it does not matter on which rows, and in which order, an engine tests them.
 *
 * What else the query computes is not looked at: an engine computes it for rows that passed all conditions.
 */
export function isHarmlessQuery(statement: QueryNode, columns: readonly TypedColumn[]): boolean {
  const query = statement['node'];
  if (!isNode(query) || query['type'] !== 'SELECT_NODE') return false;
  const from = query['from_table'];
  if (!isNode(from) || from['type'] !== 'BASE_TABLE' || from['sample']) return false;
  if (query['having'] || query['qualify'] || query['sample'] || hasSubquery(query)) return false;
  if (!query['where_clause']) return true;
  return isCondition(query['where_clause'], new Scope(String(from['alias']), columns));
}

function hasSubquery(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasSubquery);
  if (!isNode(value)) return false;
  if (
    value['class'] === 'SUBQUERY' ||
    items(isNode(value['cte_map']) && value['cte_map']['map']).length > 0
  ) {
    return true;
  }
  return Object.values(value).some(hasSubquery);
}

class Scope {
  readonly #alias: string;
  readonly #types: ReadonlyMap<string, string>;

  constructor(alias: string, columns: readonly TypedColumn[]) {
    this.#alias = alias.toLowerCase();
    this.#types = new Map(columns.map(({ name, type }) => [name, type]));
  }

  /** The type of a plain column; `undefined` for whatever else. */
  typeOf(value: unknown): string | undefined {
    if (!isNode(value) || value['class'] !== 'COLUMN_REF') return undefined;
    const names = items(value['column_names']).map((name) => String(name).toLowerCase());
    const [first = '', second] = names;
    if (names.length === 1) return this.#types.get(first);
    const isOfTable = names.length === 2 && first === this.#alias && !this.#types.has(first);
    return isOfTable && second !== undefined ? this.#types.get(second) : undefined;
  }
}

function isCondition(value: unknown, scope: Scope): boolean {
  if (!isNode(value)) return false;
  switch (value['class']) {
    case 'CONJUNCTION':
      return items(value['children']).every((child) => isCondition(child, scope));
    case 'COMPARISON':
      return isComparable(value['left'], [value['right']], scope);
    case 'BETWEEN':
      return isComparable(value['input'], [value['lower'], value['upper']], scope);
    case 'OPERATOR':
      return isOperator(value, scope);
    case 'FUNCTION':
      return isLike(value, scope);
    default:
      return false;
  }
}

function isOperator(node: QueryNode, scope: Scope): boolean {
  const [first, ...rest] = items(node['children']);
  switch (node['type']) {
    case 'OPERATOR_NOT':
      return isCondition(first, scope);
    case 'OPERATOR_IS_NULL':
    case 'OPERATOR_IS_NOT_NULL':
      return scope.typeOf(first) !== undefined;
    case 'COMPARE_IN':
    case 'COMPARE_NOT_IN':
      return isComparable(first, rest, scope);
    default:
      return false;
  }
}

/** Without ESCAPE, whose text could be wrong. */
function isLike(node: QueryNode, scope: Scope): boolean {
  const [column, pattern] = items(node['children']);
  const isKnown = node['function_name'] === '~~' || node['function_name'] === '!~~';
  return isKnown && scope.typeOf(column) === 'VARCHAR' && constantType(pattern) === 'VARCHAR';
}

/** Types of constants that meet a column's type without a cast of the column that could fail. */
const COMPARABLE: Readonly<Record<string, readonly string[]>> = {
  VARCHAR: ['VARCHAR'],
  BOOLEAN: ['BOOLEAN'],
  TINYINT: ['INTEGER', 'BIGINT', 'DOUBLE'],
  SMALLINT: ['INTEGER', 'BIGINT', 'DOUBLE'],
  INTEGER: ['INTEGER', 'BIGINT', 'DOUBLE'],
  BIGINT: ['INTEGER', 'BIGINT', 'DOUBLE'],
  FLOAT: ['INTEGER', 'BIGINT', 'DOUBLE'],
  DOUBLE: ['INTEGER', 'BIGINT', 'DOUBLE'],
  DATE: ['DATE'],
  TIMESTAMP: ['TIMESTAMP'],
};

function isComparable(column: unknown, constants: readonly unknown[], scope: Scope): boolean {
  const allowed = COMPARABLE[scope.typeOf(column) ?? ''] ?? [];
  return constants.every((constant) => allowed.includes(constantType(constant) ?? ''));
}

/** The type of a constant, or of a text that can be read as what it is cast to. */
function constantType(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value['class'] === 'CAST') return castType(value);
  const constant = constantOf(value);
  const type = constant?.['is_null'] === false ? constant['type'] : undefined;
  return isNode(type) ? String(type['id']) : undefined;
}

function constantOf(node: QueryNode): QueryNode | undefined {
  return node['class'] === 'CONSTANT' && isNode(node['value']) ? node['value'] : undefined;
}

const READABLE: Readonly<Record<string, (text: string) => boolean>> = {
  BOOLEAN: (text) => /^[tf]$/.test(text),
  DATE: (text) => isDate(text),
  TIMESTAMP: (text) => isDate(text.slice(0, 10)) && /^.{10}( ([01]\d|2[0-3]):[0-5]\d:[0-5]\d)?$/.test(text),
};

/** A text that cannot be read would fail on the first row that meets it, withheld or not. */
function castType(node: QueryNode): string | undefined {
  const { child, cast_type: type } = node;
  if (!isNode(child) || !isNode(type) || constantType(child) !== 'VARCHAR') return undefined;
  const name = String(type['id']);
  return READABLE[name]?.(String(constantOf(child)?.['value'])) === true ? name : undefined;
}

function isDate(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
