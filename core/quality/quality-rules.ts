import type { QualityRule } from '../contract/contract.ts';
import { OPERATORS } from '../contract/quality.ts';
import type { Column } from '../spec/mesh.ts';
import type { CheckKind, Operator } from './audit-plan.ts';
import { type LibraryMeasure, libraryMeasure, metricOf } from './library-metrics.ts';
import {
  addCheck,
  addUnchecked,
  type CheckDraft,
  exampleMeasures,
  freeId,
  type PlanDraft,
} from './plan-draft.ts';
import { severityOf } from './severity.ts';
import { customQuery } from './sql-rule.ts';
import { describeThreshold } from './threshold.ts';

/** Compiles the `quality` lists of a table and of its columns. */
export function compileQualityRules(
  draft: PlanDraft,
  rules: readonly QualityRule[],
  column: Column | undefined,
): void {
  for (const [index, rule] of rules.entries()) {
    const common = commonOf(rule, { column, number: index + 1 });
    switch (kindOf(rule)) {
      case 'library':
        compileLibraryRule(draft, rule, { common, column });
        break;
      case 'sql':
        compileSqlRule(draft, rule, { common, column });
        break;
      case 'text':
        addUnchecked(draft, { ...common, reason: 'it is a rule in prose' });
        break;
      case 'custom':
        addUnchecked(draft, { ...common, reason: `it is written for the engine "${rule.engine ?? ''}"` });
        break;
    }
  }
}

/** A metric makes a rule a library rule, whatever its type; without either there is nothing to query. */
function kindOf(rule: QualityRule): 'library' | 'sql' | 'text' | 'custom' {
  if (rule.type !== undefined) return rule.type;
  return metricOf(rule) === undefined ? 'text' : 'library';
}

type Common = {
  readonly id: string;
  readonly statement: string;
  readonly dimension: string;
  readonly severity: 'error' | 'warning';
  readonly column?: string;
};

function commonOf(
  rule: QualityRule,
  { column, number }: { readonly column: Column | undefined; readonly number: number },
): Common {
  const name = rule.id ?? `${metricOf(rule) ?? rule.type ?? 'text'}.${number}`;
  return {
    id: column === undefined ? name : `${column.name}.${name}`,
    statement: rule.description ?? rule.name ?? name,
    dimension: rule.dimension ?? 'accuracy',
    severity: severityOf(rule.severity),
    ...(column !== undefined && { column: column.name }),
  };
}

type Place = { readonly common: Common; readonly column: Column | undefined };

function compileLibraryRule(draft: PlanDraft, rule: QualityRule, { common, column }: Place): void {
  const promised = promiseOf(rule);
  const unit = rule.unit === undefined || rule.unit === 'rows' ? 'rows' : rule.unit;
  if (unit !== 'rows' && unit !== 'percent') {
    addCheck(draft, { ...common, ...broken('query', `the unit "${unit}" is not "rows" or "percent"`) });
    return;
  }
  const measured: LibraryMeasure = libraryMeasure(rule, { table: draft.table, column });
  if ('problem' in measured || 'problem' in promised) {
    const problem = 'problem' in measured ? measured.problem : 'problem' in promised ? promised.problem : '';
    addCheck(draft, { ...common, ...broken('query', problem) });
    return;
  }
  if (measured.kind === 'volume' && unit === 'percent') {
    addCheck(draft, { ...common, ...broken('volume', 'a row count has no percentage') });
    return;
  }
  const spoken = rule.description ?? rule.name ?? `${measured.claim} ${describeThreshold(promised, unit)}`;
  addCheck(draft, {
    ...common,
    ...promised,
    statement: spoken,
    dimension: rule.dimension ?? measured.dimension,
    kind: measured.kind,
    measure: draft.scan.measure(measured.expression),
    unit,
    ...(measured.bad !== undefined &&
      column !== undefined && { examples: exampleMeasures(draft, column, measured.bad) }),
  });
}

function compileSqlRule(draft: PlanDraft, rule: QualityRule, { common, column }: Place): void {
  const promised = promiseOf(rule);
  const query = customQuery(rule.query ?? '', column);
  if ('problem' in query || 'problem' in promised) {
    const problem = 'problem' in query ? query.problem : 'problem' in promised ? promised.problem : '';
    addCheck(draft, { ...common, ...broken('query', problem) });
    return;
  }
  const id = freeId(draft, common.id);
  draft.extra.push({ id, sql: query.sql });
  addCheck(draft, { ...common, ...promised, id, kind: 'query', measure: id, unit: 'value' });
}

type Promised = Pick<CheckDraft, 'operator' | 'threshold'>;

function promiseOf(rule: QualityRule): Promised | { readonly problem: string } {
  const operator: Operator | undefined = OPERATORS.find((candidate) => rule[candidate] !== undefined);
  if (operator === undefined) return { problem: 'the rule has no operator such as mustBe' };
  const threshold = rule[operator];
  if (typeof threshold === 'number') return { operator, threshold };
  if (Array.isArray(threshold)) {
    const [low, high]: unknown[] = threshold;
    if (typeof low === 'number' && typeof high === 'number') return { operator, threshold: [low, high] };
  }
  return { problem: `${operator} is ${JSON.stringify(threshold)}, and only numbers can be compared` };
}

/** A check that must be answered and cannot be: it fails until the contract is mended. */
function broken(kind: CheckKind, problem: string) {
  return { kind, problem, measure: '', operator: 'mustBe', threshold: 0, unit: 'value' } as const;
}
