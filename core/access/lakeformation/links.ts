import type { LakeView } from './held-grants.ts';
import type { LakeState } from './lake-state.ts';
import { databasePermissions, tablePermissions } from './permissions.ts';

/** A resource link on the way to a table: a database or a table that stands for one elsewhere. */
export type Link = { readonly state: LakeState; readonly database: string; readonly table?: string };

/** The first link that a principal may not describe, and so not follow; the target decides about the rest. */
export function closedLink(links: readonly Link[], principal: string, view: LakeView = {}): Link | undefined {
  return links.find(({ state, database, table }) => {
    const held =
      table === undefined
        ? databasePermissions(state, principal, database, view)
        : tablePermissions(state, principal, { database, name: table, columns: [] }, view);
    return !held.has('DESCRIBE');
  });
}
