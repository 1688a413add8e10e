import type { CheckResult } from '../quality/audit-plan.ts';

/** Why a run started. */
export type RunTrigger = 'schedule' | 'upstream' | 'landing' | 'hand';

/** Input of the state machine; EventBridge targets and `mesh run` build it. */
export type RunRequest = {
  readonly trigger: RunTrigger;
  /** Run even when no input and no code changed. */
  readonly force?: boolean;
};

/** What `resolve-run` gets from the state machine. */
export type ResolveRunInput = {
  /** SSM parameter of the product. */
  readonly parameter: string;
  readonly execution: string;
  readonly startedAt: string;
  readonly request: RunRequest;
};

/** A snapshot id of a product table, or the hash of the landed objects of a source. */
export type PinnedInput = {
  readonly key: string;
  readonly version: string;
  /** Only products: `<domain>.<product>`. */
  readonly product?: string;
};

/** One Athena query of a run. */
export type RunQuery = {
  /** State name suffix: step name, or `audit` + table. */
  readonly name: string;
  readonly sql: string;
  /** 32–128 characters, derived from run, step and attempt. */
  readonly token: string;
};

/**
 * What `resolve-run` answers, and what each later state receives as `run`.
 * `resolve-run` fails with `RunUpToDate`, `RunInProgress` or `WaitingForUpstreams` where nothing is to be done.
 */
export type ResolvedRun = {
  /** Hash of product, partition, inputs and manifest; 12 hex digits. */
  readonly run: string;
  readonly attempt: number;
  /** OpenLineage run id (UUID), derived from run and attempt. */
  readonly runUuid: string;
  readonly execution: string;
  readonly startedAt: string;
  readonly trigger: RunTrigger;
  readonly manifest: { readonly bucket: string; readonly key: string; readonly sha256: string };
  readonly inputs: readonly PinnedInput[];
  /** By step name: UNLOAD statements, in the manifest's order. */
  readonly builds: Readonly<Record<string, RunQuery>>;
  /** By table name: the audit scan. */
  readonly audits: Readonly<Record<string, RunQuery>>;
  /** By table name: its Glue table in the staging database, and the `s3://…/` prefix that its UNLOAD wrote to. */
  readonly staged: Readonly<Record<string, { readonly table: string; readonly location: string }>>;
};

/** What `audit-gate` gets: query execution ids of the audit scans by table name. */
export type AuditGateInput = {
  readonly run: ResolvedRun;
  readonly audits: Readonly<Record<string, string>>;
};

/** What `audit-gate` answers when readers may see the run; it fails with `ChecksFailed` otherwise. */
export type AuditGateOutput = {
  readonly verdict: 'passed' | 'warned';
  readonly tables: Readonly<Record<string, TableAudit>>;
};

export type TableAudit = {
  readonly rows: number;
  readonly checks: readonly CheckResult[];
  readonly profile: Readonly<Record<string, ColumnProfile>>;
  /** Shares, 0 to 1, as `evaluateAudit` answers them. */
  readonly completeness: number;
  readonly validity: number;
};

export type ColumnProfile = {
  readonly nulls: number;
  readonly distinct: number;
  readonly min: string | null;
  readonly max: string | null;
};

export type PublishSnapshotInput = { readonly run: ResolvedRun; readonly audit: AuditGateOutput };

export type PublishSnapshotOutput = {
  readonly snapshots: Readonly<Record<string, { readonly snapshotId: string; readonly rows: number }>>;
  readonly publishedAt: string;
};

export type RecordFailureInput = {
  readonly parameter: string;
  readonly execution: string;
  readonly startedAt: string;
  /** Absent or null when the run could not even be resolved. */
  readonly run?: ResolvedRun | null;
  readonly error: { readonly Error: string; readonly Cause: string };
};

/**
 * Items of a domain's registry table (DynamoDB; keys `pk` and `sk` are strings).
 * pk = `<product>/v<major>`; sk = `head` | `lease` | `run/<startedAt>/<run>-<attempt>`.
 */
export type RegistryHead = {
  readonly pk: string;
  readonly sk: 'head';
  readonly run: string;
  readonly attempt: number;
  readonly manifestSha256: string;
  readonly version: string;
  readonly inputs: readonly PinnedInput[];
  readonly tables: Readonly<Record<string, { readonly snapshotId: string; readonly rows: number }>>;
  readonly publishedAt: string;
  /** ISO time that the freshness promise is measured from. */
  readonly freshAsOf: string;
  readonly completeness: number;
  readonly validity: number;
  readonly checksPassed: number;
  readonly checksFailed: number;
};

export type RegistryLease = {
  readonly pk: string;
  readonly sk: 'lease';
  readonly run: string;
  readonly attempt: number;
  readonly execution: string;
  readonly startedAt: string;
  readonly acquiredAt: string;
};

export type RegistryRun = {
  readonly pk: string;
  readonly sk: string;
  readonly run: string;
  readonly attempt: number;
  readonly execution: string;
  readonly trigger: RunTrigger;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly manifestSha256: string;
  readonly status: 'running' | 'published' | 'refused' | 'failed';
  readonly inputs: readonly PinnedInput[];
  readonly rows?: number;
  readonly snapshotIds?: Readonly<Record<string, string>>;
  /** Only the checks that did not pass, at most 50; the ledger object holds all. */
  readonly findings: readonly CheckResult[];
  readonly checksPassed: number;
  readonly checksFailed: number;
  readonly error?: { readonly name: string; readonly message: string };
};
