import type { RowPredicate } from './row-predicate.ts';

/** A column that a principal may read; where `when` does not hold for a row, its cell is NULL. */
export type ReadableColumn = { readonly name: string; readonly when: RowPredicate | null };

/**
 * What Lake Formation lets one principal read of one table. `columns` keep the table's order; a column that is
 * not listed does not exist for the principal. `rows` null means all rows.
 */
export type TableAccess =
  | { readonly kind: 'denied'; readonly required: 'Describe' | 'Select'; readonly resource: string }
  | {
      readonly kind: 'allowed';
      readonly columns: readonly ReadableColumn[];
      readonly rows: RowPredicate | null;
    };

/** AWS's words for a Lake Formation denial. */
export function insufficientPermission(denied: {
  readonly required: string;
  readonly resource: string;
}): string {
  return `Insufficient Lake Formation permission(s): Required ${denied.required} on ${denied.resource}`;
}
