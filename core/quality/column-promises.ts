import { type ContractProperty, customProperty } from '../contract/contract.ts';
import type { Column } from '../spec/mesh.ts';
import { addCheck, addUnchecked, exampleMeasures, type PlanDraft } from './plan-draft.ts';
import { severityOf } from './severity.ts';
import { identifier } from './sql-text.ts';
import { optionRules } from './type-options.ts';

/** What a column's own keys promise: `required`, `unique` and `logicalTypeOptions`. */
export function compileColumnPromises(draft: PlanDraft, property: ContractProperty, column: Column): void {
  // The standard grades quality rules only; this custom property grades what stands beside them.
  const severity = severityOf(customProperty(property, 'checkSeverity'));
  const isKey = draft.table.primaryKey.includes(column.name);
  if (column.required || isKey) addRequired(draft, column, isKey ? 'error' : severity);
  if (column.unique) addUnique(draft, column, severity);
  for (const rule of optionRules(property, column)) {
    const id = `${column.name}.${rule.name}`;
    const statement = `${column.name} ${rule.claim}`;
    if (rule.kind === 'unchecked') {
      const { reason } = rule;
      addUnchecked(draft, { id, statement, column: column.name, dimension: 'conformity', reason });
      continue;
    }
    const bad =
      rule.kind === 'rule' ? `${identifier(column.name)} IS NOT NULL AND NOT (${rule.valid})` : undefined;
    addCheck(draft, {
      id,
      statement,
      column: column.name,
      dimension: 'conformity',
      severity,
      kind: 'validity',
      measure: bad === undefined ? '' : draft.scan.measure(`count(*) FILTER (WHERE ${bad})`),
      operator: 'mustBe',
      threshold: 0,
      unit: 'rows',
      ...(bad !== undefined && { examples: exampleMeasures(draft, column, bad) }),
      ...(rule.kind === 'problem' && { problem: rule.problem }),
    });
  }
}

export const nullsOf = (column: string): string => `count(*) - count(${identifier(column)})`;

/** Rows that repeat a value beyond its first occurrence; nulls repeat nothing. */
export const surplusOf = (column: string): string =>
  `count(${identifier(column)}) - count(DISTINCT ${identifier(column)})`;

/** As `surplusOf`, for several columns together; here nulls are equal to one another. */
export const surplusOfAll = (columns: readonly string[]): string => {
  const [only, ...others] = columns;
  if (only !== undefined && others.length === 0) return surplusOf(only);
  return `count(*) - count(DISTINCT row(${columns.map(identifier).join(', ')}))`;
};

function addRequired(draft: PlanDraft, column: Column, severity: 'error' | 'warning'): void {
  addCheck(draft, {
    id: `${column.name}.required`,
    statement: `${column.name} has a value in every row`,
    column: column.name,
    dimension: 'completeness',
    severity,
    kind: 'completeness',
    measure: draft.scan.measure(nullsOf(column.name)),
    operator: 'mustBe',
    threshold: 0,
    unit: 'rows',
  });
}

function addUnique(draft: PlanDraft, column: Column, severity: 'error' | 'warning'): void {
  addCheck(draft, {
    id: `${column.name}.unique`,
    statement: `${column.name} never repeats`,
    column: column.name,
    dimension: 'uniqueness',
    severity,
    kind: 'uniqueness',
    measure: draft.scan.measure(surplusOf(column.name)),
    operator: 'mustBe',
    threshold: 0,
    unit: 'rows',
  });
}
