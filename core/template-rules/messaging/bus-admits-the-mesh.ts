import { demanded, statementsOf } from '../policy-statement.ts';
import { offence } from '../property.ts';
import type { ExampleResources, TemplateRule } from '../template-rule.ts';

export const busAdmitsTheMesh: TemplateRule = {
  id: 'M-4',
  statement:
    'A bus takes events of named accounts of the mesh or of the organization, and only those of Freehold',
  fix: 'name the accounts; add the condition `events:source: freehold`',
  source: 'Security Hub EventBridge.3',
  types: ['AWS::Events::EventBusPolicy'],
  check: (policy, { scope }) =>
    statementsOf(policy).flatMap((statement) => {
      const strangers = statement.principals.filter(
        (principal) =>
          ![...scope.accounts].some((account) => principal === `AWS:arn:aws:iam::${account}:root`),
      );
      const isOrganisation = demanded(statement, 'aws:PrincipalOrgID').length > 0;
      const isOurs = demanded(statement, 'events:source').some(({ values }) => values.join() === 'freehold');
      return [
        ...(isOrganisation ? [] : strangers.map((found) => offence(`${statement.at}.Principal`, found))),
        ...(isOurs ? [] : [offence(`${statement.at}.Condition`, 'any source')]),
      ];
    }),
  examples: [
    {
      name: 'an account of the mesh',
      expect: 'holds',
      resources: admitting({ AWS: 'arn:aws:iam::222222222222:root' }),
    },
    {
      name: 'an account outside',
      expect: 'breaks',
      resources: admitting({ AWS: 'arn:aws:iam::999999999999:root' }),
    },
    { name: 'anybody', expect: 'breaks', resources: admitting('*') },
  ],
};

function admitting(Principal: unknown): ExampleResources {
  const Statement = {
    Effect: 'Allow',
    Principal,
    Action: 'events:PutEvents',
    Resource: 'arn:aws:events:eu-west-1:111111111111:event-bus/acme-prod-sales-bus',
    Condition: { StringEquals: { 'events:source': 'freehold' } },
  };
  return { Policy: { Type: 'AWS::Events::EventBusPolicy', Properties: { StatementId: 'hear', Statement } } };
}
