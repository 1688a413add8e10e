import type { TableAccess } from '../../../core/access/lakeformation/table-access.ts';
import type { Caller } from '../../cloud/caller.ts';
import type { Cloud } from '../../cloud/cloud.ts';

export type AccessedTable = {
  readonly catalogId: string;
  readonly database: string;
  readonly table: string;
};

/** What Athena asks Lake Formation; the service is made with it, so that a test can decide itself. */
export type AthenaAccess = {
  /** What a caller may read of a table. */
  readonly resolve: (cloud: Cloud, caller: Caller, table: AccessedTable) => TableAccess;
  /** Throws `AwsError` unless the caller's query may read the objects below `location`. */
  readonly authorizeRead: (cloud: Cloud, caller: Caller, location: string) => void;
};
