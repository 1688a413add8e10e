import { isOpen, statementsOf } from '../policy-statement.ts';
import { offence } from '../property.ts';
import type { TemplateRule } from '../template-rule.ts';
import { DELEGATION, keyWithPolicy } from './key-example.ts';

export const namesItsUsers: TemplateRule = {
  id: 'K-2',
  statement: 'A key policy allows nobody by a wildcard, unless it demands the organization',
  fix: 'name the account or the service, with a condition',
  source: 'Security Hub KMS.5',
  types: ['AWS::KMS::Key'],
  check: (key) =>
    statementsOf(key)
      .filter(isOpen)
      .map(({ at }) => offence(`${at}.Principal`, '*')),
  examples: [
    { name: 'its own account', expect: 'holds', resources: keyWithPolicy(DELEGATION) },
    {
      name: 'the organization',
      expect: 'holds',
      resources: keyWithPolicy(DELEGATION, {
        ...DELEGATION,
        Principal: '*',
        Action: 'kms:GenerateDataKey',
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
      }),
    },
    {
      name: 'anybody',
      expect: 'breaks',
      resources: keyWithPolicy(DELEGATION, { ...DELEGATION, Principal: '*', Action: 'kms:Decrypt' }),
    },
  ],
};
