import type {
  ColumnInfo,
  QueryExecutionState,
  ResultConfiguration,
  StatementType,
  Tag,
  WorkGroupConfiguration,
  WorkGroupState,
} from '@aws-sdk/client-athena';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Collection } from '../../cloud/store.ts';

export type QueryRecord = {
  readonly id: string;
  readonly sql: string;
  readonly database?: string;
  readonly catalog?: string;
  readonly workgroup: string;
  readonly statementType: StatementType;
  readonly substatementType: string;
  readonly state: QueryExecutionState;
  readonly reason?: string;
  readonly error?: QueryError;
  readonly submittedAt: string;
  readonly completedAt?: string;
  readonly resultConfiguration: ResultConfiguration;
  /** `s3://…` of the result file. */
  readonly output: string;
  readonly manifest?: string;
  /** Absent until the query succeeded. */
  readonly result?: QueryResult;
  readonly engineMillis?: number;
  readonly queueMillis?: number;
  readonly scannedBytes?: number;
  readonly cutoffBytes?: number;
};

export type QueryError = { readonly category: number; readonly type?: number; readonly retryable: boolean };

export type QueryResult = {
  readonly columns: readonly ColumnInfo[];
  /** `csv` has a header row and quoted cells; `lines` is one text for each row; `none` has no rows. */
  readonly format: 'csv' | 'lines' | 'none';
  readonly rows: number;
};

export type WorkGroupRecord = {
  readonly name: string;
  readonly description: string;
  readonly state: WorkGroupState;
  readonly configuration: WorkGroupConfiguration;
  readonly createdAt: string;
  readonly tags: readonly Tag[];
};

/** By query id. */
export function queries(cloud: Cloud): Collection<QueryRecord> {
  return cloud.store.collection('athena.query');
}

/** Query ids by `<workgroup>/<newest first>`, so that a list is a range. */
export function queryOrder(cloud: Cloud): Collection<string> {
  return cloud.store.collection('athena.query-order');
}

/** What a client's token started. */
export function tokens(cloud: Cloud): Collection<{ readonly id: string; readonly request: string }> {
  return cloud.store.collection('athena.token');
}

/** By name. */
export function workgroups(cloud: Cloud): Collection<WorkGroupRecord> {
  return cloud.store.collection('athena.workgroup');
}
