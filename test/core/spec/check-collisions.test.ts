import { describe, expect, it } from 'vitest';
import { checkRoleCollisions } from '../../../core/spec/check-collisions.ts';
import type { Domain, Environment } from '../../../core/spec/mesh.ts';

const environment: Environment = {
  name: 'prod',
  region: 'eu-west-1',
  isSandbox: false,
  platformAccount: '999999999999',
  removal: 'retain',
};

function domain(name: string, account: string, roles: readonly string[] = []): Domain {
  return {
    name,
    title: name,
    description: '',
    owner: { team: name, email: `${name}@example.com` },
    costCentre: name,
    accounts: { prod: account },
    roles: roles.map((role) => ({ name: role, title: role })),
    secrets: [],
    products: [],
    directory: `domains/${name}`,
  };
}

describe('roles of two domains', () => {
  it('may not have one name in one account', () => {
    const found = checkRoleCollisions(
      [environment],
      [domain('sales', '111111111111', ['eu-analyst']), domain('sales-eu', '111111111111')],
    );
    expect(found.map(({ message, span }) => `${span.file}: ${message}`)).toEqual([
      'domains/sales-eu/domain.yaml: the role "sales-eu-analyst" of sales-eu has the name of a role of sales in the same account',
    ]);
  });

  it('may have one name in different accounts', () => {
    const domains = [domain('sales', '111111111111', ['eu-analyst']), domain('sales-eu', '222222222222')];
    expect(checkRoleCollisions([environment], domains)).toEqual([]);
  });

  it('do not collide because the names of the domains begin alike', () => {
    const domains = [domain('sales', '111111111111'), domain('sales-eu', '111111111111')];
    expect(checkRoleCollisions([environment], domains)).toEqual([]);
  });
});
