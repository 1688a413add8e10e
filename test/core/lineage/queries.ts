import { analyzeQuery } from '../../../core/lineage/analyze-query.ts';
import { parseSql } from '../../../core/lineage/parse-sql.ts';
import { readSql } from '../../../core/lineage/read-sql.ts';
import { QueryContext } from '../../../core/lineage/query-context.ts';
import type { RelationColumn } from '../../../core/lineage/relation.ts';
import type { ColumnType } from '../../../core/spec/mesh.ts';

const TABLES: Readonly<Record<string, Readonly<Record<string, ColumnType>>>> = {
  t: {
    s: 'string',
    i: 'int',
    b: 'bigint',
    d: 'double',
    f: 'float',
    m: 'decimal(10,2)',
    day: 'date',
    at: 'timestamp',
    ok: 'boolean',
  },
  u: { s: 'string', v: 'bigint' },
};

export type Analyzed = {
  readonly columns: readonly RelationColumn[];
  readonly findings: readonly string[];
  /** `table.column` of all that is read. */
  readonly reads: readonly string[];
};

/** Analyses a query on the sources `t` and `u`. */
export function analyze(sql: string): Analyzed {
  const { query, diagnostics } = parseSql('q.sql', sql, readSql);
  if (query === undefined)
    return {
      columns: [],
      reads: [],
      findings: diagnostics.map(({ code, message }) => `${code}: ${message}`),
    };
  const context = new QueryContext({
    source: query.source,
    analyze: analyzeQuery,
    findInput: (_, name) => {
      const table = TABLES[name];
      if (table === undefined) return { finding: { code: 'UnknownTable', message: `no ${name}` } };
      const columns = Object.entries(table).map(([column, type]) => ({ name: column, type }));
      return { input: { kind: 'source', source: name }, columns, isOpen: false };
    },
  });
  const columns = context.analyze(
    { [query.root.tag]: query.root.body },
    { environment: new Map(), parent: undefined },
  );
  const reads = [...context.reads.values()].flatMap(({ input, columns: read }) =>
    [...read.keys()].map((column) => `${input.kind === 'source' ? input.source : ''}.${column}`),
  );
  return {
    columns,
    reads: reads.sort(),
    findings: context.diagnostics.map(({ code, message }) => `${code}: ${message}`),
  };
}

/** Columns as `name type <- origins`. */
export function describeColumns(sql: string): string[] {
  const { columns, findings } = analyze(sql);
  if (findings.length > 0) return [...findings];
  return columns.map(({ name, type, origins }) => {
    const made = origins.map(({ input, column, transformation }) => {
      const owner = input.kind === 'source' ? input.source : '';
      return `${owner}.${column}${transformation === 'IDENTITY' ? '' : ` ${transformation}`}`;
    });
    return `${name} ${type}${made.length > 0 ? ` <- ${made.join(', ')}` : ''}`;
  });
}
