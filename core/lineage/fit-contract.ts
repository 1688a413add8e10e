import { nearest } from '../diagnostics/suggest.ts';
import type { Column, Table } from '../spec/mesh.ts';
import type { SqlQuery } from './parse-sql.ts';
import type { QueryContext } from './query-context.ts';
import type { RelationColumn } from './relation.ts';
import { castName, isAssignable } from './sql-types.ts';
import { placeOf, type WrittenColumn } from './step-columns.ts';

export type TableResult = {
  readonly query: SqlQuery;
  readonly columns: readonly RelationColumn[];
  readonly table: Table;
  /** Something is wrong with the inputs, so that absent columns mean nothing. */
  readonly isBroken: boolean;
};

/** Holds a query's result to the contract, and gives the contract's columns in the contract's order. */
export function fitContract(context: QueryContext, result: TableResult): WrittenColumn[] {
  const { query, columns, table, isBroken } = result;
  const made = new Map(columns.map((column) => [column.name, column]));
  // Tokens are made of what the query puts out, and not by it.
  const asked = table.columns.filter(({ tokenOf }) => tokenOf === undefined);
  const promised = new Map(asked.map((column) => [column.name, column]));
  const extra = columns.filter(({ name, isNamed }) => isNamed && !promised.has(name));
  const missing = asked.filter(({ name }) => !made.has(name));
  if (!isBroken) {
    for (const column of extra) {
      const token = table.columns.find(({ name }) => name === column.name)?.tokenOf;
      if (token !== undefined) {
        context.report(placeOf(column), {
          code: 'ExtraColumn',
          message: `the column "${column.name}" holds tokens of "${token}", which the run makes`,
          hint: 'drop it here',
        });
        continue;
      }
      context.report(placeOf(column), {
        code: 'ExtraColumn',
        message: `the contract's table "${table.name}" has no column "${column.name}"`,
        hint: hintFor(column.name, missing),
      });
    }
    for (const { name, type } of missing) {
      context.report(
        { start: query.extent.start, end: query.extent.start + 'select'.length },
        {
          code: 'MissingColumn',
          message: `the query lacks the column "${name}" (${type}) of the contract's table "${table.name}"`,
          hint: `add … AS ${name}`,
        },
      );
    }
  }
  return table.columns.map((column) =>
    column.tokenOf === undefined
      ? fitColumn(context, column, made.get(column.name))
      : tokenColumn(column, column.tokenOf, made.get(column.tokenOf)),
  );
}

/** A token is made of the value of its column, and tells of it only that it is the same. */
function tokenColumn(column: Column, tokenOf: string, made: RelationColumn | undefined): WrittenColumn {
  const origins = (made?.origins ?? []).map((origin) => ({
    ...origin,
    transformation: 'TRANSFORMATION' as const,
  }));
  return { name: column.name, type: column.type, origins, needsCast: false, tokenOf };
}

function hintFor(extra: string, missing: readonly Column[]): string {
  const meant = nearest(
    extra,
    missing.map(({ name }) => name),
  );
  return meant === undefined ? 'describe it in contract.yaml, or drop it here' : `did you mean "${meant}"?`;
}

function fitColumn(context: QueryContext, column: Column, made: RelationColumn | undefined): WrittenColumn {
  const { name, type } = column;
  if (made === undefined) return { name, type, origins: [], needsCast: true };
  if (!isAssignable(made.type, type)) {
    context.report(placeOf(made), {
      code: 'ColumnTypeMismatch',
      message: `the column "${name}" is ${made.type}, and the contract says ${type}`,
      hint: `write cast(… AS ${castName(type)}) AS ${name}, or change the contract`,
    });
  }
  return { name, type, origins: made.origins, needsCast: !(made.hasStatedType && made.type === type) };
}
