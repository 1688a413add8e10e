import { demanded, type PolicyStatement, statementsOf } from '../policy-statement.ts';
import { offence } from '../property.ts';
import type { ExampleResources, RuleScope, TemplateRule } from '../template-rule.ts';

const SERVICE = 'Service:lakeformation.amazonaws.com';

export const vendsForOwnAccount: TemplateRule = {
  id: 'L-3',
  statement: 'Only Lake Formation of the same account assumes the role that reads a registered location',
  fix: 'add conditions on `aws:SourceAccount` and on `aws:SourceArn` with `arn:aws:lakeformation:<region>:<account>:*`',
  source: 'AWS’s guide to roles for registered locations (confused deputy)',
  types: ['AWS::IAM::Role'],
  check: (role, { scope }) =>
    statementsOf(role, 'trust')
      .filter(({ principals }) => principals.includes(SERVICE))
      .filter((statement) => !isForOwnAccount(statement, scope))
      .map(({ at }) => offence(`${at}.Condition`, 'not both conditions')),
  examples: [
    { name: 'both conditions', expect: 'holds', resources: trusted(true) },
    { name: 'the account alone', expect: 'breaks', resources: trusted(false) },
  ],
};

function isForOwnAccount(statement: PolicyStatement, { names, account }: RuleScope): boolean {
  const has = (key: string, wanted: string): boolean =>
    demanded(statement, key).some(({ values }) => values.join() === wanted);
  return (
    has('aws:SourceAccount', account) &&
    has('aws:SourceArn', `arn:aws:lakeformation:${names.region}:${account}:*`)
  );
}

function trusted(bySource: boolean): ExampleResources {
  return {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'lakeformation.amazonaws.com' },
              Action: 'sts:AssumeRole',
              Condition: {
                StringEquals: { 'aws:SourceAccount': '111111111111' },
                ...(bySource && {
                  ArnLike: { 'aws:SourceArn': 'arn:aws:lakeformation:eu-west-1:111111111111:*' },
                }),
              },
            },
          ],
        },
      },
    },
  };
}
