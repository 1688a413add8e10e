import { describe, expect, test } from 'vitest';
import { resolveMesh } from '../../../core/spec/resolve-mesh.ts';
import { NOW, shopFiles } from '../spec/meshes.ts';

/** `shop.orders` is open to the reader but for its column `customer`. */
const codesOf = (from: string, rest = ''): string[] => {
  const sql = `SELECT placed_on AS day, count(*) AS orders, cast(0 AS decimal(10, 2)) AS turnover FROM ${from} ${rest} GROUP BY placed_on`;
  const files = shopFiles({ 'domains/board/products/sales/sales.sql': sql });
  return resolveMesh(files, { now: NOW }).diagnostics.map(({ code }) => code);
};

describe('an input that could hide', () => {
  test.each([
    ['a table function', "TABLE(system.query('select 1'))", 'UnsupportedSql'],
    ['a system table', 'shop."orders$snapshots"', 'UnknownTable'],
    [
      'row patterns',
      'shop.orders MATCH_RECOGNIZE (ORDER BY placed_on PATTERN (a) DEFINE a AS true)',
      'UnsupportedSql',
    ],
    ['a pivot', "shop.orders PIVOT (sum(amount) FOR customer IN ('a')) p", 'UnsupportedSql'],
    ['a table of nobody in a join', '(shop.orders o JOIN nothere.x y ON true)', 'UnknownTable'],
    ['another catalog', 'other.shop.orders', 'UnsupportedSql'],
    ['a pinned version', 'shop.orders FOR VERSION AS OF 1', 'UnsupportedSql'],
  ])('%s is refused', (_, from, code) => {
    expect(codesOf(from)).toContain(code);
  });

  test.each([
    [
      'a lateral query',
      'shop.orders o CROSS JOIN LATERAL (SELECT customer FROM shop.orders z WHERE z.order_id = o.order_id) l',
      '',
    ],
    ['a column under another name', 'shop.orders AS o (order_id, c, placed_on, amount)', "WHERE o.c = 'x'"],
    [
      'a condition deep inside',
      'shop.orders o',
      "WHERE EXISTS (SELECT 1 FROM (SELECT customer AS c FROM shop.orders) q WHERE q.c = 'x')",
    ],
    ['a star in a subquery', '(SELECT * FROM shop.orders) o', ''],
    [
      'what sorts a window',
      '(SELECT placed_on, row_number() OVER (ORDER BY customer) AS n FROM shop.orders) o',
      '',
    ],
    ['the condition of a join', 'shop.orders o JOIN shop.orders p ON o.customer = p.customer', ''],
    ['a join by name', 'shop.orders o JOIN shop.orders p USING (customer, placed_on)', ''],
  ])('a column outside the subscription is seen in %s', (_, from, rest) => {
    expect(codesOf(from, rest)).toContain('ColumnNotSubscribed');
  });

  test.each([
    '"shop"."orders"',
    'SHOP.Orders',
    'shop.orders TABLESAMPLE BERNOULLI (10)',
    'shop.orders CROSS JOIN UNNEST(ARRAY[1, 2]) AS u (n)',
  ])('%s is no reason to refuse', (from) => {
    expect(codesOf(from)).toEqual([]);
  });
});
