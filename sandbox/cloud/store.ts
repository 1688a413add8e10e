import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** Where a record lives: every AWS record belongs to an account and a region (`global` for IAM and S3). */
export type Scope = { readonly accountId: string; readonly region: string };

/**
 * The sandbox's only durable state besides S3 object bodies and DynamoDB items: JSON records in one SQLite file.
 * A write is committed when the call returns, so a killed process loses nothing that it acknowledged.
 */
export class Store {
  readonly #database: DatabaseSync;
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #delete: StatementSync;
  readonly #list: StatementSync;
  readonly #listAll: StatementSync;
  #depth = 0;

  /** `path` is a file, or `:memory:`. */
  constructor(path: string) {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    this.#database = new DatabaseSync(path);
    // A mesh of a hundred domains has records of some 50 MB: SQLite's own 2 MB would be read again and again.
    // With rowids, since a table without them spills values of a quarter of a page: reads took four times as long.
    this.#database.exec(`
      PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000;
      PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 10000;
      CREATE TABLE IF NOT EXISTS record (
        collection TEXT, account TEXT, region TEXT, key TEXT, value TEXT NOT NULL,
        PRIMARY KEY (collection, account, region, key)
      );`);
    const where = 'collection = ? AND account = ? AND region = ?';
    this.#get = this.#database.prepare(`SELECT value FROM record WHERE ${where} AND key = ?`);
    this.#put = this.#database.prepare(
      'INSERT INTO record VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    );
    this.#delete = this.#database.prepare(`DELETE FROM record WHERE ${where} AND key = ?`);
    this.#list = this.#database.prepare(
      `SELECT key, value FROM record WHERE ${where} AND key >= ? AND key < ? ORDER BY key`,
    );
    this.#listAll = this.#database.prepare(
      'SELECT account, region, key, value FROM record WHERE collection = ? ORDER BY account, region, key',
    );
  }

  /** A typed view of one kind of record, for example `store.collection<Table>('glue.table')`. */
  collection<T>(name: string): Collection<T> {
    return {
      get: ({ accountId, region }, key) => {
        const row = this.#get.get(name, accountId, region, key);
        return row === undefined ? undefined : parse<T>(row['value']);
      },
      put: ({ accountId, region }, key, value) => {
        this.#put.run(name, accountId, region, key, JSON.stringify(value));
      },
      delete: ({ accountId, region }, key) =>
        Number(this.#delete.run(name, accountId, region, key).changes) > 0,
      list: ({ accountId, region }, prefix = '') =>
        this.#list
          .all(name, accountId, region, prefix, `${prefix}\u{10FFFF}`)
          .map((row) => [String(row['key']), parse<T>(row['value'])] as const),
      listAll: () =>
        this.#listAll.all(name).map((row) => ({
          scope: { accountId: String(row['account']), region: String(row['region']) },
          key: String(row['key']),
          value: parse<T>(row['value']),
        })),
    };
  }

  /** Runs synchronous writes as one: all of them are kept, or none. */
  transaction<T>(work: () => T): T {
    if (this.#depth > 0) return work();
    this.#database.exec('BEGIN IMMEDIATE');
    this.#depth += 1;
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    } finally {
      this.#depth -= 1;
    }
  }

  close(): void {
    this.#database.close();
  }
}

export type Collection<T> = {
  readonly get: (scope: Scope, key: string) => T | undefined;
  readonly put: (scope: Scope, key: string, value: T) => void;
  readonly delete: (scope: Scope, key: string) => boolean;
  /** Sorted by key. */
  readonly list: (scope: Scope, prefix?: string) => readonly (readonly [key: string, value: T])[];
  readonly listAll: () => readonly { readonly scope: Scope; readonly key: string; readonly value: T }[];
};

// The store only holds what its typed collections wrote.
function parse<T>(value: unknown): T {
  return JSON.parse(String(value)) as T;
}
