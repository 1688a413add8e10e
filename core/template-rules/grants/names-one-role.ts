import { offence } from '../property.ts';
import type { TemplateRule } from '../template-rule.ts';
import { grantWith } from './grant-example.ts';
import { GRANT_TYPE } from './grant-type.ts';

const ROLE = /^arn:aws:iam::(?<account>\d{12}):role\/[\w+=,.@/-]+$/;

export const namesOneRole: TemplateRule = {
  id: 'L-10',
  statement:
    'A grant is for one role of an account of the mesh; never for an account, a group, or `IAM_ALLOWED_PRINCIPALS`',
  fix: 'name the ARN of the role',
  source: 'AWS’s guide to Lake Formation: a grant to an account is its administrators’ to pass on',
  types: [GRANT_TYPE],
  check: ({ properties: { principal } }, { scope }) => {
    const account = ROLE.exec(String(principal))?.groups?.['account'];
    return account !== undefined && scope.accounts.has(account) ? [] : [offence('principal', principal)];
  },
  examples: [
    { name: 'one role', expect: 'holds', resources: grantWith({}) },
    { name: 'an account', expect: 'breaks', resources: grantWith({ principal: '222222222222' }) },
    { name: 'everybody', expect: 'breaks', resources: grantWith({ principal: 'IAM_ALLOWED_PRINCIPALS' }) },
    {
      name: 'a role of somebody else',
      expect: 'breaks',
      resources: grantWith({ principal: 'arn:aws:iam::999999999999:role/acme-prod-finance-analyst' }),
    },
  ],
};
