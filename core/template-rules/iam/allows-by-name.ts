import { POLICY_TYPES, statementsOf } from '../policy-statement.ts';
import { offence } from '../property.ts';
import type { TemplateRule } from '../template-rule.ts';
import { roleThatMay } from './role-example.ts';

export const allowsByName: TemplateRule = {
  id: 'I-2',
  statement: 'What is allowed is named: no statement allows everything but something',
  fix: 'replace `NotAction`, `NotResource` and `NotPrincipal` by what is meant',
  source: 'AWS’s guide to elements of policies',
  types: POLICY_TYPES,
  check: (resource) =>
    statementsOf(resource)
      .filter(({ effect }) => effect === 'Allow')
      .flatMap(({ at, negated }) => negated.map((element) => offence(at, element))),
  examples: [
    {
      name: 'named',
      expect: 'holds',
      resources: roleThatMay({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/b' }),
    },
    {
      name: 'all but one action',
      expect: 'breaks',
      resources: roleThatMay({ NotAction: 'iam:*', Resource: '*' }),
    },
    {
      name: 'all but one resource',
      expect: 'breaks',
      resources: roleThatMay({ Action: 's3:GetObject', NotResource: 'arn:aws:s3:::a/b' }),
    },
  ],
};
