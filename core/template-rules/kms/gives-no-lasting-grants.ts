import { allows, demanded, type PolicyStatement, POLICY_TYPES, statementsOf } from '../policy-statement.ts';
import { offence } from '../property.ts';
import { roleThatMay } from '../iam/role-example.ts';
import type { RuleScope, TemplateRule } from '../template-rule.ts';

export const givesNoLastingGrants: TemplateRule = {
  id: 'K-4',
  statement: 'Grants on keys are made for services of AWS only',
  fix: 'add the condition `kms:GrantIsForAWSResource: true`, or drop `kms:CreateGrant`',
  source: 'AWS’s guide to grants in KMS',
  types: POLICY_TYPES,
  check: (resource, { scope }) =>
    statementsOf(resource)
      .filter((statement) => allows(statement, 'kms:CreateGrant') && !isDelegation(statement, scope))
      .filter((statement) =>
        demanded(statement, 'kms:GrantIsForAWSResource').every(({ values }) => values.join() !== 'true'),
      )
      .map(({ at, actions }) => offence(`${at}.Action`, actions.join(', '))),
  examples: [
    {
      name: 'for services',
      expect: 'holds',
      resources: roleThatMay({
        Action: 'kms:CreateGrant',
        Resource: 'arn:aws:kms:eu-west-1:111111111111:key/one',
        Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      }),
    },
    {
      name: 'for anybody',
      expect: 'breaks',
      resources: roleThatMay({
        Action: 'kms:CreateGrant',
        Resource: 'arn:aws:kms:eu-west-1:111111111111:key/one',
      }),
    },
  ],
};

/** A key policy that names the account's root leaves the decision to IAM: the roles of the account answer for it. */
function isDelegation({ kind, principals }: PolicyStatement, { account }: RuleScope): boolean {
  return kind === 'resource' && principals.join() === `AWS:arn:aws:iam::${account}:root`;
}
