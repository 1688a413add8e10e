import db from 'dynalite/db/index.js';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import { toWire } from './attribute-value.ts';
import { dynaliteTable } from './dynalite-store.ts';
import { items, type StoredItem } from './store.ts';
import { requireTable } from './table.ts';

export type ItemAddress = {
  readonly TableName: string | undefined;
  readonly Key?: object | undefined;
  readonly Item?: object | undefined;
};

/** Key of an item's record; the address has to be validated before. */
export function itemKey(cloud: Cloud, scope: Scope, { TableName, Key, Item }: ItemAddress): string {
  const table = requireTable(cloud, scope, TableName);
  return `${table.name}/${db.createKey(Object(toWire(Key ?? Item)), dynaliteTable(table))}`;
}

export function storedItem(cloud: Cloud, scope: Scope, address: ItemAddress): StoredItem | undefined {
  return items(cloud).get(scope, itemKey(cloud, scope, address));
}
