import { allows, demanded, IDENTITY_TYPES, statementsOf } from '../policy-statement.ts';
import { offence } from '../property.ts';
import type { TemplateRule } from '../template-rule.ts';
import { roleThatMay } from './role-example.ts';

const PASSED = 'arn:aws:iam::111111111111:role/acme-prod-sales-starter';

export const passesNamedRoles: TemplateRule = {
  id: 'I-3',
  statement: 'A role is passed by its exact name, to one service',
  fix: 'name the role’s ARN and add the condition `iam:PassedToService`',
  source: 'AWS’s guide to passing roles',
  types: IDENTITY_TYPES,
  check: (role) =>
    statementsOf(role, 'identity')
      .filter((statement) => allows(statement, 'iam:PassRole'))
      .flatMap((statement) => [
        ...statement.resources
          .filter((arn) => /[*?]/.test(arn))
          .map((arn) => offence(`${statement.at}.Resource`, arn)),
        ...(demanded(statement, 'iam:PassedToService').length > 0
          ? []
          : [offence(`${statement.at}.Condition`, 'to any service')]),
      ]),
  examples: [
    {
      name: 'one role to one service',
      expect: 'holds',
      resources: roleThatMay({
        Action: 'iam:PassRole',
        Resource: PASSED,
        Condition: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      }),
    },
    {
      name: 'to any service',
      expect: 'breaks',
      resources: roleThatMay({ Action: 'iam:PassRole', Resource: PASSED }),
    },
    { name: 'any role', expect: 'breaks', resources: roleThatMay({ Action: 'iam:PassRole', Resource: '*' }) },
  ],
};
