import { assertNever } from '../../errors/invariant.ts';
import type { ColumnPath, Literal, RowPredicate } from './row-predicate.ts';

export type FilterableTable = {
  /** Without the partition keys; types as Glue writes them. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly partitionKeys: readonly { readonly name: string; readonly type: string }[];
};

type Family = Literal['kind'];

const FAMILIES: readonly (readonly [RegExp, Family])[] = [
  [/^(string|char|varchar)\b/, 'string'],
  [/^(tinyint|smallint|int|integer|long|bigint|float|double|decimal)\b/, 'number'],
  [/^boolean$/, 'boolean'],
];

/** What Lake Formation refuses of a filter on a table: unknown columns, types that it cannot filter by. */
export function checkRowFilter(predicate: RowPredicate, table: FilterableTable): readonly string[] {
  switch (predicate.kind) {
    case 'constant':
      return [];
    case 'not':
      return checkRowFilter(predicate.of, table);
    case 'and':
    case 'or':
      return predicate.of.flatMap((one) => checkRowFilter(one, table));
    case 'is-null':
      return isPartitionKey(predicate.column, table)
        ? [`IS NULL is not supported on partition column ${predicate.column[0]}`]
        : checkColumn(predicate.column, [], table);
    case 'compare':
      return checkColumn(predicate.column, [predicate.value], table);
    case 'between':
      return checkColumn(predicate.column, [predicate.low, predicate.high], table);
    case 'in':
      return checkColumn(predicate.column, predicate.values, table);
    case 'like':
      return checkColumn(predicate.column, [{ kind: 'string', value: predicate.pattern }], table);
    default:
      return assertNever(predicate);
  }
}

function isPartitionKey(path: ColumnPath, table: FilterableTable): boolean {
  return table.partitionKeys.some(({ name }) => name.toLowerCase() === path[0]);
}

function checkColumn(
  path: ColumnPath,
  values: readonly Literal[],
  table: FilterableTable,
): readonly string[] {
  const [name, ...fields] = path;
  const columns = [...table.columns, ...table.partitionKeys];
  const column = columns.find((one) => one.name.toLowerCase() === name);
  if (!column) return [`column ${name} does not exist`];
  const type = column.type.toLowerCase();
  if (fields.length > 0) {
    return type.startsWith('struct<') ? [] : [`column ${name} is ${column.type}, not a struct`];
  }
  const family = FAMILIES.find(([pattern]) => pattern.test(type))?.[1];
  if (!family) return [`column ${name} is ${column.type}, which a row filter cannot compare`];
  return values
    .filter((value) => value.kind !== family)
    .map((value) => `column ${name} is ${column.type}, the filter compares it with a ${value.kind}`);
}
