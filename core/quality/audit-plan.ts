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
  /** `percent`: the measure is divided by the row count and multiplied by 100. */
  readonly unit: 'rows' | 'percent' | 'value';
  /** Columns of the scan that hold examples of offending values, as text. */
  readonly examples: readonly string[];
};

export type ProfileMeasure = {
  readonly kind: 'rows' | 'nulls' | 'distinct' | 'min' | 'max';
  readonly column?: string;
  readonly measure: string;
};

export type ExtraQuery = { readonly id: string; readonly sql: string };

/** What one check found. `error`: it could not be evaluated, which counts as failed. */
export type CheckResult = {
  readonly id: string;
  readonly table: string;
  readonly column?: string;
  readonly statement: string;
  readonly dimension: string;
  readonly severity: 'error' | 'warning';
  readonly status: 'passed' | 'failed' | 'error';
  readonly measured: number | null;
  readonly expected: string;
  readonly examples: readonly string[];
};
