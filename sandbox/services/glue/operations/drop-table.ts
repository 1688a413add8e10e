import type { Cloud } from '../../../cloud/cloud.ts';
import type { Scope } from '../../../cloud/store.ts';
import { forgetObject } from '../../lakeformation/forget-object.ts';
import { glueStore, type TableRecord, tableKey } from '../store.ts';

/** Takes a table with its versions, partitions and permissions out of the catalog; its files stay. */
export function dropTable(cloud: Cloud, scope: Scope, { database, name }: TableRecord): void {
  const glue = glueStore(cloud);
  const key = tableKey(database, name);
  for (const [version] of glue.versions.list(scope, `${key}/`)) glue.versions.delete(scope, version);
  for (const [partition] of glue.partitions.list(scope, `${key}/`)) glue.partitions.delete(scope, partition);
  glue.tables.delete(scope, key);
  forgetObject(cloud, scope, { database, table: name });
}
