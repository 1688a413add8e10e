import { describe, expect, test } from 'vitest';
import { foldLineage } from '../../../core/lineage/fold-lineage.ts';
import { exampleFiles, findings, productOf, resolved, shopFiles, shopWith } from '../spec/meshes.ts';

const ORDERS_SQL = 'domains/shop/products/orders/orders.sql';
const SALES = 'domains/board/products/sales';

const withSales = (sql: string, more: Readonly<Record<string, string>> = {}): Map<string, string> =>
  shopFiles({ [`${SALES}/sales.sql`]: sql, ...more });

describe('templates', () => {
  test('keep the text and put placeholders where inputs stand', () => {
    const sql = `-- Turnover by day; 😀.
WITH daily AS (
  SELECT placed_on, sum(orders.amount) AS turnover -- of one day
  FROM shop.orders
  GROUP BY placed_on
)
SELECT d.placed_on AS day, n.orders, d.turnover
FROM daily d JOIN counts AS n ON n.placed_on = d.placed_on;
-- The end.
`;
    const counts = 'SELECT placed_on, count(*) AS orders FROM shop.orders o GROUP BY placed_on';
    const product = productOf(resolved(withSales(sql, { [`${SALES}/counts.sql`]: counts })), 'board.sales');
    expect(product.steps.map(({ name, kind }) => `${kind} ${name}`)).toEqual(['step counts', 'table sales']);
    expect(product.steps[1]?.template).toMatchInlineSnapshot(`
      "SELECT "day", "orders", CAST("turnover" AS decimal(38,2)) AS "turnover" FROM (
      WITH daily AS (
        SELECT placed_on, sum(orders.amount) AS turnover -- of one day
        FROM {{product:shop.orders@1}} AS "orders"
        GROUP BY placed_on
      )
      SELECT d.placed_on AS day, n.orders, d.turnover
      FROM daily d JOIN {{step:counts}} AS n ON n.placed_on = d.placed_on
      )"
    `);
    expect(product.steps[0]?.template).toMatchInlineSnapshot(`
      "SELECT "placed_on", CAST("orders" AS bigint) AS "orders" FROM (
      SELECT placed_on, count(*) AS orders FROM {{product:shop.orders@1}} o GROUP BY placed_on
      )"
    `);
  });

  test('put out the columns of the contract in its order', () => {
    const sql =
      'SELECT sum(amount) AS turnover, count(*) AS orders, placed_on AS day FROM shop.orders GROUP BY placed_on';
    const [step] = productOf(resolved(withSales(sql)), 'board.sales').steps;
    expect(step?.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'day date',
      'orders bigint',
      'turnover decimal(38,2)',
    ]);
  });

  test('of the aviation mesh name every input', () => {
    const mesh = resolved(exampleFiles('aviation'));
    const scorecard = productOf(mesh, 'insight.airport-scorecard');
    expect(scorecard.steps.map(({ name }) => name)).toEqual(['by_origin', 'airport_scorecard']);
    expect(scorecard.steps[1]?.template).toMatchInlineSnapshot(`
      "SELECT "iata", "name", "state", "destinations", "departures", CAST("on_time_share" AS double) AS "on_time_share", "strikes_per_10000" FROM (
      SELECT
        a.iata,
        a.name,
        a.state,
        o.destinations,
        o.departures,
        round(1 - cast(o.late_departures AS double) / o.timed_departures, 4) AS on_time_share,
        r.strikes_per_10000
      FROM {{step:by_origin}} o
      JOIN {{product:airports.airports@1}} a ON a.iata = o.iata
      LEFT JOIN {{product:insight.strike_rates@1}} r ON r.iata = o.iata
      )"
    `);
  });
});

describe('what does not fit the contract', () => {
  test('a column that is missing, and one that is too many', () => {
    const files = withSales(
      'SELECT placed_on AS day, count(*) AS order_count, sum(amount) AS turnover\nFROM shop.orders GROUP BY placed_on',
    );
    expect(findings(files)).toMatchInlineSnapshot(`
      "error[MissingColumn]: the query lacks the column "orders" (bigint) of the contract's table "sales"
       --> domains/board/products/sales/sales.sql:1:1
        |
      1 | SELECT placed_on AS day, count(*) AS order_count, sum(amount) AS turnover
        | ^^^^^^
        = help: add … AS orders

      error[ExtraColumn]: the contract's table "sales" has no column "order_count"
       --> domains/board/products/sales/sales.sql:1:38
        |
      1 | SELECT placed_on AS day, count(*) AS order_count, sum(amount) AS turnover
        |                                      ^^^^^^^^^^^
        = help: describe it in contract.yaml, or drop it here
      "
    `);
  });

  test('a type that would lose something', () => {
    expect(
      findings(shopWith(ORDERS_SQL, 'cast(order_id AS bigint)', 'cast(order_id AS double)')),
    ).toMatchInlineSnapshot(`
      "error[ColumnTypeMismatch]: the column "order_id" is double, and the contract says bigint
       --> domains/shop/products/orders/orders.sql:2:31
        |
      2 |   cast(order_id AS double) AS order_id,
        |                               ^^^^^^^^
        = help: write cast(… AS bigint) AS order_id, or change the contract
      "
    `);
  });

  test('a type that only widens is cast', () => {
    const product = productOf(resolved(shopWith(ORDERS_SQL, 'AS bigint)', 'AS integer)')), 'shop.orders');
    expect(product.steps[0]?.template).toContain('CAST("order_id" AS bigint) AS "order_id"');
  });

  test('a column without a name', () => {
    expect(
      findings(
        withSales(
          'SELECT placed_on AS day, count(*), sum(amount) AS turnover FROM shop.orders GROUP BY placed_on',
        ),
      ),
    ).toMatchInlineSnapshot(`
      "error[UnnamedColumn]: column 2 of the result has no name
       --> domains/board/products/sales/sales.sql:1:1
        |
      1 | SELECT placed_on AS day, count(*), sum(amount) AS turnover FROM shop.orders GROUP BY placed_on
        | ^
        = help: write AS and a name behind it
      "
    `);
  });

  test('a step whose type nobody can tell', () => {
    const steps = {
      [`${SALES}/lists.sql`]:
        'SELECT placed_on, array_agg(amount) AS amounts, current_timestamp AS made FROM shop.orders GROUP BY placed_on',
    };
    const files = withSales(
      'SELECT placed_on AS day, count(*) AS orders, cast(0 AS decimal(10,2)) AS turnover FROM lists GROUP BY placed_on',
      steps,
    );
    expect(findings(files)).toMatchInlineSnapshot(`
      "error[UnknownColumnType]: the type of the column "amounts" cannot be inferred
       --> domains/board/products/sales/lists.sql:1:40
        |
      1 | SELECT placed_on, array_agg(amount) AS amounts, current_timestamp AS made FROM shop.orders GROUP BY placed_on
        |                                        ^^^^^^^
        = help: write cast(… AS bigint) AS amounts, with the type that it has

      error[UnknownColumnType]: the type of the column "made" is timestamp with time zone, which a step cannot write
       --> domains/board/products/sales/lists.sql:1:70
        |
      1 | SELECT placed_on, array_agg(amount) AS amounts, current_timestamp AS made FROM shop.orders GROUP BY placed_on
        |                                                                      ^^^^
        = help: write cast(… AS bigint) AS made, with the type that it has
      "
    `);
  });
});

describe('references', () => {
  test('a table of another domain that does not exist', () => {
    expect(findings(withSales('SELECT day FROM shop.order'))).toMatchInlineSnapshot(`
      "error[UnknownTable]: the mesh has no table "shop.order"
       --> domains/board/products/sales/sales.sql:1:17
        |
      1 | SELECT day FROM shop.order
        |                 ^^^^^^^^^^
        = help: did you mean "shop.orders"?
      "
    `);
    expect(findings(withSales('SELECT day FROM shp.orders'))).toMatchInlineSnapshot(`
      "error[UnknownTable]: the mesh has no table "shp.orders"
       --> domains/board/products/sales/sales.sql:1:17
        |
      1 | SELECT day FROM shp.orders
        |                 ^^^^^^^^^^
        = help: did you mean "shop.orders"?
      "
    `);
    expect(findings(withSales('SELECT day FROM orders'))).toMatchInlineSnapshot(`
      "error[UnknownTable]: the product has no step and no source "orders"
       --> domains/board/products/sales/sales.sql:1:17
        |
      1 | SELECT day FROM orders
        |                 ^^^^^^
        = help: write shop.orders for the table of that product
      "
    `);
  });

  test('a column with a typo points at the letters', () => {
    expect(findings(shopWith(ORDERS_SQL, 'customer,', 'costumer AS customer,'))).toMatchInlineSnapshot(`
      "error[UnknownColumn]: there is no column "costumer"
       --> domains/shop/products/orders/orders.sql:3:3
        |
      3 |   costumer AS customer,
        |   ^^^^^^^^
        = help: did you mean "customer"?
      "
    `);
  });

  test('a column outside the subscription', () => {
    const files = withSales(
      "SELECT placed_on AS day, count(*) AS orders, sum(amount) AS turnover FROM shop.orders WHERE customer <> 'me' GROUP BY placed_on",
    );
    expect(findings(files)).toMatchInlineSnapshot(`
      "error[ColumnNotSubscribed]: the subscription of board does not cover the column "customer" of shop.orders
       --> domains/board/products/sales/sales.sql:1:93
        |
      1 | SELECT placed_on AS day, count(*) AS orders, sum(amount) AS turnover FROM shop.orders WHERE customer <> 'me' GROUP BY placed_on
        |                                                                                             ^^^^^^^^
        = help: add it to domains/shop/products/orders/access/board.yaml, if its owner agrees, or do not read it
      "
    `);
  });

  test('a product without a subscription', () => {
    expect(
      findings(shopFiles({ 'domains/shop/products/orders/access/board.yaml': undefined })),
    ).toMatchInlineSnapshot(`
      "error[NoSubscription]: board has no subscription to shop.orders for its pipeline
       --> domains/board/products/sales/sales.sql:2:6
        |
      2 | FROM shop.orders
        |      ^^^^^^^^^^^
        = help: ask for it with \`bin/mesh request shop.orders --as board --columns placed_on,amount --purpose "…"\`, which adds domains/shop/products/orders/access/board.yaml
      "
    `);
  });

  test('a subscription of people does not cover the pipeline', () => {
    const path = 'domains/shop/products/orders/access/board.yaml';
    expect(findings(shopWith(path, 'except:', 'roles: [analyst]\nexcept:'))).toContain(
      'error[NoSubscription]',
    );
  });

  test('steps in a circle, and a step that reads itself', () => {
    const circle = {
      [`${SALES}/a.sql`]: 'SELECT x FROM b',
      [`${SALES}/b.sql`]: 'SELECT x FROM a',
      [`${SALES}/c.sql`]: 'SELECT x FROM c',
    };
    expect(findings(shopFiles(circle))).toMatchInlineSnapshot(`
      "error[StepCycle]: the steps "b" and "a" need each other
       --> domains/board/products/sales/b.sql:1:15
        |
      1 | SELECT x FROM a
        |               ^
        = help: let one of them stop reading the other

      error[StepCycle]: the step "c" reads itself
       --> domains/board/products/sales/c.sql:1:15
        |
      1 | SELECT x FROM c
        |               ^
      "
    `);
  });

  test('a step that nobody reads', () => {
    expect(findings(shopFiles({ [`${SALES}/sale.sql`]: 'SELECT 1 AS x' }))).toMatchInlineSnapshot(`
      "warning[UnusedStep]: nothing reads the step "sale", and the contract has no table of that name
       --> domains/board/products/sales/sale.sql:1:1
        |
      1 | SELECT 1 AS x
        | ^
        = help: did you mean "sales"?
      "
    `);
  });

  test('a product that reads its own table', () => {
    expect(findings(withSales('SELECT day, orders, turnover FROM board.sales'))).toMatchInlineSnapshot(`
      "error[ProductCycle]: the product reads its own table "board.sales"
       --> domains/board/products/sales/sales.sql:1:35
        |
      1 | SELECT day, orders, turnover FROM board.sales
        |                                   ^^^^^^^^^^^
        = help: write sales to read what this run makes
      "
    `);
  });
});

describe('lineage across steps', () => {
  test('folds steps away', () => {
    const files = withSales('SELECT placed_on AS day, orders, turnover FROM daily', {
      [`${SALES}/daily.sql`]:
        'SELECT placed_on, count(order_id) AS orders, sum(amount) AS turnover FROM shop.orders GROUP BY placed_on',
    });
    const product = productOf(resolved(files), 'board.sales');
    const folded = foldLineage(product, 'sales');
    const told = Object.entries(folded).map(
      ([column, origins]) =>
        `${column} <- ${origins.map(({ input, column: from, transformation }) => `${input.kind} ${from} ${transformation}`).join(', ')}`,
    );
    expect(told).toEqual([
      'day <- product placed_on IDENTITY',
      'orders <- product order_id AGGREGATION',
      'turnover <- product amount AGGREGATION',
    ]);
  });
});
