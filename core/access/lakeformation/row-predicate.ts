import { assertNever } from '../../errors/invariant.ts';

export type Literal =
  | { readonly kind: 'string'; readonly value: string }
  /** `text` is a decimal number as written: `-12.50`, `1e3`. */
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean };

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** A column, or a field within a struct column; lower case, as the Glue catalog keeps names. */
export type ColumnPath = readonly [column: string, ...fields: string[]];

/** A Lake Formation row filter as its parser accepted it: columns against constants, nothing else. */
export type RowPredicate =
  | { readonly kind: 'constant'; readonly value: boolean }
  | {
      readonly kind: 'compare';
      readonly column: ColumnPath;
      readonly operator: Comparison;
      readonly value: Literal;
    }
  | { readonly kind: 'between'; readonly column: ColumnPath; readonly low: Literal; readonly high: Literal }
  | { readonly kind: 'in'; readonly column: ColumnPath; readonly values: readonly Literal[] }
  | { readonly kind: 'like'; readonly column: ColumnPath; readonly pattern: string }
  | { readonly kind: 'is-null'; readonly column: ColumnPath }
  | { readonly kind: 'not'; readonly of: RowPredicate }
  | { readonly kind: 'and' | 'or'; readonly of: readonly RowPredicate[] };

/** Standard SQL text (Athena and DuckDB read it alike): every identifier is quoted, every string escaped. */
export function renderPredicate(predicate: RowPredicate): string {
  switch (predicate.kind) {
    case 'constant':
      return predicate.value ? 'TRUE' : 'FALSE';
    case 'compare':
      return `${path(predicate.column)} ${predicate.operator} ${literal(predicate.value)}`;
    case 'between':
      return `${path(predicate.column)} BETWEEN ${literal(predicate.low)} AND ${literal(predicate.high)}`;
    case 'in':
      return `${path(predicate.column)} IN (${predicate.values.map(literal).join(', ')})`;
    case 'like':
      return `${path(predicate.column)} LIKE ${quoteText(predicate.pattern)}`;
    case 'is-null':
      return `${path(predicate.column)} IS NULL`;
    case 'not':
      return `NOT (${renderPredicate(predicate.of)})`;
    case 'and':
    case 'or':
      return junction(predicate.kind, predicate.of);
    default:
      return assertNever(predicate);
  }
}

/** Rows that any of the predicates lets through; `null` means all rows. */
export function anyOf(predicates: readonly (RowPredicate | null)[]): RowPredicate | null {
  const some: RowPredicate[] = [];
  for (const predicate of predicates) {
    if (predicate === null) return null;
    some.push(predicate);
  }
  const distinct = [...new Map(some.map((one) => [renderPredicate(one), one])).values()];
  const [only] = distinct;
  return distinct.length === 1 && only ? only : { kind: 'or', of: distinct };
}

/** Rows that all of the predicates let through; `null` means all rows. */
export function allOf(predicates: readonly (RowPredicate | null)[]): RowPredicate | null {
  const some = predicates.filter((predicate) => predicate !== null);
  const [first, ...others] = some;
  if (!first) return null;
  return others.length === 0 ? first : { kind: 'and', of: some };
}

/** Columns that a predicate looks at, without their fields. */
export function predicateColumns(predicate: RowPredicate): readonly string[] {
  switch (predicate.kind) {
    case 'constant':
      return [];
    case 'not':
      return predicateColumns(predicate.of);
    case 'and':
    case 'or':
      return [...new Set(predicate.of.flatMap(predicateColumns))];
    default:
      return [predicate.column[0]];
  }
}

function junction(kind: 'and' | 'or', of: readonly RowPredicate[]): string {
  // An empty disjunction lets nothing through, an empty conjunction everything.
  if (of.length === 0) return kind === 'and' ? 'TRUE' : 'FALSE';
  return of.map((one) => `(${renderPredicate(one)})`).join(kind === 'and' ? ' AND ' : ' OR ');
}

const path = (column: ColumnPath): string =>
  column.map((part) => `"${part.replaceAll('"', '""')}"`).join('.');

const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function literal(value: Literal): string {
  switch (value.kind) {
    case 'string':
      return quoteText(value.value);
    case 'number':
      return value.text;
    case 'boolean':
      return value.value ? 'TRUE' : 'FALSE';
    default:
      return assertNever(value);
  }
}
