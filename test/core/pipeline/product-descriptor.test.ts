import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadSpecFiles } from '../../../cli/load/load-spec-files.ts';
import { describeProduct } from '../../../core/pipeline/product-descriptor.ts';
import { resolveMesh } from '../../../core/spec/resolve-mesh.ts';
import type { Product } from '../../../core/spec/mesh.ts';

const { files } = await loadSpecFiles(join(import.meta.dirname, '../../../examples/aviation'));
const { mesh } = resolveMesh(files, { now: new Date('2026-11-22T12:00:00Z') });
const domain = mesh?.domains.find(({ name }) => name === 'safety');
const [strikes] = domain?.products ?? [];
if (!mesh || !domain || !strikes) throw new Error('the example has the product safety.strikes');
const context = { classifications: mesh.classifications, owner: domain.owner };

/** The product with so many tables like its own. */
function withTables(count: number): Product {
  const [table] = strikes?.tables ?? [];
  if (!strikes || !table) throw new Error('the product has a table');
  const tables = Array.from({ length: count }, (_, at) => ({ ...table, name: `strikes_of_region_${at}` }));
  return { ...strikes, tables };
}

it('says of a product whose it is, how secret, what it promises, and by which names it is queried', () => {
  expect(describeProduct(strikes, context)).toMatchInlineSnapshot(`
    {
      "classification": "confidential",
      "database": "safety",
      "id": "safety.strikes",
      "owner": {
        "email": "safety-team@example.com",
        "team": "safety-team",
      },
      "promises": {
        "completeness": 1,
        "freshnessHours": 168,
        "goalPercent": 99,
        "retentionDays": 3650,
      },
      "schema": "freehold.product.v1",
      "status": "active",
      "tables": [
        {
          "classification": "confidential",
          "glueTable": "strikes_v1",
          "name": "strikes",
        },
      ],
      "title": "Wildlife strikes",
    }
  `);
});

it('has no classification where no column has one', () => {
  const [table] = strikes.tables;
  const columns = (table?.columns ?? []).map(({ classification: _, ...column }) => column);
  const open = {
    ...strikes,
    tables: [{ name: 'strikes', description: '', primaryKey: [], partitionBy: [], columns }],
  };
  expect(describeProduct(open, context)).not.toHaveProperty('classification');
});

it('leaves out whole tables from the end where a parameter is too small, and says how many', () => {
  const whole = describeProduct(withTables(20), context);
  expect(whole.tables).toHaveLength(20);
  expect(whole).not.toHaveProperty('tablesLeftOut');
  const cut = describeProduct(withTables(200), context);
  expect(Buffer.byteLength(JSON.stringify(cut))).toBeLessThanOrEqual(3_700);
  expect(cut.tables.length + (cut.tablesLeftOut ?? 0)).toBe(200);
  expect(cut.tables).toEqual(describeProduct(withTables(200), context).tables);
  expect(cut.tables.at(-1)?.name).toBe(`strikes_of_region_${cut.tables.length - 1}`);
  // One more would not have fitted.
  const [last] = cut.tables.slice(-1);
  expect(Buffer.byteLength(JSON.stringify({ ...cut, tables: [...cut.tables, last] }))).toBeGreaterThan(3_700);
});

it('counts bytes, not characters', () => {
  const title = 'é'.repeat(1_000);
  const described = describeProduct({ ...withTables(40), title }, context);
  expect(Buffer.byteLength(JSON.stringify(described))).toBeLessThanOrEqual(3_700);
  expect(described.tablesLeftOut).toBeGreaterThan(0);
});
