import { allows, IDENTITY_TYPES, statementsOf } from '../policy-statement.ts';
import { offence } from '../property.ts';
import type { TemplateRule } from '../template-rule.ts';
import { roleThatMay } from './role-example.ts';

/** Actions that together give a role more than it was given. */
const CLIMBS: readonly (readonly string[])[] = [
  ['iam:CreatePolicyVersion'],
  ['iam:SetDefaultPolicyVersion'],
  ['iam:AttachRolePolicy'],
  ['iam:AttachUserPolicy'],
  ['iam:AttachGroupPolicy'],
  ['iam:PutRolePolicy'],
  ['iam:PutUserPolicy'],
  ['iam:PutGroupPolicy'],
  ['iam:AddUserToGroup'],
  ['iam:UpdateAssumeRolePolicy'],
  ['iam:DeleteRolePermissionsBoundary'],
  ['iam:PutRolePermissionsBoundary'],
  ['iam:CreateAccessKey'],
  ['iam:CreateLoginProfile'],
  ['iam:UpdateLoginProfile'],
  ['lambda:UpdateFunctionCode'],
  ['lambda:UpdateFunctionConfiguration'],
  ['glue:UpdateDevEndpoint'],
  ['states:UpdateStateMachine'],
  ['iam:PassRole', 'lambda:CreateFunction'],
  ['iam:PassRole', 'glue:CreateDevEndpoint'],
  ['iam:PassRole', 'glue:CreateJob'],
  ['iam:PassRole', 'glue:CreateSession'],
  ['iam:PassRole', 'ec2:RunInstances'],
  ['iam:PassRole', 'ecs:RunTask'],
  ['iam:PassRole', 'cloudformation:CreateStack'],
  ['iam:PassRole', 'states:CreateStateMachine'],
  ['iam:PassRole', 'sagemaker:CreateNotebookInstance'],
  ['iam:PassRole', 'codebuild:CreateProject'],
  ['iam:PassRole', 'scheduler:CreateSchedule'],
];

export const cannotClimb: TemplateRule = {
  id: 'I-7',
  statement: 'No role holds a set of actions with which it could give itself more',
  fix: 'take one of the actions away; CloudFormation does what changes roles and code',
  source: 'the escalation sets that cloudsplaining lists',
  types: IDENTITY_TYPES,
  check: (role) => {
    const statements = statementsOf(role, 'identity');
    return CLIMBS.filter((actions) =>
      actions.every((action) => statements.some((statement) => allows(statement, action))),
    ).map((actions) => offence('Policies', actions.join(' + ')));
  },
  examples: [
    {
      name: 'passing alone',
      expect: 'holds',
      resources: roleThatMay({ Action: 'iam:PassRole', Resource: '*' }),
    },
    {
      name: 'passing and creating',
      expect: 'breaks',
      resources: roleThatMay({ Action: ['iam:PassRole', 'lambda:CreateFunction'], Resource: '*' }),
    },
    {
      name: 'new code for a function, by a pattern',
      expect: 'breaks',
      resources: roleThatMay({ Action: 'lambda:Update*', Resource: '*' }),
    },
  ],
};
