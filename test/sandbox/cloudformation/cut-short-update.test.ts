import { expect, it } from 'vitest';
import { parseTemplate } from '../../../core/cloudformation/template.ts';
import { ensureBootstrap } from '../../../sandbox/assembly/bootstrap.ts';
import type { Cloud } from '../../../sandbox/cloud/cloud.ts';
import { deployStack } from '../../../sandbox/cloudformation/deploy-stack.ts';
import { serviceCalls } from '../../../sandbox/cloudformation/service-calls.ts';
import { stackState } from '../../../sandbox/cloudformation/stack-state.ts';
import { ACCOUNT, REGION } from './resource-cases.ts';
import { serviceCloud } from './service-cloud.ts';

const SCOPE = { accountId: ACCOUNT, region: REGION };
const STACK = { name: 'mesh-local-role', account: ACCOUNT, region: REGION };

const roleWith = (...actions: readonly string[]) => ({
  RoleName: 'analyst',
  AssumeRolePolicyDocument: {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  },
  Policies: actions.map((Action) => ({
    PolicyName: Action.replace(':', '-'),
    PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] },
  })),
});

const deploy = (cloud: Cloud, properties: object) => {
  const template = parseTemplate({ Resources: { Role: { Type: 'AWS::IAM::Role', Properties: properties } } });
  return deployStack(cloud, { ...STACK, template, parameters: {}, tags: {}, constructPaths: {} });
};

it.each([
  ['before it began', roleWith('s3:GetObject')],
  ['half way', roleWith('s3:GetObject', 's3:PutObject')],
])('leaves no permission of an update that was cut short %s', async (_when, actual) => {
  await using ready = await serviceCloud();
  const { cloud } = ready;
  await ensureBootstrap(cloud, SCOPE);
  await deploy(cloud, actual);
  const state = stackState(cloud, SCOPE, STACK.name);
  const record = state.resource('Role');
  if (record === undefined) throw new Error('the role was not made');
  const { status: _complete, ...made } = record;
  state.putResource({
    ...made,
    before: { ...made, properties: roleWith('s3:GetObject'), isDeleted: false },
    attempted: [roleWith('s3:GetObject')],
    properties: roleWith('s3:PutObject'),
    status: 'updating',
  });
  expect((await deploy(cloud, roleWith('s3:ListBucket'))).status).toBe('updated');
  const call = serviceCalls(cloud, { ...SCOPE, principal: { kind: 'root' } });
  const { PolicyNames } = await call('iam', 'ListRolePolicies', { RoleName: 'analyst' });
  expect(PolicyNames).toEqual(['s3-ListBucket']);
});
