import type { Column, Product, Table } from '../spec/mesh.ts';
import type { CheckKind, CompiledCheck, ExtraQuery, Operator, UncheckedPromise } from './audit-plan.ts';
import { Scan } from './scan.ts';
import { identifier } from './sql-text.ts';

/** What is gathered while the promises of one table are compiled. */
export type PlanDraft = {
  readonly product: Product;
  readonly table: Table;
  readonly scan: Scan;
  readonly checks: CompiledCheck[];
  readonly extra: ExtraQuery[];
  readonly unchecked: UncheckedPromise[];
  /** Of checks and of promises that are not checked. */
  readonly ids: Set<string>;
  /** Whether values of a column may stand in reports, ledgers and messages. */
  readonly isShowable: (column: Column) => boolean;
};

export function newDraft(options: Pick<PlanDraft, 'product' | 'table' | 'isShowable'>): PlanDraft {
  return { ...options, scan: new Scan(), checks: [], extra: [], unchecked: [], ids: new Set() };
}

export type CheckDraft = {
  readonly id: string;
  readonly statement: string;
  readonly column?: string;
  readonly dimension: string;
  readonly severity: 'error' | 'warning';
  readonly kind: CheckKind;
  readonly measure: string;
  readonly operator: Operator;
  readonly threshold: number | readonly [number, number];
  readonly unit: CompiledCheck['unit'];
  readonly examples?: readonly string[];
  readonly problem?: string;
};

/** Adds a check under an id of its own: what is promised twice is checked once or numbered. */
export function addCheck(draft: PlanDraft, check: CheckDraft): void {
  const id = freeId(draft, check.id);
  draft.ids.add(id);
  draft.checks.push({ ...check, id, examples: check.examples ?? [] });
}

export function addUnchecked(draft: PlanDraft, promise: UncheckedPromise): void {
  const id = freeId(draft, promise.id);
  draft.ids.add(id);
  draft.unchecked.push({ ...promise, id });
}

export function freeId({ ids }: PlanDraft, wanted: string): string {
  let id = wanted;
  for (let number = 2; ids.has(id); number += 1) id = `${wanted}.${number}`;
  return id;
}

/** Measures of the smallest and the largest offending value: two are enough to see what is wrong. */
export function exampleMeasures(draft: PlanDraft, column: Column, bad: string): readonly string[] {
  if (!draft.isShowable(column)) return [];
  const name = identifier(column.name);
  return ['min', 'max'].map((end) =>
    draft.scan.measure(`cast(${end}(${name}) FILTER (WHERE ${bad}) AS varchar)`),
  );
}
