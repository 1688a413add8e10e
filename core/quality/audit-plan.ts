/**
 * Everything that a contract promises about one table, as one scan.
 * SQL holds `{{table}}` where the audited table stands (the staged files of a run).
 */
export type AuditPlan = {
  /** One SELECT that returns one row; each measure is one of its columns. */
  readonly scan: string;
  readonly checks: readonly CompiledCheck[];
  /** Columns of the scan's row that make the profile: rows, nulls, distinct, min, max per column. */
  readonly profile: readonly ProfileMeasure[];
  /** Checks that one scan cannot answer: custom SQL, references to other tables. One row, one number each. */
  readonly extra: readonly ExtraQuery[];
  /** What the contract says and no query can check. */
  readonly unchecked: readonly UncheckedPromise[];
};

export type Operator =
  | 'mustBe'
  | 'mustNotBe'
  | 'mustBeGreaterThan'
  | 'mustBeGreaterOrEqualTo'
  | 'mustBeLessThan'
  | 'mustBeLessOrEqualTo'
  | 'mustBeBetween'
  | 'mustNotBeBetween';

/** What a check's measure counts; `completeness` (cells that must hold a value) and `validity` feed the figures of those names. */
export type CheckKind =
  | 'completeness'
  | 'missing'
  | 'validity'
  | 'uniqueness'
  | 'volume'
  | 'freshness'
  | 'reference'
  | 'query';

export type CompiledCheck = {
  /** Stable within the table, for example `delay.invalidValues.1`. */
  readonly id: string;
  /** What is promised, in words: `delay is between -120 and 1440`. */
  readonly statement: string;
  readonly column?: string;
  readonly dimension: string;
  /** `error` refuses the publication, `warning` is reported. */
  readonly severity: 'error' | 'warning';
  /** Column of the scan (or `extra` query id) that holds the measured number. */
  readonly measure: string;
  readonly operator: Operator;
  readonly threshold: number | readonly [number, number];
  /**
   * `percent`: the measure is divided by the row count and multiplied by 100.
   * `ageHours`: the measure is a time as text, and what counts is its age when the check is evaluated.
   */
  readonly unit: 'rows' | 'percent' | 'value' | 'ageHours';
  readonly kind: CheckKind;
  /** Why no query can answer this check although it must be answered; it then fails as `error`. */
  readonly problem?: string;
  /** Columns of the scan that hold examples of offending values, as text. */
  readonly examples: readonly string[];
};

export type ProfileMeasure = {
  readonly kind: 'rows' | 'nulls' | 'distinct' | 'min' | 'max';
  readonly column?: string;
  readonly measure: string;
};

/**
 * `{{table}}` is the audited table, `{{table:<name>}}` another table of the same product; both are the staged files
 * of the run.
 */
export type ExtraQuery = { readonly id: string; readonly sql: string };

/** A promise that no query can check (ODCS rules of type `text` and `custom`): reported, never passed. */
export type UncheckedPromise = {
  readonly id: string;
  readonly statement: string;
  readonly column?: string;
  readonly dimension: string;
  /** Why it cannot be checked. */
  readonly reason: string;
};

/**
 * What one check found. `error`: it could not be evaluated, which counts as failed.
 * `notEvaluated`: a promise in prose or for another engine; neither passed nor failed, severity `warning`.
 */
export type CheckResult = {
  readonly id: string;
  readonly table: string;
  readonly column?: string;
  readonly statement: string;
  readonly dimension: string;
  readonly severity: 'error' | 'warning';
  readonly status: 'passed' | 'failed' | 'error' | 'notEvaluated';
  readonly measured: number | null;
  readonly expected: string;
  readonly examples: readonly string[];
};
