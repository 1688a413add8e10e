import { describe, expect, it } from 'vitest';
import { checkAccountLimits } from '../../../core/spec/check-account-limits.ts';
import type { Domain } from '../../../core/spec/mesh.ts';

const environment = {
  name: 'prod',
  region: 'eu-west-1',
  isSandbox: false,
  removal: 'retain' as const,
  platformAccount: '999999999999',
};

function domains(count: number, account: (at: number) => string, roles = 0): readonly Domain[] {
  return Array.from({ length: count }, (_, at) => ({
    name: `d${at}`,
    title: `d${at}`,
    description: '',
    costCentre: 'x',
    owner: { team: 'd', email: 'd@example.com' },
    accounts: { prod: account(at) },
    roles: Array.from({ length: roles }, (_role, index) => ({ name: `r${index}`, title: 'r' })),
    secrets: [],
    products: [],
    directory: `domains/d${at}`,
  }));
}

const found = (all: readonly Domain[]): readonly string[] =>
  checkAccountLimits([environment], all).map(
    ({ severity, message, span }) => `${severity} ${span.file}: ${message}`,
  );

describe('an account that several domains share', () => {
  it('may hold one domain less than Lake Formation takes administrators: who deploys is one', () => {
    expect(found(domains(22, () => '111111111111'))).toEqual([]);
    expect(found(domains(29, () => '111111111111'))).toEqual([
      'warning domains/d28/domain.yaml: account 111111111111 of prod would have 30 administrators of Lake Formation, and AWS allows 30',
    ]);
    expect(found(domains(30, () => '111111111111'))).toEqual([
      'error domains/d29/domain.yaml: account 111111111111 of prod would have 31 administrators of Lake Formation, and AWS allows 30',
    ]);
  });

  it('may not hold more roles and workgroups than IAM and Athena allow', () => {
    const messages = found(domains(10, () => '111111111111', 100));
    expect(messages.map((message) => message.replace(/.* would have /, ''))).toEqual([
      '1140 roles, and AWS allows 1000',
      '1030 workgroups of Athena, and AWS allows 1000',
    ]);
  });

  it('is counted alone: domains of other accounts do not matter', () => {
    expect(found(domains(100, (at) => String(100_000_000_000 + at)))).toEqual([]);
  });
});
