import { checkExpression } from '../../../core/access/lakeformation/check-expression.ts';
import type { GrantResource, LfTagPair } from '../../../core/access/lakeformation/grant.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import { findTable, lakeTableOf, requireDatabase } from '../glue/catalog.ts';
import type { TableRecord } from '../glue/store.ts';
import { entityNotFound, invalidInput } from './lake-error.ts';
import { registrationOf } from './locations.ts';
import { lakeStore } from './store.ts';

/** Refuses a grant on what is not there. */
export function checkGrantedObject(cloud: Cloud, scope: Scope, resource: GrantResource): void {
  switch (resource.kind) {
    case 'catalog':
      return;
    case 'database':
    case 'all-tables':
      requireDatabase(cloud, scope, resource.database);
      return;
    case 'table':
      requireLakeTable(cloud, scope, resource);
      return;
    case 'columns':
      checkColumns(requireLakeTable(cloud, scope, resource), resource.columns.names);
      return;
    case 'filter':
      checkFilter(cloud, scope, resource);
      return;
    case 'data-location':
      if (registrationOf(cloud, scope, resource.location.replace('arn:aws:s3:::', 's3://'))) return;
      throw entityNotFound(`Resource ${resource.location} is not registered with Lake Formation`);
    case 'tag':
      checkTags(cloud, scope, [resource.tag]);
      return;
    case 'tag-policy': {
      const [problem] = checkExpression(resource.expression);
      if (problem !== undefined) throw invalidInput(problem);
      checkTags(cloud, scope, resource.expression);
    }
  }
}

export function requireLakeTable(
  cloud: Cloud,
  scope: Scope,
  { database, table }: { readonly database: string; readonly table: string },
): TableRecord {
  requireDatabase(cloud, scope, database);
  const found = findTable(cloud, scope, database, table);
  if (!found) throw entityNotFound(`Table not found: ${database}.${table}`);
  return found;
}

export function checkColumns(table: TableRecord, names: readonly string[]): void {
  const known = new Set(lakeTableOf(table).columns);
  const missing = names.find((name) => !known.has(name));
  if (missing !== undefined) throw invalidInput(`Column ${missing} does not exist in table ${table.name}`);
}

function checkFilter(cloud: Cloud, scope: Scope, filter: GrantResource & { readonly kind: 'filter' }): void {
  const key = `${filter.database}/${filter.table}/${filter.filter}`;
  if (lakeStore(cloud).filters.get(scope, key)) return;
  throw entityNotFound(`Data cells filter ${filter.filter} not found on ${filter.database}.${filter.table}`);
}

/** Keys and values of an expression, or of tags for an object, must have been created. */
export function checkTags(cloud: Cloud, scope: Scope, pairs: readonly LfTagPair[]): void {
  for (const { key, values } of pairs) {
    const tag = lakeStore(cloud).tags.get(scope, key);
    const missing = values.find((value) => !tag?.values.includes(value));
    if (missing !== undefined) throw entityNotFound(`Tag key ${key} or its value ${missing} does not exist.`);
  }
}
