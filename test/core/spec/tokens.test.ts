import { describe, expect, it } from 'vitest';
import { findings, productOf, resolved, shopFiles } from './meshes.ts';

const CONTRACT = 'domains/shop/products/orders/contract.yaml';
const SQL = 'domains/shop/products/orders/orders.sql';

/** The shop with one more column in its contract. */
function shopWithToken(column: string, sql?: string): Map<string, string> {
  const files = shopFiles();
  const contract = files.get(CONTRACT) ?? '';
  files.set(CONTRACT, `${contract.trimEnd()}\n      - ${column}\n`);
  if (sql !== undefined) files.set(SQL, sql);
  return files;
}

const token = (of: string, more = '') =>
  `{ name: customer_token, logicalType: string, classification: internal${more}, customProperties: [{ property: tokenOf, value: ${of} }] }`;

describe('a column of tokens', () => {
  it('is made around the query, of the column that it names, without the key in any text', () => {
    const product = productOf(resolved(shopWithToken(token('customer'))), 'shop.orders');
    const [step] = product.steps;
    expect(step?.columns.find(({ name }) => name === 'customer_token')?.lineage).toEqual([
      {
        input: { kind: 'source', source: 'raw_orders' },
        column: 'customer',
        transformation: 'TRANSFORMATION',
      },
    ]);
    expect(step?.template.replace(/\(\nSELECT[\s\S]*?\n\)/, '(…)')).toMatchInlineSnapshot(
      `"SELECT "order_id", "customer", "placed_on", "amount", CASE WHEN "customer" IS NULL THEN NULL ELSE lower(to_hex(sha256(from_base64(coalesce(freehold__outer, 'no token key')) || sha256(from_base64(coalesce(freehold__inner, 'no token key')) || to_utf8("customer"))))) END AS "customer_token" FROM (…) CROSS JOIN (SELECT CASE count(*) WHEN 1 THEN max(inner_pad) END AS freehold__inner, CASE count(*) WHEN 1 THEN max(outer_pad) END AS freehold__outer FROM {{token-key}})"`,
    );
  });

  it('is not for SQL to make', () => {
    const sql = (shopFiles().get(SQL) ?? '').replace('customer,', 'customer, customer AS customer_token,');
    expect(findings(shopWithToken(token('customer'), sql))).toContain(
      'error[ExtraColumn]: the column "customer_token" holds tokens of "customer", which the run makes',
    );
  });

  it.each([
    [token('custommer'), 'did you mean "customer"?'],
    [token('amount'), '"amount" is decimal(10,2), and tokens are text'],
    [token('customer', ', required: true'), 'the token of nothing is nothing'],
    [token('customer_token'), 'holds tokens itself'],
  ])('cannot be %s', (column, message) => {
    expect(findings(shopWithToken(column))).toContain(message);
  });
});
