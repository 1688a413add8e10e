import { heldGrants } from './held-grants.ts';
import type { LakeState, LakeTable } from './lake-state.ts';
import { IAM_ALLOWED_PRINCIPALS } from './grant.ts';
import { openingOf } from './openings.ts';

/**
 * With whose rights a principal's query reads the files of a table: with its `own` on S3, or as the registered role,
 * whose credentials Lake Formation `vended`. Grants say which, not whether.
 */
export type DataPath = 'own' | 'vended' | 'unknown';

/** Whatever the path, who has rights of its own on the files can read them without Lake Formation. */
export function dataPath(state: LakeState, principal: string, table: LakeTable): DataPath {
  const object = { database: table.database, table: table.name };
  switch (state.registrationOf?.(object)) {
    case undefined:
      return 'unknown';
    case 'none':
      return 'own';
    case 'lake-formation':
      return 'vended';
    case 'hybrid':
      return isOpen(state, principal, table) ? 'own' : 'vended';
  }
}

/** Whether the group of everybody opens the table to the principal, as it does for nobody who is opted in. */
function isOpen(state: LakeState, principal: string, table: LakeTable): boolean {
  const object = { database: table.database, table: table.name };
  return heldGrants(state, principal, { object }).own.some((grant) => {
    if (grant.principal !== IAM_ALLOWED_PRINCIPALS) return false;
    const opening = openingOf(state, grant, { table });
    return opening !== undefined && 'columns' in opening;
  });
}
