import type { Subscription } from '../../spec/mesh.ts';
import { requestCommand } from '../requests/request-command.ts';
import type { Denied } from './remedy.ts';

/** The command that would ask for what is denied: all that a file gives already, and what is missing beside it. */
export function commandFor(denied: Denied, instead: Subscription | undefined): string {
  const { principal, target } = denied.explanation;
  return requestCommand({
    table: `${target.product.domain}.${target.spec.name}`,
    consumer: principal.domain,
    roles: instead?.roles ?? [principal.name.slice(principal.domain.length + 1)],
    columns: asked(denied, instead),
    rows: instead?.rows,
    isReplacement: instead?.state === 'live',
    purpose: instead?.purpose,
  });
}

/** In the table's order; none where the whole table is asked for. */
function asked({ explanation, column }: Denied, instead: Subscription | undefined): readonly string[] {
  const wanted = [...(instead?.columns ?? []), ...(column === undefined ? [] : [column])];
  const all = explanation.target.table.columns;
  const columns = all.filter((name) => wanted.includes(name));
  return columns.length === all.length ? [] : columns;
}
