import { describe, expect, test } from 'vitest';
import type { Promises } from '../../../core/spec/mesh.ts';
import { findings, productOf, resolved, shopFiles } from './meshes.ts';

const CONTRACT = 'domains/shop/products/orders/contract.yaml';

const withPromises = (yaml: string): Map<string, string> =>
  shopFiles({ [CONTRACT]: `${shopFiles().get(CONTRACT) ?? ''}${yaml}` });

const promisesOf = (yaml: string): Promises =>
  productOf(resolved(withPromises(yaml)), 'shop.orders').promises;

describe('promises', () => {
  test.each([
    ['latency, value: 4, unit: d', { freshnessHours: 96 }],
    ['latency, value: 90, unit: minutes', { freshnessHours: 1.5 }],
    ['latency, value: 30, unit: m', { freshnessHours: 0.5 }],
    ['latency, value: 2', { freshnessHours: 48 }],
    ['freshness, value: "6", unit: h', { freshnessHours: 6 }],
    ['retention, value: 2, unit: y', { retentionDays: 730 }],
    ['retention, value: 3, unit: m', { retentionDays: 90 }],
    ['completeness, value: 0.98', { completeness: 0.98 }],
    ['completeness, value: 98, unit: percent', { completeness: 0.98 }],
    ['availability, value: 99.9, unit: percent', {}],
  ])('slaProperties: %s', (property, expected) => {
    expect(promisesOf(`slaProperties: [{ property: ${property} }]\n`)).toEqual({
      completeness: 1,
      ...expected,
    });
  });

  test('latency is preferred to freshness, and names the column that carries the time', () => {
    const yaml = `slaProperties:
  - { property: freshness, value: 1, unit: h }
  - { property: latency, value: 2, unit: h, element: orders.placed_on }
`;
    expect(promisesOf(yaml)).toEqual({
      freshnessHours: 2,
      freshnessElement: { table: 'orders', column: 'placed_on' },
      completeness: 1,
    });
  });

  test('completeness may stand in the custom properties', () => {
    expect(promisesOf('customProperties: [{ property: completeness, value: 0.9 }]\n').completeness).toBe(0.9);
  });

  test('what cannot be measured is refused', () => {
    const yaml = `slaProperties:
  - { property: latency, value: soon, element: orders.placed_at }
  - { property: retention, value: 1, unit: moons }
  - { property: completeness, value: 98 }
`;
    expect(findings(withPromises(yaml))).toMatchInlineSnapshot(`
      "error[InvalidPromise]: the latency "soon" is not an amount of time
        --> domains/shop/products/orders/contract.yaml:14:33
         |
      14 |   - { property: latency, value: soon, element: orders.placed_at }
         |                                 ^^^^
         = help: write a number, and its unit in \`unit\`

      error[UnknownElement]: the contract has no column "orders.placed_at"
        --> domains/shop/products/orders/contract.yaml:14:48
         |
      14 |   - { property: latency, value: soon, element: orders.placed_at }
         |                                                ^^^^^^^^^^^^^^^^
         = help: did you mean "orders.placed_on"?

      error[InvalidPromise]: the unit "moons" of retention is not a unit of time
        --> domains/shop/products/orders/contract.yaml:15:44
         |
      15 |   - { property: retention, value: 1, unit: moons }
         |                                            ^^^^^
         = help: write minutes, hours, days, weeks, months or years

      error[InvalidPromise]: the completeness "98" is not a share
        --> domains/shop/products/orders/contract.yaml:16:38
         |
      16 |   - { property: completeness, value: 98 }
         |                                      ^^
         = help: write a share from 0 to 1, or \`unit: percent\` beside a number from 0 to 100
      "
    `);
  });
});
