import type { ColumnOrigin, ColumnType } from '../spec/mesh.ts';
import { SQL_NAME } from '../spec/sql-name.ts';
import type { QueryContext } from './query-context.ts';
import type { RelationColumn } from './relation.ts';
import type { Extent } from './sql-ast.ts';
import { columnTypeOf, type SqlType } from './sql-types.ts';

/** A column as a step writes it to its files. */
export type WrittenColumn = {
  readonly name: string;
  readonly type?: ColumnType;
  readonly origins: readonly ColumnOrigin[];
  /** The file must be told the type, because the query's own may differ. */
  readonly needsCast: boolean;
  /** The column whose tokens it holds. */
  readonly tokenOf?: string;
};

const START: Extent = { start: 0, end: 1 };

export const placeOf = ({ extent }: RelationColumn): Extent => extent ?? START;

/** Checks the names of a result, and gives the columns that an intermediate step writes. */
export function nameColumns(context: QueryContext, columns: readonly RelationColumn[]) {
  const seen = new Set<string>();
  for (const [index, column] of columns.entries()) {
    const { name, isNamed } = column;
    if (!isNamed) {
      const finding = {
        code: 'UnnamedColumn',
        message: `column ${index + 1} of the result has no name`,
        hint: 'write AS and a name behind it',
      } as const;
      context.report(placeOf(column), finding);
    } else if (!SQL_NAME.test(name)) {
      const message = `the column name "${name}" is not lower-case letters, digits and underscores`;
      context.report(placeOf(column), { code: 'InvalidName', message });
    } else if (seen.has(name)) {
      const message = `the result has two columns "${name}"`;
      context.report(placeOf(column), {
        code: 'DuplicateName',
        message,
        hint: 'give one of them another name',
      });
    }
    seen.add(name);
  }
  return { asStep: (isBroken: boolean) => columns.map((column) => stepColumn(context, column, isBroken)) };
}

function stepColumn(context: QueryContext, column: RelationColumn, isBroken: boolean): WrittenColumn {
  const type = columnTypeOf(column.type);
  if (type === undefined && !isBroken) {
    context.report(placeOf(column), {
      code: 'UnknownColumnType',
      message: `the type of the column "${column.name}" ${whyUnknown(column.type)}`,
      hint: `write cast(… AS bigint) AS ${column.name}, with the type that it has`,
    });
  }
  return {
    name: column.name,
    ...(type !== undefined && { type }),
    origins: column.origins,
    needsCast: !column.hasStatedType,
  };
}

function whyUnknown(type: SqlType): string {
  if (type === 'null') return 'cannot be told from NULL alone';
  return type === 'unknown' ? 'cannot be inferred' : `is ${type}, which a step cannot write`;
}
