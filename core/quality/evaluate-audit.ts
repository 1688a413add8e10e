import { invariant } from '../errors/invariant.ts';
import type { ColumnProfile } from '../pipeline/run.ts';
import type { AuditPlan, CheckResult, CompiledCheck } from './audit-plan.ts';
import { describeThreshold, holds } from './threshold.ts';

/** One row of text values, as Athena answers it; null where the cell has no value. */
export type MeasuredRow = Readonly<Record<string, string | null>>;

export type AuditAnswers = {
  /** Name of the audited table. */
  readonly table: string;
  /** The scan's only row. */
  readonly row: MeasuredRow;
  /** First cell of each extra query, by its id. */
  readonly extras: MeasuredRow;
  /** By id of an extra query: why it has no answer. */
  readonly problems?: Readonly<Record<string, string>>;
  readonly now: Date;
};

export type AuditOutcome = {
  readonly results: readonly CheckResult[];
  readonly rows: number;
  readonly profile: Readonly<Record<string, ColumnProfile>>;
  /** Share of the promised cells that hold a value, 0 to 1. */
  readonly completeness: number;
  /** Share of the checked values that are as the contract says, 0 to 1. */
  readonly validity: number;
};

/** Decides every check of a plan by what the scan and the extra queries answered. */
export function evaluateAudit(plan: AuditPlan, answers: AuditAnswers): AuditOutcome {
  const rows = rowsOf(plan, answers.row);
  const results = plan.checks.map((check) => evaluateCheck(check, rows, answers));
  const unchecked = plan.unchecked.map(
    ({ id, statement, column, dimension, reason }): CheckResult => ({
      id,
      table: answers.table,
      ...(column !== undefined && { column }),
      statement,
      dimension,
      severity: 'warning',
      status: 'notEvaluated',
      measured: null,
      expected: reason,
      examples: [],
    }),
  );
  return {
    results: [...results, ...unchecked],
    rows,
    profile: profileOf(plan, answers.row),
    completeness: shareOf(plan, { kind: 'completeness', rows, answers }),
    validity: shareOf(plan, { kind: 'validity', rows, answers }),
  };
}

/** Whether readers must not see the run. */
export function refuses({ severity, status }: CheckResult): boolean {
  return severity === 'error' && (status === 'failed' || status === 'error');
}

function rowsOf(plan: AuditPlan, row: MeasuredRow): number {
  const measure = plan.profile.find(({ kind }) => kind === 'rows')?.measure;
  const rows = measure === undefined ? null : numberOf(row[measure]);
  invariant(rows !== null, 'an audit scan answers with the number of rows');
  return rows;
}

function evaluateCheck(check: CompiledCheck, rows: number, answers: AuditAnswers): CheckResult {
  const measured = check.problem === undefined ? measuredBy(check, rows, answers) : null;
  const isKept = measured !== null && holds(check, measured);
  const { id, statement, column, dimension, severity } = check;
  return {
    id,
    table: answers.table,
    ...(column !== undefined && { column }),
    statement,
    dimension,
    severity,
    status: measured === null ? 'error' : isKept ? 'passed' : 'failed',
    measured,
    expected: measured === null ? whyNot(check, answers) : describeThreshold(check, check.unit),
    examples: isKept ? [] : examplesOf(check, answers.row),
  };
}

const whyNot = (check: CompiledCheck, { problems }: AuditAnswers): string =>
  check.problem ??
  problems?.[check.measure] ??
  `${describeThreshold(check, check.unit)}, and there is no answer`;

/** Null where there is no answer, or none that is a number. */
function measuredBy(check: CompiledCheck, rows: number, { row, extras, now }: AuditAnswers): number | null {
  const isExtra = check.kind === 'query' || check.kind === 'reference';
  const answer = (isExtra ? extras : row)[check.measure];
  switch (check.unit) {
    case 'ageHours':
      return ageHours(answer, now);
    case 'percent': {
      const count = numberOf(answer);
      if (count === null) return null;
      return rows === 0 ? 0 : (count / rows) * 100;
    }
    case 'rows':
    case 'value':
      return numberOf(answer);
  }
}

function numberOf(answer: string | null | undefined): number | null {
  if (answer === undefined || answer === null || answer.trim() === '') return null;
  const number = Number(answer);
  return Number.isFinite(number) ? number : null;
}

const MS_PER_HOUR = 3_600_000;

/** Athena writes times without a zone; the contract's times are UTC unless it says otherwise. */
function ageHours(answer: string | null | undefined, now: Date): number | null {
  if (answer === undefined || answer === null) return null;
  const time = timeOf(answer);
  return time === null ? null : (now.getTime() - time.getTime()) / MS_PER_HOUR;
}

/** The moment that a query's text of a date or timestamp means, in UTC. */
export function timeOf(answer: string): Date | null {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?)\d*)?(?: ?UTC|Z)?$/.exec(
    answer.trim(),
  );
  if (match === null) return null;
  const time = new Date(`${match[1]}T${match[2] ?? '00:00:00'}Z`);
  return Number.isNaN(time.getTime()) ? null : time;
}

/** Examples travel through events and registry items, which are small. */
const EXAMPLE_LENGTH_MAX = 100;

function examplesOf(check: CompiledCheck, row: MeasuredRow): readonly string[] {
  const values = check.examples.map((measure) => row[measure]).filter((value) => typeof value === 'string');
  return [...new Set(values)].map((value) => value.slice(0, EXAMPLE_LENGTH_MAX));
}

function profileOf(plan: AuditPlan, row: MeasuredRow): Readonly<Record<string, ColumnProfile>> {
  const columns = new Set(plan.profile.flatMap(({ column }) => (column === undefined ? [] : [column])));
  const cell = (kind: string, column: string): string | null => {
    const measure = plan.profile.find((known) => known.kind === kind && known.column === column)?.measure;
    return measure === undefined ? null : (row[measure] ?? null);
  };
  return Object.fromEntries(
    [...columns].map((column) => [
      column,
      {
        nulls: numberOf(cell('nulls', column)) ?? 0,
        distinct: numberOf(cell('distinct', column)) ?? 0,
        min: cell('min', column),
        max: cell('max', column),
      },
    ]),
  );
}

type Share = {
  readonly kind: 'completeness' | 'validity';
  readonly rows: number;
  readonly answers: AuditAnswers;
};

/** Promised cells that are as promised; a measure that several checks use counts once. */
function shareOf(plan: AuditPlan, { kind, rows, answers }: Share): number {
  const checks = plan.checks.filter((check) => check.kind === kind);
  const measures = new Set(checks.map(({ measure }) => measure));
  const cells = measures.size * rows;
  if (cells === 0) return checks.some(({ problem }) => problem !== undefined) ? 0 : 1;
  let bad = 0;
  // What could not be measured counts as wholly bad.
  for (const measure of measures) bad += numberOf(answers.row[measure]) ?? rows;
  return Math.max(0, 1 - bad / cells);
}
