import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

export type DatabaseLimits = {
  readonly threads: number;
  /** For example `4GB`. */
  readonly memory: string;
  /** Where sorts and joins spill; the caller removes it. */
  readonly temporaryDirectory: string;
};

/** One DuckDB in memory that nothing else shares. `close` also stops what still runs. */
export class Database {
  readonly connection: DuckDBConnection;
  readonly #instance: DuckDBInstance;
  #open = true;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.connection = connection;
  }

  static async open(limits: DatabaseLimits): Promise<Database> {
    const instance = await DuckDBInstance.create(':memory:', {
      threads: String(limits.threads),
      memory_limit: limits.memory,
      temp_directory: limits.temporaryDirectory,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    return new Database(instance, await instance.connect());
  }

  /** Runs statements of ours, one after the other. */
  async run(...statements: readonly string[]): Promise<void> {
    await this.connection.run(statements.join(';\n'));
  }

  /** Rows as JSON values, for small answers only. */
  async rows(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return (await this.connection.runAndReadAll(sql)).getRowObjectsJson();
  }

  interrupt(): void {
    if (this.#open) this.connection.interrupt();
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.connection.closeSync();
    this.#instance.closeSync();
  }
}
