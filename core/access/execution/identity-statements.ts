import type { ExecutionArns } from './execution-scope.ts';
import { actionsOf, type ExecutionStatement } from './execution-statement.ts';

/**
 * Roles, always capped by a boundary of ours, and which service may become which of them. Nothing here reaches a role
 * or a policy of the CDK's bootstrap: their names do not begin as ours do.
 */
export function identityStatements(arns: ExecutionArns): readonly ExecutionStatement[] {
  const roles = arns.global('iam', 'role/');
  const boundaries = arns.global('iam', 'policy/', '-boundary');
  return [
    {
      sid: 'CappedRoles',
      types: ['AWS::IAM::Role'],
      actions: actionsOf('iam', CAPPED),
      resources: [roles],
      conditions: { ArnLike: { 'iam:PermissionsBoundary': boundaries } },
    },
    {
      sid: 'Roles',
      types: ['AWS::IAM::Role'],
      actions: actionsOf('iam', ROLE),
      resources: [roles],
    },
    {
      sid: 'Boundaries',
      types: ['AWS::IAM::ManagedPolicy'],
      actions: actionsOf('iam', BOUNDARY),
      resources: [boundaries],
    },
    ...PASSED.map(({ sid, service, types, roles: names }) => ({
      sid,
      types,
      actions: ['iam:PassRole'],
      resources: names.map((name) => arns.global('iam', 'role/', name)),
      conditions: { StringEquals: { 'iam:PassedToService': service } },
    })),
  ];
}

/** What IAM lets a policy tie to the boundary of the role. */
const CAPPED = ['CreateRole', 'DeleteRolePolicy', 'PutRolePermissionsBoundary', 'PutRolePolicy'];

const ROLE = [
  'DeleteRole',
  'GetRole',
  'GetRolePolicy',
  'ListAttachedRolePolicies',
  'ListRolePolicies',
  'ListRoleTags',
  'TagRole',
  'UntagRole',
  'UpdateAssumeRolePolicy',
  'UpdateRole',
];

const BOUNDARY = [
  'CreatePolicy',
  'CreatePolicyVersion',
  'DeletePolicy',
  'DeletePolicyVersion',
  'GetPolicy',
  'GetPolicyVersion',
  'ListPolicyVersions',
];

/** The roles that stacks hand to a service, by the end of their names. */
const PASSED = [
  {
    sid: 'PassToEvents',
    service: 'events.amazonaws.com',
    types: ['AWS::Events::Rule'],
    roles: ['-forwarder', '-starter'],
  },
  {
    sid: 'PassToFunctions',
    service: 'lambda.amazonaws.com',
    types: ['AWS::Lambda::Function'],
    roles: ['-observer', '-provisioner', '-publisher', '-reconciler'],
  },
  {
    sid: 'PassToLakeFormation',
    service: 'lakeformation.amazonaws.com',
    types: ['AWS::LakeFormation::Resource'],
    roles: ['-lakeformation'],
  },
  {
    sid: 'PassToScheduler',
    service: 'scheduler.amazonaws.com',
    types: ['AWS::Scheduler::Schedule'],
    roles: ['-schedule-enforce-policies', '-schedule-measure-slo', '-starter'],
  },
  {
    sid: 'PassToStateMachines',
    service: 'states.amazonaws.com',
    types: ['AWS::StepFunctions::StateMachine'],
    roles: ['-pipeline'],
  },
] as const;
