import { expect, it } from 'vitest';
import type { Caller } from '../../../sandbox/cloud/caller.ts';
import { serviceCalls } from '../../../sandbox/cloudformation/service-calls.ts';
import { serviceCloud } from '../cloudformation/service-cloud.ts';

const PLACE = { accountId: '111111111111', region: 'eu-west-1' };
const ROOT: Caller = { ...PLACE, principal: { kind: 'root' } };
const TRUST = JSON.stringify({ Version: '2012-10-17', Statement: [] });
const Tags = [{ Key: 'mesh', Value: 'aviation' }];
const kmsTags = (TagValue: string) => [{ TagKey: 'mesh', TagValue }];

/** Everything but what is named. */
function allBut(...actions: readonly string[]): string {
  const statements = [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: actions, Resource: '*' },
  ];
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

async function roleWith(PolicyDocument: string) {
  const ready = await serviceCloud();
  const root = serviceCalls(ready.cloud, ROOT);
  await root('iam', 'CreateRole', { RoleName: 'maker', AssumeRolePolicyDocument: TRUST });
  await root('iam', 'PutRolePolicy', { RoleName: 'maker', PolicyName: 'p', PolicyDocument });
  const arn = `arn:aws:iam::${PLACE.accountId}:role/maker`;
  const call = serviceCalls(ready.cloud, { ...PLACE, principal: { kind: 'role', arn, sessionName: 's' } });
  return { ...ready, root, call };
}

it('asks whoever creates with tags for the permission to tag', async () => {
  const actions = ['TagResource', 'TagRole', 'TagPolicy', 'AddTagsToResource'].map((name) => `*:${name}`);
  await using ready = await roleWith(allBut(...actions));
  const { call } = ready;
  const policy = allBut('*:*');
  const made: readonly (readonly [action: string, create: (tagged: boolean) => Promise<unknown>])[] = [
    ['athena:TagResource', (t) => call('athena', 'CreateWorkGroup', { Name: 'w', ...(t && { Tags }) })],
    ['events:TagResource', (t) => call('events', 'CreateEventBus', { Name: 'b', ...(t && { Tags }) })],
    [
      'events:TagResource',
      (t) => call('events', 'PutRule', { Name: 'r', EventPattern: '{"source":["x"]}', ...(t && { Tags }) }),
    ],
    [
      'iam:TagRole',
      (t) =>
        call('iam', 'CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: TRUST, ...(t && { Tags }) }),
    ],
    [
      'iam:TagPolicy',
      (t) => call('iam', 'CreatePolicy', { PolicyName: 'p', PolicyDocument: policy, ...(t && { Tags }) }),
    ],
    ['kms:TagResource', (t) => call('kms', 'CreateKey', t ? { Tags: kmsTags('a') } : {})],
    [
      'logs:TagResource',
      (t) => call('logs', 'CreateLogGroup', { logGroupName: 'g', ...(t && { tags: { mesh: 'a' } }) }),
    ],
    [
      'scheduler:TagResource',
      (t) => call('scheduler', 'CreateScheduleGroup', { Name: 'g', ...(t && { Tags }) }),
    ],
    [
      'ssm:AddTagsToResource',
      (t) => call('ssm', 'PutParameter', { Name: '/p', Value: 'v', Type: 'String', ...(t && { Tags }) }),
    ],
  ];
  for (const [action, create] of made) {
    await expect(create(true), action).rejects.toThrow(`not authorized to perform: ${action}`);
    await create(false);
  }
});

it('tells policies the tags of a key, and those that a request brings', async () => {
  const own = { StringEquals: { 'aws:ResourceTag/mesh': 'aviation' } };
  const asked = { StringEquals: { 'aws:RequestTag/mesh': 'aviation' } };
  const statements = [
    { Effect: 'Allow', Action: ['kms:CreateKey', 'kms:TagResource'], Resource: '*', Condition: asked },
    { Effect: 'Allow', Action: 'kms:DisableKey', Resource: '*', Condition: own },
  ];
  await using ready = await roleWith(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
  const { call, root } = ready;
  await expect(call('kms', 'CreateKey', { Tags: kmsTags('other') })).rejects.toThrow('kms:CreateKey');
  const { KeyMetadata: ours } = await call('kms', 'CreateKey', { Tags: kmsTags('aviation') });
  await call('kms', 'DisableKey', { KeyId: ours?.KeyId });
  const { KeyMetadata: other } = await root('kms', 'CreateKey', { Tags: kmsTags('other') });
  await expect(call('kms', 'DisableKey', { KeyId: other?.KeyId })).rejects.toThrow('kms:DisableKey');
  const retag = { KeyId: other?.KeyId, Tags: kmsTags('elsewhere') };
  await expect(call('kms', 'TagResource', retag)).rejects.toThrow('kms:TagResource');
});

it('tells policies the boundary of a role where IAM does, and not for other actions on it', async () => {
  const PermissionsBoundary = 'arn:aws:iam::aws:policy/AdministratorAccess';
  const statement = {
    Effect: 'Allow',
    Action: 'iam:*',
    Resource: '*',
    Condition: { ArnEquals: { 'iam:PermissionsBoundary': PermissionsBoundary } },
  };
  await using ready = await roleWith(JSON.stringify({ Version: '2012-10-17', Statement: [statement] }));
  const { call } = ready;
  const role = { RoleName: 'r', AssumeRolePolicyDocument: TRUST };
  await expect(call('iam', 'CreateRole', role)).rejects.toThrow('iam:CreateRole');
  await call('iam', 'CreateRole', { ...role, PermissionsBoundary });
  const inline = { RoleName: 'r', PolicyName: 'p', PolicyDocument: allBut('s3:*') };
  await call('iam', 'PutRolePolicy', inline);
  await expect(call('iam', 'PutRolePolicy', { ...inline, RoleName: 'maker' })).rejects.toThrow(
    'iam:PutRolePolicy',
  );
  await expect(
    call('iam', 'UpdateAssumeRolePolicy', { RoleName: 'r', PolicyDocument: TRUST }),
  ).rejects.toThrow('iam:UpdateAssumeRolePolicy');
});
