import { IDENTITY_TYPES, statementsOf } from '../policy-statement.ts';
import { offence } from '../property.ts';
import type { TemplateRule } from '../template-rule.ts';
import { roleThatMay } from './role-example.ts';

export const namesItsActions: TemplateRule = {
  id: 'I-1',
  statement: 'A role’s actions are named one by one',
  fix: 'list the actions that the code calls',
  source: 'Security Hub IAM.1, IAM.21; CIS AWS 5.0 1.15',
  types: IDENTITY_TYPES,
  check: (role) =>
    statementsOf(role, 'identity')
      .filter(({ effect }) => effect === 'Allow')
      .flatMap(({ at, actions }) =>
        actions.filter((action) => /[*?]/.test(action)).map((action) => offence(`${at}.Action`, action)),
      ),
  examples: [
    {
      name: 'one by one',
      expect: 'holds',
      resources: roleThatMay({ Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::a/b' }),
    },
    { name: 'a whole service', expect: 'breaks', resources: roleThatMay({ Action: 's3:*', Resource: '*' }) },
    {
      name: 'a pattern',
      expect: 'breaks',
      resources: roleThatMay({ Action: 's3:Get*', Resource: 'arn:aws:s3:::a/b' }),
    },
  ],
};
