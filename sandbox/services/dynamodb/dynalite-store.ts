import { Readable } from 'node:stream';
import db from 'dynalite/db/index.js';
import { AwsError } from '../../cloud/aws-error.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Collection, Scope } from '../../cloud/store.ts';
import { items, type StoredItem, type TableRecord } from './store.ts';
import { requireTable } from './table.ts';

/** DynamoDB's 400 KB per item. */
export const DYNALITE_OPTIONS = { maxItemSize: 409_600 };

type Done = (error?: unknown, result?: unknown) => void;

/** A range of keys as LevelDB has it. */
type KeyRange = {
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
  readonly reverse?: boolean;
  readonly limit?: number;
};

/**
 * What dynalite's operations take for their LevelDB, on the sandbox's own store: it calls back at once, so that a
 * write is one SQLite statement, several are one transaction, and a kill loses nothing that was acknowledged.
 */
export function dynaliteStore(cloud: Cloud, scope: Scope) {
  const all = items(cloud);
  return {
    options: DYNALITE_OPTIONS,
    getTable: (name: string, checkStatus: boolean | Done, callback?: Done) => {
      const done = typeof checkStatus === 'function' ? checkStatus : callback;
      const found = findTable(cloud, scope, name);
      done?.(found.error, found.table);
    },
    getItemDb: (table: string) => itemDatabase(all, scope, table),
    getIndexDb: (_type: string, table: string, index: string) => ({
      // Indexes are computed from the items when they are read.
      put: (_key: string, _item: unknown, done: Done) => done(),
      del: (_key: string, done: Done) => done(),
      createValueStream: (range: KeyRange) =>
        Readable.from(indexItems(cloud, scope, { table, index, range })),
    }),
  };
}

function findTable(cloud: Cloud, scope: Scope, name: string): { error?: unknown; table?: unknown } {
  try {
    return { table: dynaliteTable(requireTable(cloud, scope, name)) };
  } catch (error) {
    return { error };
  }
}

/** The members of a table description that dynalite reads. */
export function dynaliteTable(table: TableRecord): object {
  return {
    TableName: table.name,
    TableStatus: 'ACTIVE',
    KeySchema: table.keySchema,
    AttributeDefinitions: table.attributes,
    ...(table.globalIndexes.length > 0 && { GlobalSecondaryIndexes: table.globalIndexes }),
    ...(table.localIndexes.length > 0 && { LocalSecondaryIndexes: table.localIndexes }),
  };
}

function itemDatabase(all: Collection<StoredItem>, scope: Scope, table: string) {
  const rowKey = (key: string): string => `${table}/${key}`;
  return {
    lock: (_key: string, work: (release: (done: Done) => Done) => void) => work((done) => done),
    get: (key: string, done: Done) => {
      const item = all.get(scope, rowKey(key));
      if (item) done(undefined, item);
      else done(Object.assign(new Error('not found'), { name: 'NotFoundError' }));
    },
    put: (key: string, item: StoredItem, done: Done) => {
      all.put(scope, rowKey(key), item);
      done();
    },
    del: (key: string, done: Done) => {
      all.delete(scope, rowKey(key));
      done();
    },
    createValueStream: (range: KeyRange) => {
      const found = all.list(scope, rowKey(commonPrefix(range))).map(([key, item]) => ({
        key: key.slice(table.length + 1),
        item,
      }));
      return Readable.from(within(found, range));
    },
  };
}

function indexItems(
  cloud: Cloud,
  scope: Scope,
  of: { readonly table: string; readonly index: string; readonly range: KeyRange },
): readonly StoredItem[] {
  const table = requireTable(cloud, scope, of.table);
  const index = [...table.globalIndexes, ...table.localIndexes].find(
    ({ IndexName }) => IndexName === of.index,
  );
  if (!index)
    throw new AwsError('ValidationException', `The table does not have the specified index: ${of.index}`);
  const description = dynaliteTable(table);
  const entries = items(cloud)
    .list(scope, `${of.table}/`)
    .flatMap(([, item]) => db.getIndexActions([index], null, item, description).puts)
    .map(({ key, item }) => ({ key, item }));
  return within(
    entries.sort((a, b) => (a.key < b.key ? -1 : 1)),
    of.range,
  );
}

type Entry = { readonly key: string; readonly item: StoredItem };

function within(entries: readonly Entry[], range: KeyRange): readonly StoredItem[] {
  const { gt, gte, lt, lte, reverse, limit } = range;
  const found = entries
    .filter(
      ({ key }) =>
        (gt === undefined || key > gt) &&
        (gte === undefined || key >= gte) &&
        (lt === undefined || key < lt) &&
        (lte === undefined || key <= lte),
    )
    .map(({ item }) => item);
  const ordered = reverse === true ? found.reverse() : found;
  return limit === undefined || limit < 0 ? ordered : ordered.slice(0, limit);
}

/** What all keys of a range begin with: one partition's for a query. */
function commonPrefix({ gt, gte, lt, lte }: KeyRange): string {
  const [low, high] = [gte ?? gt, lt ?? lte];
  if (low === undefined || high === undefined) return '';
  let length = 0;
  while (length < low.length && low[length] === high[length]) length += 1;
  return low.slice(0, length);
}
