import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSpecFiles } from '../../../cli/load/load-spec-files.ts';
import { resolveMesh } from '../../../core/spec/resolve-mesh.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const ONE = '222222222222';

let grove: ReadonlyMap<string, string>;
beforeAll(async () => {
  const root = resolve(import.meta.dirname, '../../..');
  ({ files: grove } = await loadSpecFiles(join(root, 'test/permissions/mesh')));
});

/** A mesh of domains with one product each, in the accounts given. */
function check(products: readonly (readonly [domain: string, product: string, account: string])[]) {
  const copied = products.flatMap(([domain, product, account]) =>
    [...grove]
      .filter(([path]) => path.startsWith('domains/forest/') && !path.includes('/access/'))
      .map(([path, text]): readonly [string, string] => [
        path.replace('/forest/', `/${domain}/`).replace('/harvest/', `/${product}/`),
        text.replace(/prod: "\d+"/, `prod: "${account}"`),
      ]),
  );
  const mesh = [
    'name: grove',
    'title: Grove',
    'classifications: [open, internal, confidential]',
    'environments:',
    '  prod: { region: eu-west-1, platformAccount: "111111111111" }',
  ].join('\n');
  const { diagnostics } = resolveMesh(new Map([...copied, ['mesh.yaml', mesh]]), { now: NOW });
  // The product is named otherwise than its table, which is of no matter here.
  const named = diagnostics.filter(({ message }) => message.startsWith('the stack '));
  return named.map(({ message, hint, span }) => `${span.file}:${span.line} ${message}; ${hint}`);
}

describe('stacks of two domains', () => {
  it('may not have one name in one account', () => {
    expect(
      check([
        ['sales', 'eu-orders', ONE],
        ['sales-eu', 'orders', ONE],
      ]),
    ).toMatchInlineSnapshot(`
      [
        "domains/sales/products/eu-orders/contract.yaml:1 the stack "grove-prod-sales-eu-orders-v1" of sales.eu-orders has the name of the stack of sales-eu.orders in the same account; rename one of the products, or give one of the domains an account of its own",
      ]
    `);
  });

  it('may have one name in different accounts', () => {
    expect(
      check([
        ['sales', 'eu-orders', ONE],
        ['sales-eu', 'orders', '333333333333'],
      ]),
    ).toEqual([]);
  });

  it('do not collide because the names of the domains begin alike', () => {
    expect(
      check([
        ['sales', 'orders', ONE],
        ['sales-eu', 'orders', ONE],
      ]),
    ).toEqual([]);
  });
});
