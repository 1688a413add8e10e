import type { ProfileMeasure } from './audit-plan.ts';
import { nullsOf } from './column-promises.ts';
import type { PlanDraft } from './plan-draft.ts';
import { identifier } from './sql-text.ts';

/** Rows, and by column: nulls, how many different values (approximately), smallest and largest value. */
export function compileProfile(draft: PlanDraft): ProfileMeasure[] {
  const { scan, table } = draft;
  const measures: ProfileMeasure[] = [{ kind: 'rows', measure: scan.measure('count(*)') }];
  for (const column of table.columns) {
    const name = identifier(column.name);
    measures.push(
      { kind: 'nulls', column: column.name, measure: scan.measure(nullsOf(column.name)) },
      { kind: 'distinct', column: column.name, measure: scan.measure(`approx_distinct(${name})`) },
    );
    // A range tells values: of confidential columns none is kept, except the time that freshness needs.
    const { freshnessElement } = draft.product.promises;
    const isClock = freshnessElement?.table === table.name && freshnessElement.column === column.name;
    if (!draft.isShowable(column) && !isClock) continue;
    for (const kind of ['min', 'max'] as const) {
      const measure = scan.measure(`cast(${kind}(${name}) AS varchar)`);
      measures.push({ kind, column: column.name, measure });
    }
  }
  return measures;
}
