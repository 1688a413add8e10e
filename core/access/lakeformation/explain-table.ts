import { united } from './evaluate-table.ts';
import type { Grant } from './grant.ts';
import { heldGrants, type LakeView } from './held-grants.ts';
import type { LakeState, LakeTable } from './lake-state.ts';
import { type Closed, type Opening, openingOf, openingsOf } from './openings.ts';
import { tablePermissions } from './permissions.ts';
import type { TableAccess } from './table-access.ts';

/** What a principal may read of a table, and because of what. */
export type TableExplanation = {
  readonly access: TableAccess;
  readonly openings: readonly Opening[];
  /** Grants about the table that show nothing of it. */
  readonly closed: readonly { readonly grant: Grant; readonly because: Closed }[];
};

export function explainTable(
  state: LakeState,
  principal: string,
  table: LakeTable,
  view: LakeView = {},
): TableExplanation {
  const openings = openingsOf(state, principal, { ...view, table });
  const { own } = heldGrants(state, principal, {
    ...view,
    object: { database: table.database, table: table.name },
  });
  const closed = own.flatMap((grant) => {
    const because = openingOf(state, grant, { ...view, table });
    return because && 'kind' in because ? [{ grant, because }] : [];
  });
  const required = tablePermissions(state, principal, table, view).has('DESCRIBE') ? 'Select' : 'Describe';
  const access: TableAccess =
    openings.length > 0 ? united(openings, table) : { kind: 'denied', required, resource: table.name };
  return { access, openings, closed };
}

/** The openings through which a column is read; empty where it is not. */
export function openingsOfColumn(explanation: TableExplanation, column: string): readonly Opening[] {
  return explanation.openings.filter(({ columns }) => columns.includes(column));
}
