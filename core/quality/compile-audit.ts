import type { ContractTable } from '../contract/contract.ts';
import type { Column, Product, Table } from '../spec/mesh.ts';
import type { AuditPlan } from './audit-plan.ts';
import { compileColumnPromises, surplusOfAll } from './column-promises.ts';
import { addCheck, newDraft, type PlanDraft } from './plan-draft.ts';
import { compileProfile } from './profile.ts';
import { compileQualityRules } from './quality-rules.ts';
import { compileReferences } from './references.ts';

/** Classifications of a mesh that names no others, from the most open to the most restricted. */
const USUAL_CLASSIFICATIONS = ['open', 'internal', 'confidential', 'restricted'];

export type CompileAuditOptions = {
  /** The mesh's classifications, from the most open to the most restricted. */
  readonly classifications?: readonly string[];
};

/**
 * Compiles everything that a contract promises about one table into one scan.
 * Values of columns in the more restricted half of the classifications, or without any, never leave the table:
 * they have no examples and no range.
 */
export function compileAudit(product: Product, table: Table, options: CompileAuditOptions = {}): AuditPlan {
  const draft = newDraft({ product, table, isShowable: showableIn(options) });
  const declared = declaredTable(product, table);
  // First, so that the number of rows is the scan's first column.
  const profile = compileProfile(draft);
  compilePrimaryKey(draft);
  for (const column of table.columns) compileColumn(draft, declared, column);
  compileQualityRules(draft, declared?.quality ?? [], undefined);
  if (declared !== undefined) compileReferences(draft, declared);
  compileFreshness(draft, profile);
  const { checks, extra, unchecked, scan } = draft;
  return { scan: scan.sql(table.name), checks, profile, extra, unchecked };
}

function showableIn({ classifications = USUAL_CLASSIFICATIONS }: CompileAuditOptions) {
  const open = classifications.slice(0, Math.ceil(classifications.length / 2));
  return ({ classification }: Column): boolean =>
    classification !== undefined && open.includes(classification);
}

type Named = { readonly name: string; readonly physicalName?: string | undefined };

const isCalled = (declared: Named, name: string): boolean =>
  declared.physicalName === name || declared.name === name;

function declaredTable(product: Product, table: Table): ContractTable | undefined {
  return product.contract.schema?.find((declared) => isCalled(declared, table.name));
}

function compileColumn(draft: PlanDraft, declared: ContractTable | undefined, column: Column): void {
  const property = declared?.properties?.find((candidate) => isCalled(candidate, column.name));
  compileColumnPromises(draft, property ?? { name: column.name }, column);
  compileQualityRules(draft, property?.quality ?? [], column);
}

function compilePrimaryKey(draft: PlanDraft): void {
  const { primaryKey } = draft.table;
  const [only, ...others] = primaryKey;
  if (only === undefined) return;
  addCheck(draft, {
    id: 'primaryKey',
    statement: `${primaryKey.join(', ')} ${others.length === 0 ? 'identifies' : 'together identify'} a row`,
    ...(others.length === 0 && { column: only }),
    dimension: 'uniqueness',
    severity: 'error',
    kind: 'uniqueness',
    measure: draft.scan.measure(surplusOfAll(primaryKey)),
    operator: 'mustBe',
    threshold: 0,
    unit: 'rows',
  });
}

/** A warning: late data is still newer than what readers have. */
function compileFreshness(draft: PlanDraft, profile: AuditPlan['profile']): void {
  const { freshnessHours, freshnessElement } = draft.product.promises;
  if (freshnessHours === undefined || freshnessElement?.table !== draft.table.name) return;
  const { column } = freshnessElement;
  const newest = profile.find((measure) => measure.kind === 'max' && measure.column === column);
  addCheck(draft, {
    id: `${column}.freshness`,
    statement: `the newest ${column} is at most ${freshnessHours} hours old`,
    column,
    dimension: 'timeliness',
    severity: 'warning',
    kind: 'freshness',
    measure: newest?.measure ?? '',
    operator: 'mustBeLessOrEqualTo',
    threshold: freshnessHours,
    unit: 'ageHours',
    ...(newest === undefined && { problem: `the table has no column "${column}"` }),
  });
}
