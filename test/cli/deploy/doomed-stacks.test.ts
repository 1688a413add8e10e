import { describe, expect, it } from 'vitest';
import { doomedStacks } from '../../../cli/deploy/doomed-stacks.ts';
import type { LiveStack } from '../../../cli/deploy/live-stacks.ts';

const NAMES = { mesh: 'm', environment: 'prod' };

const live = (account: string, domain: string, ...rest: readonly string[]): readonly LiveStack[] =>
  rest.map((name) => ({
    account,
    region: 'eu-west-1',
    name: `m-prod-${name}`,
    id: `${account}/${name}`,
    domain,
    status: 'CREATE_COMPLETE',
  }));

// `sales` and `sales-eu` share an account, whose settings were deployed last by `sales-eu`.
const STACKS = [
  ...live('1', 'platform', 'foundation', 'platform'),
  ...live('2', 'sales', 'sales-namespace', 'sales-orders-v1'),
  ...live('2', 'sales-eu', 'foundation', 'sales-eu-namespace', 'sales-eu-orders-v1'),
];
const doomed = (...patterns: readonly string[]) => {
  const { stacks, shared } = doomedStacks(STACKS, patterns, NAMES);
  return { stacks: stacks.map(({ id }) => id), shared: shared.map(({ id }) => id) };
};

describe('stacks that are to go', () => {
  it('go in reverse: products, then what holds a domain together, then settings of accounts', () => {
    expect(doomed()).toEqual({
      stacks: [
        '2/sales-orders-v1',
        '2/sales-eu-orders-v1',
        '2/sales-namespace',
        '2/sales-eu-namespace',
        '1/platform',
        '1/foundation',
        '2/foundation',
      ],
      shared: [],
    });
  });

  it('leave the settings of an account that another domain shares', () => {
    expect(doomed('sales-eu')).toEqual({
      stacks: ['2/sales-eu-orders-v1', '2/sales-eu-namespace'],
      shared: ['2/foundation'],
    });
  });

  it('are those of the domain that was named, not of one whose name it begins', () => {
    expect(doomed('sales').stacks).toEqual(['2/sales-orders-v1', '2/sales-namespace']);
  });

  it('take the products of a namespace with it', () => {
    expect(doomed('sales/Namespace').stacks).toEqual(['2/sales-orders-v1', '2/sales-namespace']);
  });

  it.each(['sales/orders-v1', 'm-prod-sales-orders-v1', 'sales/orders-*'])('are found by %s', (pattern) => {
    expect(doomed(pattern)).toEqual({ stacks: ['2/sales-orders-v1'], shared: [] });
  });

  it('are refused by a name that nothing has', () => {
    expect(() => doomed('sale')).toThrow('no deployed stack matches "sale"');
  });
});
