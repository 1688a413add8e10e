import type { Rung } from '../access/grants/ladder.ts';
import type { Contract } from '../contract/contract.ts';
import type { NeededApprovals } from '../governance/approval-rules.ts';
import type { AccessDecision } from './spec-schemas.ts';
import type { SubscriptionState } from './subscription-state.ts';

/** `<domain>.<product>`; people and SQL say `<domain>.<table>`. */
export type ProductId = string & { readonly __brand: 'ProductId' };

/** A mesh as resolved: every reference is a value, every default is filled in. */
export type Mesh = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** From the most open to the most restricted. */
  readonly classifications: readonly string[];
  readonly environments: readonly Environment[];
  /** For the platform, and for domains that say nothing themselves. */
  readonly defaults?: { readonly owner?: Owner | undefined; readonly costCentre?: string | undefined };
  readonly domains: readonly Domain[];
  /** What happens to grants in Lake Formation that nobody declared. */
  readonly undeclaredGrants: Rung;
  /** Files that `mesh up` lands in the sandbox, as a source system would. */
  readonly landing: readonly LandingFile[];
};

export type Environment = {
  readonly name: string;
  readonly region: string;
  readonly isSandbox: boolean;
  /** Account of the domain `platform`: mesh bus, audit bucket. */
  readonly platformAccount: string;
  /** Whom the platform lets in; without one, the accounts of this environment are listed one by one. */
  readonly organization?: string;
  /** What becomes of data when its stack goes; `destroy` takes a second key at synthesis. */
  readonly removal: Removal;
};

export const REMOVALS = ['retain', 'destroy'] as const;
export type Removal = (typeof REMOVALS)[number];

/** `from` is a path below the mesh or `npm:<package>/<path>`; `to` is `<domain>/<key in its landing bucket>`. */
export type LandingFile = { readonly from: string; readonly to: string };

export type Domain = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly owner: Owner;
  /** Value of the tag `cost-centre`; the domain's own name where nobody says. */
  readonly costCentre: string;
  /** Account id by environment name. */
  readonly accounts: Readonly<Record<string, string>>;
  /** Analyst-like roles beside the standard ones, for example `texas-analyst`. */
  readonly roles: readonly DomainRole[];
  /** Values that outside systems hand out, such as keys of their APIs. */
  readonly secrets: readonly DomainSecret[];
  readonly products: readonly Product[];
  /** Directory below the mesh root, with forward slashes. */
  readonly directory: string;
};

export type Owner = {
  readonly team: string;
  readonly email: string;
  /** As CODEOWNERS takes it: `@org/team`. */
  readonly handle?: string | undefined;
};

export type DomainRole = { readonly name: string; readonly title: string };

export type DomainSecret = {
  readonly name: string;
  readonly description: string;
  /** Roles of the domain that read the value. */
  readonly readers: readonly string[];
};

export const LOADS = ['replace', 'append', 'partition', 'merge'] as const;
export type Load = (typeof LOADS)[number];

export const AFTERS = ['all', 'any', 'none'] as const;
export type After = (typeof AFTERS)[number];

export type Product = {
  readonly id: ProductId;
  readonly domain: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Semantic version of the contract, for example `1.2.0`. */
  readonly version: string;
  readonly major: number;
  readonly status: string;
  readonly contract: Contract;
  readonly tables: readonly Table[];
  /** In the order in which they run; a step of kind `table` makes the table of the same name. */
  readonly steps: readonly Step[];
  readonly sources: readonly Source[];
  /** Distinct product tables that the SQL reads, in this domain or another. */
  readonly upstreams: readonly Upstream[];
  readonly schedule?: { readonly expression: string; readonly timezone: string };
  readonly after: After;
  readonly load: Load;
  /** Those that are live: nothing else grants anything. */
  readonly subscriptions: readonly Subscription[];
  /** Access files that grant nothing: pending, denied, revoked or expired. */
  readonly dormant: readonly Subscription[];
  readonly promises: Promises;
  readonly directory: string;
};

/** What the contract's `slaProperties` promise, in hours, days and fractions. */
export type Promises = {
  /** Data is at most this old (from `latency`, or `freshness` where a contract says so). */
  readonly freshnessHours?: number;
  /** Column of a table whose maximum is the data's own time; publication time otherwise. */
  readonly freshnessElement?: { readonly table: string; readonly column: string };
  readonly retentionDays?: number;
  /** Share of required cells that hold a value, 0 to 1; default 1. */
  readonly completeness: number;
};

export type Table = {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly Column[];
  /** Names of the primary key's columns, in key order; empty when there is none. */
  readonly primaryKey: readonly string[];
  /** Names of the partition columns, in order (identity partitions). */
  readonly partitionBy: readonly string[];
};

/** Athena types of product columns. */
export type ColumnType =
  | 'string'
  | 'boolean'
  | 'int'
  | 'bigint'
  | 'float'
  | 'double'
  | 'date'
  | 'timestamp'
  | `decimal(${number},${number})`;

export type Column = {
  readonly name: string;
  readonly type: ColumnType;
  readonly required: boolean;
  readonly unique: boolean;
  readonly description: string;
  /** One of the mesh's classifications; absent when the contract does not say. */
  readonly classification?: string;
  /** The column of the same table whose tokens this one holds; its values are made by the run, not by SQL. */
  readonly tokenOf?: string;
};

export type Source = {
  readonly name: string;
  /** Key prefix below the domain's landing bucket, ends in `/`. */
  readonly prefix: string;
  readonly format: 'parquet' | 'csv' | 'json';
  /** CSV: every column is read as string. */
  readonly columns: readonly { readonly name: string; readonly type: ColumnType }[];
};

export type Upstream = {
  readonly product: ProductId;
  readonly domain: string;
  readonly productName: string;
  readonly table: string;
  readonly major: number;
};

export type StepInput =
  | ({ readonly kind: 'product' } & Upstream)
  | { readonly kind: 'source'; readonly source: string }
  | { readonly kind: 'step'; readonly step: string };

export type Step = {
  readonly name: string;
  readonly kind: 'table' | 'step';
  readonly file: string;
  /** As written. */
  readonly sql: string;
  /** Athena SQL in which each input is its `placeholder(…)`. */
  readonly template: string;
  readonly inputs: readonly StepInput[];
  readonly columns: readonly OutputColumn[];
};

/** A column that a step's SQL puts out, and the columns that it was made of. */
export type OutputColumn = {
  readonly name: string;
  /** Absent where the type cannot be inferred. */
  readonly type?: ColumnType;
  readonly lineage: readonly ColumnOrigin[];
};

export type ColumnOrigin = {
  readonly input: StepInput;
  readonly column: string;
  readonly transformation: 'IDENTITY' | 'TRANSFORMATION' | 'AGGREGATION';
};

/** The text that stands for an input in a step's template, until a run pins it. */
export function placeholder(input: StepInput): string {
  switch (input.kind) {
    case 'product':
      return `{{product:${input.domain}.${input.table}@${input.major}}}`;
    case 'source':
      return `{{source:${input.source}}}`;
    case 'step':
      return `{{step:${input.step}}}`;
  }
}

/** A consumer's right to read, decided by the owner, as `access/<name>.yaml` says. */
export type Subscription = {
  readonly name: string;
  readonly consumer: string;
  /** Roles of the consuming domain: `analyst`, `pipeline`, `engineer` or one of its own. */
  readonly roles: readonly string[];
  readonly table: string;
  readonly purpose: string;
  /** Columns that may be read, resolved from `columns` or `except`. */
  readonly columns: readonly string[];
  /** Row filter in Lake Formation's PartiQL subset; absent means all rows. */
  readonly rows?: string;
  /** The most restricted of the columns'; null where one has none. */
  readonly classification: string | null;
  /** ISO date, last day of access. */
  readonly expires: string;
  readonly requestedBy?: string | undefined;
  /** ISO date. */
  readonly requestedOn?: string | undefined;
  /** As written. */
  readonly approvedBy: readonly string[];
  /** Those of them that count: each person once, and not who asked. */
  readonly approvers: readonly string[];
  readonly approvals: NeededApprovals;
  readonly denied?: AccessDecision | undefined;
  readonly revoked?: AccessDecision | undefined;
  readonly state: SubscriptionState;
  readonly file: string;
};
