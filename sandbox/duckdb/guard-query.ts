import { isNode, items, type QueryNode } from './parse-query.ts';

export type GuardRules = {
  /** Views that may be read; nothing else may, but the statement's own WITH names. */
  readonly tables: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
};

/** What a statement may not contain, in DuckDB's terms; `undefined` when it may run. */
export type Refusal = { readonly kind: 'table' | 'function' | 'construct'; readonly what: string };

/**
 * Takes the statements as DuckDB itself reads them and lets only known parts pass: SELECT, the given views, the given
 * functions, plain expressions. The translation before should never produce anything else; this does not rely on it.
 */
export function guardQuery(
  statements: readonly QueryNode[] | undefined,
  rules: GuardRules,
): Refusal | undefined {
  if (statements === undefined) return { kind: 'construct', what: 'statement' };
  if (statements.length !== 1) return { kind: 'construct', what: 'several statements' };
  return new Guard(rules).check(statements[0], new Set());
}

const QUERY_NODES = new Set(['SELECT_NODE', 'SET_OPERATION_NODE', 'RECURSIVE_CTE_NODE', 'CTE_NODE']);

const TABLE_NODES = new Set(['BASE_TABLE', 'SUBQUERY', 'JOIN', 'EMPTY', 'EXPRESSION_LIST', 'TABLE_FUNCTION']);

const EXPRESSION_CLASSES = new Set([
  'CONSTANT',
  'COLUMN_REF',
  'FUNCTION',
  'OPERATOR',
  'CAST',
  'COMPARISON',
  'CONJUNCTION',
  'CASE',
  'STAR',
  'SUBQUERY',
  'LAMBDA',
  'WINDOW',
  'BETWEEN',
]);

const TABLE_FUNCTIONS = new Set(['unnest', 'generate_series', 'range']);

class Guard {
  readonly #rules: GuardRules;

  constructor(rules: GuardRules) {
    this.#rules = rules;
  }

  check(value: unknown, scope: ReadonlySet<string>): Refusal | undefined {
    if (Array.isArray(value)) return this.#first(value, scope);
    if (!isNode(value)) return undefined;
    const refusal = this.#refuse(value, scope);
    if (refusal) return refusal;
    if (!isNode(value['cte_map'])) return this.#first(Object.values(value), scope);
    const { cte_map: ctes, ...rest } = value;
    const opened = this.#openScope(items(ctes['map']), scope);
    return 'kind' in opened ? opened : this.#first(Object.values(rest), opened.scope);
  }

  #first(values: readonly unknown[], scope: ReadonlySet<string>): Refusal | undefined {
    for (const value of values) {
      const refusal = this.check(value, scope);
      if (refusal) return refusal;
    }
    return undefined;
  }

  #openScope(
    ctes: readonly unknown[],
    outer: ReadonlySet<string>,
  ): Refusal | { readonly scope: ReadonlySet<string> } {
    const scope = new Set(outer);
    for (const cte of ctes) {
      if (!isNode(cte)) return { kind: 'construct', what: 'WITH' };
      const name = String(cte['key']).toLowerCase();
      const inner = isRecursive(cte['value']) ? new Set([...scope, name]) : scope;
      const refusal = this.check(cte['value'], inner);
      if (refusal) return refusal;
      scope.add(name);
    }
    return { scope };
  }

  #refuse(node: QueryNode, scope: ReadonlySet<string>): Refusal | undefined {
    const kind = node['class'];
    const type = typeof node['type'] === 'string' ? node['type'] : '';
    if (typeof kind === 'string') return this.#refuseExpression(node, kind);
    if (type === 'BASE_TABLE') return this.#refuseTable(node, scope);
    if (type === 'TABLE_FUNCTION') return refuseTableFunction(node);
    if (type.endsWith('_NODE') && !QUERY_NODES.has(type)) return { kind: 'construct', what: type };
    const isTableNode = 'alias' in node && 'sample' in node && !('class' in node);
    return isTableNode && !TABLE_NODES.has(type) ? { kind: 'construct', what: type } : undefined;
  }

  #refuseExpression(node: QueryNode, kind: string): Refusal | undefined {
    if (!EXPRESSION_CLASSES.has(kind)) return { kind: 'construct', what: kind };
    if (kind === 'STAR' && node['columns'] === true) return { kind: 'construct', what: 'COLUMNS' };
    if (kind !== 'FUNCTION' && kind !== 'WINDOW') return undefined;
    const name = String(node['function_name']).toLowerCase();
    // DuckDB's parser puts `main` (and `system`) before the functions that its own syntax stands for.
    const isQualified =
      !['', 'main'].includes(String(node['schema'])) || !['', 'system'].includes(String(node['catalog']));
    return isQualified || !this.#rules.functions.has(name) ? { kind: 'function', what: name } : undefined;
  }

  #refuseTable(node: QueryNode, scope: ReadonlySet<string>): Refusal | undefined {
    const name = String(node['table_name']).toLowerCase();
    const isQualified = node['schema_name'] !== '' || node['catalog_name'] !== '';
    const isKnown = this.#rules.tables.has(name) || scope.has(name);
    const isPlain = node['at_clause'] === null || node['at_clause'] === undefined;
    return isQualified || !isKnown || !isPlain ? { kind: 'table', what: name } : undefined;
  }
}

function refuseTableFunction(node: QueryNode): Refusal | undefined {
  const called = isNode(node['function']) ? String(node['function']['function_name']).toLowerCase() : '';
  return TABLE_FUNCTIONS.has(called) ? undefined : { kind: 'function', what: called };
}

function isRecursive(cte: unknown): boolean {
  const query = isNode(cte) ? cte['query'] : undefined;
  const node = isNode(query) ? query['node'] : undefined;
  return isNode(node) && node['type'] === 'RECURSIVE_CTE_NODE';
}
