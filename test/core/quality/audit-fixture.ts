import { DuckDBInstance } from '@duckdb/node-api';
import type { Contract, ContractProperty, QualityRule } from '../../../core/contract/contract.ts';
import type { AuditPlan } from '../../../core/quality/audit-plan.ts';
import type { MeasuredRow } from '../../../core/quality/evaluate-audit.ts';
import type { ColumnType, Product, ProductId, Promises, Table } from '../../../core/spec/mesh.ts';

export type PropertyFixture = ContractProperty & { readonly type: ColumnType };

export type TableFixture = {
  readonly name?: string;
  readonly properties: readonly PropertyFixture[];
  readonly quality?: readonly QualityRule[];
  readonly relationships?: readonly { from: string | string[]; to: string | string[] }[];
};

/** A resolved product whose contract has the given tables. */
export function productOf(tables: readonly TableFixture[], promises: Partial<Promises> = {}): Product {
  const schema = tables.map(({ name = 't', properties, quality, relationships }) => ({
    name,
    properties: [...properties],
    ...(quality !== undefined && { quality: [...quality] }),
    ...(relationships !== undefined && { relationships: [...relationships] }),
  }));
  const contract: Contract = {
    version: '1.0.0',
    apiVersion: 'v3.1.0',
    kind: 'DataContract',
    id: 'c',
    status: 'active',
    schema,
  };
  return {
    // A brand that only the resolver gives out; no resolver runs here.
    id: 'd.p' as ProductId,
    domain: 'd',
    name: 'p',
    title: 'P',
    description: '',
    version: '1.0.0',
    major: 1,
    status: 'active',
    contract,
    tables: tables.map(tableOf),
    steps: [],
    sources: [],
    upstreams: [],
    after: 'all',
    load: 'replace',
    subscriptions: [],
    dormant: [],
    promises: { completeness: 1, ...promises },
    directory: 'domains/d/products/p',
  };
}

function tableOf({ name = 't', properties }: TableFixture): Table {
  return {
    name,
    description: '',
    columns: properties.map((property) => ({
      name: property.name,
      type: property.type,
      required: property.required ?? false,
      unique: property.unique ?? false,
      description: '',
      classification: property.classification ?? 'open',
    })),
    primaryKey: properties.filter(({ primaryKey }) => primaryKey === true).map(({ name: column }) => column),
    partitionBy: [],
  };
}

/** DuckDB with the two functions that Athena spells differently. */
export async function openDuckdb() {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run('CREATE MACRO approx_distinct(x) AS approx_count_distinct(x)');
  await connection.run('CREATE MACRO regexp_like(s, p) AS regexp_matches(s, p)');
  return {
    run: (sql: string) => connection.run(sql),
    /** The first row, as Athena would answer it: text or null. */
    async row(sql: string): Promise<MeasuredRow> {
      const [row = {}] = (await connection.runAndReadAll(sql)).getRowObjectsJson();
      return Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : value === null ? null : JSON.stringify(value),
        ]),
      );
    },
  };
}

export type Duckdb = Awaited<ReturnType<typeof openDuckdb>>;

/** Runs a plan's queries against tables of the same database. */
export async function answer(duckdb: Duckdb, plan: AuditPlan, table: string) {
  const filled = (sql: string): string =>
    sql.replace(/\{\{table(?::(\w+))?\}\}/g, (_, other?: string) => other ?? table);
  const extras: Record<string, string | null> = {};
  for (const { id, sql } of plan.extra) {
    extras[id] = Object.values(await duckdb.row(filled(sql)))[0] ?? null;
  }
  return { row: await duckdb.row(filled(plan.scan)), extras };
}
