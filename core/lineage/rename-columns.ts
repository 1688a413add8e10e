import type { QueryContext } from './query-context.ts';
import type { RelationColumn } from './relation.ts';
import type { Identifier } from './sql-ast.ts';

/** Columns under the names that an alias gives them: `AS t (a, b)`. */
export function renamed(
  context: QueryContext,
  columns: readonly RelationColumn[],
  names: readonly Identifier[],
): readonly RelationColumn[] {
  const [first] = names;
  if (first !== undefined && names.length !== columns.length) {
    const message = `${names.length} names are given to ${columns.length} columns`;
    context.report(first.extent, { code: 'ColumnCountMismatch', message });
  }
  return columns.map((column, index) => ({
    ...column,
    name: names[index]?.name ?? column.name,
    isNamed: true,
  }));
}
