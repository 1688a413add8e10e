import { describe, expect, it } from 'vitest';
import { checkSharedAccounts } from '../../../core/spec/check-environments.ts';
import type { Domain, Environment } from '../../../core/spec/mesh.ts';

function environment(name: string, account: string, region = 'eu-west-1'): Environment {
  return { name, region, isSandbox: false, platformAccount: account, removal: 'retain' };
}

const sales: Domain = {
  name: 'sales',
  title: 'Sales',
  description: '',
  owner: { team: 'sales', email: 'sales@example.com' },
  costCentre: 'sales',
  accounts: { test: '333333333333', prod: '333333333333' },
  roles: [],
  secrets: [],
  products: [],
  directory: 'domains/sales',
};

describe('two environments', () => {
  it('do not share an account in one region: its Lake Formation has one set of settings and tags', () => {
    const found = checkSharedAccounts(
      [environment('test', '111111111111'), environment('prod', '222222222222')],
      [sales],
    );
    expect(found.map(({ message, span }) => `${span.file}: ${message}`)).toEqual([
      'domains/sales/domain.yaml: the account 333333333333 of prod is one of test in eu-west-1, too (domains/sales/domain.yaml)',
    ]);
  });

  it('may share one in different regions', () => {
    const found = checkSharedAccounts(
      [environment('test', '111111111111'), environment('prod', '222222222222', 'us-east-1')],
      [sales],
    );
    expect(found).toEqual([]);
  });

  it('leave domains of one environment, and the platform, to share accounts', () => {
    const twin = {
      ...sales,
      name: 'sales-eu',
      directory: 'domains/sales-eu',
      accounts: { test: '333333333333' },
    };
    expect(checkSharedAccounts([environment('test', '333333333333')], [sales, twin])).toEqual([]);
  });
});
