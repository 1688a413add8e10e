import type { CatalogObject } from '../../../core/access/lakeformation/lake-state.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import { objectKey } from './lake-state-of.ts';
import { lakeStore } from './store.ts';

/**
 * Drops what Lake Formation holds on a catalog object that is deleted: grants by name, filters, tags. A new
 * object of the same name starts without any of it.
 */
export function forgetObject(cloud: Cloud, scope: Scope, object: Omit<CatalogObject, 'column'>): void {
  const lake = lakeStore(cloud);
  const { database, table } = object;
  const path = table === undefined ? database : `${database}/${table}`;
  for (const [key, { resource }] of lake.grants.list(scope)) {
    if (!('database' in resource) || resource.database !== database) continue;
    if (table === undefined || ('table' in resource && resource.table === table))
      lake.grants.delete(scope, key);
  }
  for (const [key] of lake.filters.list(scope, `${path}/`)) lake.filters.delete(scope, key);
  for (const [key] of lake.assigned.list(scope, `column/${path}/`)) lake.assigned.delete(scope, key);
  if (table === undefined) {
    for (const [key] of lake.assigned.list(scope, `table/${path}/`)) lake.assigned.delete(scope, key);
  }
  lake.assigned.delete(scope, objectKey(object));
}
