import type { CheckKind } from '../quality/audit-plan.ts';

/**
 * What policies judge: one product as plain JSON. Every key is always there, null where a contract is silent,
 * so that an expression which misspells a key fails instead of passing.
 */
export type PolicySubject = {
  /** `<domain>.<product>` */
  readonly resource: string;
  readonly domain: string;
  readonly product: string;
  readonly title: string;
  readonly description: string;
  readonly version: string;
  readonly major: number;
  readonly status: string;
  readonly owner: { readonly team: string; readonly email: string };
  readonly mesh: { readonly name: string; readonly classifications: readonly string[] };
  readonly promises: {
    readonly freshnessHours: number | null;
    readonly retentionDays: number | null;
    readonly completeness: number;
  };
  readonly tables: readonly SubjectTable[];
  /** Those that are live: one that waits, or has ended, grants nothing that could be judged. */
  readonly subscriptions: readonly SubjectSubscription[];
  /** Only in the stage `publish`; null before there are data. */
  readonly publication: SubjectPublication | null;
};

export type SubjectTable = {
  readonly name: string;
  readonly description: string;
  readonly primaryKey: readonly string[];
  readonly partitionBy: readonly string[];
  readonly columns: readonly SubjectColumn[];
  readonly checks: readonly SubjectCheck[];
};

export type SubjectColumn = {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly required: boolean;
  readonly unique: boolean;
  readonly isKey: boolean;
  readonly classification: string | null;
  /** Position in the mesh's classifications, from 0 for the most open; -1 without one. */
  readonly rank: number;
  /** Columns of products that this one is made of; what landed has no classification. */
  readonly origins: readonly SubjectOrigin[];
  /** The column whose tokens it holds. */
  readonly tokenOf: string | null;
  /** Whether another column of the table holds its tokens. */
  readonly hasToken: boolean;
  /** `customProperties` entry `declassification` of the contract. */
  readonly declassification: { readonly approvedBy: string; readonly reason: string } | null;
};

export type SubjectOrigin = {
  /** `<domain>.<table>` */
  readonly table: string;
  readonly column: string;
  readonly classification: string | null;
  /** As of the column; beyond every classification where the origin has none. */
  readonly rank: number;
};

export type SubjectCheck = {
  readonly id: string;
  readonly column: string | null;
  readonly kind: CheckKind;
  readonly severity: 'error' | 'warning';
};

export type SubjectSubscription = {
  readonly name: string;
  readonly consumer: string;
  readonly roles: readonly string[];
  readonly table: string;
  readonly purpose: string;
  readonly columns: readonly string[];
  readonly rows: string | null;
  /** The most restricted of the columns'; null where one has none. */
  readonly classification: string | null;
  /** As of a column; beyond every classification where a column has none. */
  readonly rank: number;
  /** ISO date, last day of access. */
  readonly expires: string;
  readonly requestedBy: string | null;
  /** ISO date. */
  readonly requestedOn: string | null;
  /** From the day of the request to the last day; null where the file does not say when it was asked for. */
  readonly days: number | null;
  readonly approvedBy: readonly string[];
  /** How many people approved who did not ask. */
  readonly approvals: number;
};

export type SubjectPublication = {
  readonly rows: number;
  readonly completeness: number;
  readonly validity: number;
  readonly checksPassed: number;
  readonly checksFailed: number;
};
