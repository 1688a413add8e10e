import { demanded, type PolicyStatement, statementsOf } from '../policy-statement.ts';
import { offence } from '../property.ts';
import type { Offence, RuleScope, TemplateRule } from '../template-rule.ts';
import { roleTrusting } from './role-example.ts';

/** Lambda assumes a role only for functions of the role's own account: creating one asks for `iam:PassRole` there. */
const WITHOUT_SOURCE: ReadonlySet<string> = new Set(['Service:lambda.amazonaws.com']);
const SOURCES = ['aws:SourceAccount', 'aws:SourceArn'] as const;

export const trustsExactly: TemplateRule = {
  id: 'I-4',
  statement:
    'A role trusts services that act for its own account, its own account, or one exact role elsewhere with a second proof',
  fix: 'add `aws:SourceAccount` for a service; for another account name the role and add `aws:PrincipalOrgID` or `sts:ExternalId`',
  source: 'AWS’s guide to the confused deputy problem',
  types: ['AWS::IAM::Role'],
  check: (role, { scope }) =>
    statementsOf(role, 'trust')
      .filter(({ effect }) => effect === 'Allow')
      .flatMap((statement) =>
        statement.principals.flatMap((principal) => trusted(principal, statement, scope)),
      ),
  examples: [
    {
      name: 'a service for this account',
      expect: 'holds',
      resources: roleTrusting({
        Principal: { Service: 'scheduler.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
      }),
    },
    {
      name: 'a service for anybody',
      expect: 'breaks',
      resources: roleTrusting({ Principal: { Service: 'scheduler.amazonaws.com' } }),
    },
    { name: 'anybody', expect: 'breaks', resources: roleTrusting({ Principal: { AWS: '*' } }) },
    {
      name: 'another account as a whole',
      expect: 'breaks',
      resources: roleTrusting({ Principal: { AWS: 'arn:aws:iam::222222222222:root' } }),
    },
  ],
};

function trusted(principal: string, statement: PolicyStatement, { account }: RuleScope): readonly Offence[] {
  const found = [offence(`${statement.at}.Principal`, principal)];
  if (principal.startsWith('Service:')) {
    const isOwn = SOURCES.some((key) =>
      demanded(statement, key).some(({ values }) => values.every((value) => value.includes(account))),
    );
    return isOwn || WITHOUT_SOURCE.has(principal) ? [] : found;
  }
  if (principal.startsWith(`AWS:arn:aws:iam::${account}:`) || principal === `AWS:${account}`) return [];
  const isExact = /^AWS:arn:aws:iam::\d{12}:role\/[^*?]+$/.test(principal);
  const isProven = ['aws:PrincipalOrgID', 'sts:ExternalId'].some(
    (key) => demanded(statement, key).length > 0,
  );
  return isExact && isProven ? [] : found;
}
