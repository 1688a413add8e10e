import { describe, expect, it } from 'vitest';
import type { AssemblyStack } from '../../../cli/deploy/assembly.ts';
import { deployWaves } from '../../../cli/deploy/deploy-waves.ts';
import { selectStacks } from '../../../cli/deploy/select-stacks.ts';

const stack = (
  path: string,
  name: string,
  account: string,
  ...dependencies: readonly string[]
): AssemblyStack => ({
  path,
  name,
  account,
  dependencies,
  domain: path.split('/')[0] ?? '',
  region: 'eu-west-1',
  resources: 1,
  templateBytes: 1,
  templateFile: '',
  tags: {},
});

const STACKS = [
  stack('sales/Foundation', 'foundation', '2'),
  stack('sales/Namespace', 'sales-namespace', '2', 'sales/Foundation'),
  stack('sales/orders-v1', 'sales-orders-v1', '2', 'sales/Namespace'),
  stack('sales-eu/Foundation', 'foundation', '2'),
  stack('sales-eu/Namespace', 'sales-eu-namespace', '2', 'sales-eu/Foundation'),
];
const selected = (...patterns: readonly string[]) => selectStacks(STACKS, patterns).map(({ path }) => path);

describe('selected stacks', () => {
  it('hold each physical stack once, although domains that share an account all have its settings', () => {
    expect(selected()).toEqual([
      'sales/Foundation',
      'sales/Namespace',
      'sales/orders-v1',
      'sales-eu/Namespace',
    ]);
  });

  it('come with what must be there before', () => {
    expect(selected('sales/orders-v1')).toEqual(['sales/Foundation', 'sales/Namespace', 'sales/orders-v1']);
  });

  it('are those of the domain that was named, not of one whose name it begins', () => {
    expect(selected('sales')).toEqual(['sales/Foundation', 'sales/Namespace', 'sales/orders-v1']);
  });

  it('are found by name and by glob', () => {
    expect(selected('sales-eu-namespace')).toEqual(['sales-eu/Foundation', 'sales-eu/Namespace']);
    expect(selected('*/Foundation')).toEqual(['sales/Foundation']);
  });

  it('are refused by a pattern that matches nothing', () => {
    expect(() => selected('sales', 'ordres')).toThrow('no stack matches "ordres"');
  });

  it('come up in waves: settings of accounts, then namespaces, then products', () => {
    expect(deployWaves(selectStacks(STACKS, [])).map((wave) => wave.map(({ path }) => path))).toEqual([
      ['sales/Foundation'],
      ['sales/Namespace', 'sales-eu/Namespace'],
      ['sales/orders-v1'],
    ]);
  });
});
