import { tableAccess } from '../lakeformation/evaluate-table.ts';
import type { TableAccess } from '../lakeformation/table-access.ts';
import type { WorldRole } from '../world/world.ts';
import type { ResourceOf } from '../world/world-resource.ts';
import { catalogSteps } from './catalog-path.ts';
import type { KnownWorld } from './known-world.ts';
import { isOpen } from './path-step.ts';
import { readFiles } from './read-files.ts';

/** What a role reads of a table: nothing, or columns and rows. */
export type Readable =
  | { readonly kind: 'nothing' }
  /** Past Athena and Lake Formation, from the files, whoever may read them reads all. */
  | (TableAccess & { readonly kind: 'allowed'; readonly path: 'catalog' | 'files' });

export function readableBy(known: KnownWorld, role: WorldRole, table: ResourceOf<'table'>): Readable {
  if (readFiles(known, role, table).every(isOpen)) return { ...everything(table), path: 'files' };
  const state = known.lakeOf(table.account)?.state;
  const shown = state && tableAccess(state, role.arn, table);
  if (shown?.kind !== 'allowed') return { kind: 'nothing' };
  if (!catalogSteps(known, role, table).every(isOpen)) return { kind: 'nothing' };
  return { ...shown, path: 'catalog' };
}

function everything({ columns }: ResourceOf<'table'>): TableAccess & { readonly kind: 'allowed' } {
  return { kind: 'allowed', columns: columns.map((name) => ({ name, when: null })), rows: null };
}
