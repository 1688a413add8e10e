import type { ContractTable } from '../contract/contract.ts';
import { addCheck, addUnchecked, freeId, type PlanDraft } from './plan-draft.ts';
import { identifier } from './sql-text.ts';

/** Foreign keys: each asks a query of its own, because it reads a second table. */
export function compileReferences(draft: PlanDraft, declared: ContractTable): void {
  for (const property of declared.properties ?? []) {
    for (const { to } of property.relationships ?? []) {
      // Several targets of one column are several keys, not one composite key.
      for (const target of [to].flat()) addReference(draft, [property.name], [target]);
    }
  }
  for (const { from, to } of declared.relationships ?? []) {
    const own = [from].flat().map((reference) => reference.split('.').at(-1) ?? reference);
    addReference(draft, own, [to].flat());
  }
}

function addReference(draft: PlanDraft, from: readonly string[], to: readonly string[]): void {
  const wanted = `${from.join('-')}.reference`;
  const statement = `every ${from.join(', ')} exists in ${to.join(', ')}`;
  const only = from.length === 1 ? from[0] : undefined;
  const common = { statement, dimension: 'consistency', ...(only !== undefined && { column: only }) };
  if (to.some((target) => !/^\w+\.\w+$/.test(target))) {
    addUnchecked(draft, { ...common, id: wanted, reason: 'it points into another contract' });
    return;
  }
  const id = freeId(draft, wanted);
  const found = targetOf(draft, from, to);
  const check = {
    ...common,
    id,
    severity: 'error',
    kind: 'reference',
    operator: 'mustBe',
    threshold: 0,
  } as const;
  if ('problem' in found) {
    addCheck(draft, { ...check, measure: '', unit: 'value', problem: found.problem });
    return;
  }
  draft.extra.push({ id, sql: orphanQuery(from, found) });
  addCheck(draft, { ...check, measure: id, unit: 'value' });
}

type Target = { readonly table: string; readonly columns: readonly string[] };

function targetOf(
  { product, table }: PlanDraft,
  from: readonly string[],
  to: readonly string[],
): Target | { readonly problem: string } {
  const parts = to.map((target) => target.split('.'));
  const [name = ''] = parts[0] ?? [];
  const columns = parts.map((part) => part[1] ?? '');
  if (parts.some((part) => part[0] !== name)) return { problem: 'the reference points to several tables' };
  if (from.length !== columns.length) return { problem: 'the two sides of the reference differ in length' };
  const target = product.tables.find((candidate) => candidate.name === name);
  if (target === undefined) return { problem: `the contract has no table "${name}"` };
  const unknown = columns.find((column) => !target.columns.some((known) => known.name === column));
  if (unknown !== undefined) return { problem: `table "${name}" has no column "${unknown}"` };
  const missing = from.find((column) => !table.columns.some((known) => known.name === column));
  if (missing !== undefined) return { problem: `table "${table.name}" has no column "${missing}"` };
  return { table: name === table.name ? '{{table}}' : `{{table:${name}}}`, columns };
}

/** Rows whose key is complete and stands nowhere in the target. */
function orphanQuery(from: readonly string[], target: Target): string {
  const keys = from.map((column) => `child.${identifier(column)}`);
  const matches = target.columns.map((column, index) => `parent.${identifier(column)} = ${keys[index]}`);
  return [
    'SELECT count(*) FROM {{table}} AS child',
    `WHERE ${keys.map((key) => `${key} IS NOT NULL`).join(' AND ')}`,
    `AND NOT EXISTS (SELECT 1 FROM ${target.table} AS parent WHERE ${matches.join(' AND ')})`,
  ].join(' ');
}
