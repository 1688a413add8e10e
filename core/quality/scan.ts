import { MeshError } from '../errors/mesh-error.ts';

/** Athena refuses longer queries. */
const QUERY_BYTES_MAX = 262_144;

/** Collects the measures of one table into one SELECT; the same expression is measured once. */
export class Scan {
  readonly #aliases = new Map<string, string>();

  /** Alias of an aggregate expression in the scan's row. */
  measure(expression: string): string {
    const known = this.#aliases.get(expression);
    if (known !== undefined) return known;
    const alias = `m${this.#aliases.size}`;
    this.#aliases.set(expression, alias);
    return alias;
  }

  sql(table: string): string {
    const measures = [...this.#aliases].map(([expression, alias]) => `  ${expression} AS ${alias}`);
    const sql = `SELECT\n${measures.join(',\n')}\nFROM {{table}}`;
    // Room for the name that replaces the placeholder.
    if (Buffer.byteLength(sql) + 512 > QUERY_BYTES_MAX) {
      throw new MeshError(`the audit of table "${table}" is longer than Athena's ${QUERY_BYTES_MAX} bytes`, {
        code: 'AuditTooLong',
        hint: 'split the table into several, or shorten its lists of valid values',
      });
    }
    return sql;
  }
}
