import { domainName } from '../../naming/names.ts';
import { isBoundary } from '../iam/boundary.ts';
import { allows, IDENTITY_TYPES, statementsOf } from '../policy-statement.ts';
import { offence } from '../property.ts';
import { roleThatMay } from '../iam/role-example.ts';
import type { RuleScope, TemplateRule } from '../template-rule.ts';

const ACTIONS = ['athena:StartQueryExecution', 'athena:GetQueryResults'] as const;

export const queriesOwnWorkgroups: TemplateRule = {
  id: 'A-3',
  statement: 'A role queries only in workgroups that its own domain spells out, never in `primary`',
  fix: 'name the workgroup’s ARN',
  source: 'AWS’s guide to workgroup policies of Athena: who sees a workgroup’s history sees its results',
  types: IDENTITY_TYPES,
  check: (role, { scope }) =>
    // Boundaries of all domains of an account stand in one stack.
    (isBoundary(role) ? [] : statementsOf(role, 'identity'))
      .filter((statement) => ACTIONS.some((action) => allows(statement, action)))
      .flatMap(({ at, resources }) =>
        resources.filter((arn) => !isOwn(arn, scope)).map((arn) => offence(`${at}.Resource`, arn)),
      ),
  examples: [
    {
      name: 'its own',
      expect: 'holds',
      resources: roleThatMay({
        Action: 'athena:StartQueryExecution',
        Resource: 'arn:aws:athena:eu-west-1:111111111111:workgroup/acme-prod-sales-analyst',
      }),
    },
    {
      name: '`primary`',
      expect: 'breaks',
      resources: roleThatMay({
        Action: 'athena:StartQueryExecution',
        Resource: 'arn:aws:athena:eu-west-1:111111111111:workgroup/primary',
      }),
    },
    {
      name: 'a pattern that a longer name fits',
      expect: 'breaks',
      resources: roleThatMay({
        Action: 'athena:*',
        Resource: 'arn:aws:athena:eu-west-1:111111111111:workgroup/acme-prod-sales-*',
      }),
    },
  ],
};

function isOwn(arn: string, { names, domain, account }: RuleScope): boolean {
  const prefix = `arn:aws:athena:${names.region}:${account}:workgroup/${domainName(names, domain, '')}`;
  return arn.startsWith(prefix) && !/[*?]/.test(arn);
}
