import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RowPredicate } from '../../../../../core/access/lakeformation/row-predicate.ts';
import { Database } from '../../../../../sandbox/duckdb/database.ts';
import {
  type Allowed,
  createSecuredTable,
  UNSAFE_OPTIMIZERS,
} from '../../../../../sandbox/services/athena/tables/secure-table.ts';
import type { TableSource } from '../../../../../sandbox/services/athena/tables/table-source.ts';

let database: Database;

beforeEach(async () => {
  database = await Database.open({
    threads: 1,
    memory: '512MB',
    temporaryDirectory: join(tmpdir(), 'freehold-secure'),
  });
  await database.run(
    `CREATE TABLE files AS SELECT * FROM (VALUES (1, 'TX', 'a'), (2, 'NY', 'b'), (3, NULL, 'c')) t(id, state, pilot)`,
  );
});

afterEach(() => database.close());

type PlanNode = { readonly name: string; readonly children: readonly PlanNode[] };

async function plan(sql: string): Promise<readonly PlanNode[]> {
  const [row] = await database.rows(`EXPLAIN (FORMAT json) ${sql}`);
  // DuckDB writes a plan like this.
  return JSON.parse(String(row?.['explain_value'])) as readonly PlanNode[];
}

function nodesNamed(nodes: readonly PlanNode[], name: string): readonly PlanNode[] {
  return nodes.flatMap((node) => [
    ...(node.name.trim() === name ? [node] : []),
    ...nodesNamed(node.children, name),
  ]);
}

const source: TableSource = {
  columns: [
    { name: 'id', type: 'INTEGER' },
    { name: 'state', type: 'VARCHAR' },
    { name: 'pilot', type: 'VARCHAR' },
  ],
  files: [],
  select: async (_, { columns }) => `SELECT ${columns.map(({ name }) => name).join(', ')} FROM files`,
};

const TEXAS: RowPredicate = {
  kind: 'compare',
  column: ['state'],
  operator: '=',
  value: { kind: 'string', value: 'TX' },
};

async function see(access: Omit<Allowed, 'kind'>, mentions = (): boolean => true) {
  await createSecuredTable(database, {
    view: 'seen',
    source,
    access: { kind: 'allowed', ...access },
    mentions,
    isHarmless: false,
  });
  return await database.rows('SELECT * FROM seen ORDER BY ALL');
}

describe('a secured table', () => {
  it('filters rows before the query, by a column that it need not show', async () => {
    const rows = await see({ columns: [{ name: 'id', when: null }], rows: TEXAS });
    expect(rows).toEqual([{ id: 1 }]);
  });

  it('lets a condition of the query meet no other row', async () => {
    await see({ columns: [{ name: 'id', when: null }], rows: TEXAS });
    const filtered = async (): Promise<string> =>
      JSON.stringify(nodesNamed(await plan('SELECT id FROM seen WHERE id >= 3'), 'CTE')[0]?.children[0]);
    // DuckDB would test it together with the filter, in whichever order.
    expect(await filtered()).toMatch(/id ?>= ?3/);
    await database.run(`SET disabled_optimizers = '${UNSAFE_OPTIMIZERS.join(',')}'`);
    expect(await filtered()).toContain("state='TX'");
    expect(await filtered()).not.toMatch(/id ?>= ?3/);
  });

  it('masks the cells whose filter does not hold, or cannot be decided', async () => {
    const rows = await see({
      columns: [
        { name: 'id', when: null },
        { name: 'pilot', when: TEXAS },
      ],
      rows: null,
    });
    expect(rows).toEqual([
      { id: 1, pilot: 'a' },
      { id: 2, pilot: null },
      { id: 3, pilot: null },
    ]);
  });

  it('shows nothing where no row may be seen', async () => {
    expect(await see({ columns: [{ name: 'id', when: null }], rows: { kind: 'or', of: [] } })).toEqual([]);
  });

  it('keeps one column to count where the query names none', async () => {
    const rows = await see(
      {
        columns: [
          { name: 'id', when: null },
          { name: 'pilot', when: null },
        ],
        rows: TEXAS,
      },
      () => false,
    );
    expect(rows).toEqual([{ id: 1 }]);
  });

  it('does not have a column that was not granted, nor one that DuckDB adds', async () => {
    await see({ columns: [{ name: 'id', when: null }], rows: TEXAS });
    for (const column of ['state', 'pilot', 'rowid']) {
      await expect(database.rows(`SELECT ${column} FROM seen`)).rejects.toThrow('not found');
    }
  });
});
