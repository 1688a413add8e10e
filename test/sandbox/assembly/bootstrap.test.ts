import { expect, it } from 'vitest';
import { BOOTSTRAP_ROLES, bootstrapRoleArn } from '../../../sandbox/assembly/bootstrap-names.ts';
import { type BootstrapOptions, ensureBootstrap } from '../../../sandbox/assembly/bootstrap.ts';
import type { Caller } from '../../../sandbox/cloud/caller.ts';
import { serviceCalls } from '../../../sandbox/cloudformation/service-calls.ts';
import { serviceCloud } from '../cloudformation/service-cloud.ts';

const DOMAIN = { accountId: '222222222222', region: 'eu-west-1' };
const PLATFORM = '111111111111';

async function bootstrapped(options?: BootstrapOptions) {
  const ready = await serviceCloud();
  await ensureBootstrap(ready.cloud, DOMAIN, options);
  const as = (name: 'deploy' | 'lookup' | 'cfn-exec' | 'file-publishing') =>
    serviceCalls(ready.cloud, {
      ...DOMAIN,
      principal: { kind: 'role', arn: bootstrapRoleArn(name, DOMAIN), sessionName: 'test' },
    });
  const assumableBy = async (accountId: string, more: object = {}) => {
    const root: Caller = { ...DOMAIN, principal: { kind: 'root' }, accountId };
    const roles = BOOTSTRAP_ROLES.map(async (role) => {
      const input = { RoleArn: bootstrapRoleArn(role, DOMAIN), RoleSessionName: 'cdk', ...more };
      const assumed = ready.cloud.dispatch(root, 'sts', 'AssumeRole', input);
      return await assumed.then(() => [role]).catch(() => []);
    });
    return (await Promise.all(roles)).flat();
  };
  return { ...ready, as, assumableBy };
}

it('trusts its own account and those that are named, never by an external id, and CloudFormation for its role', async () => {
  await using ready = await bootstrapped({ trust: [PLATFORM] });
  const people = BOOTSTRAP_ROLES.filter((role) => role !== 'cfn-exec');
  expect(await ready.assumableBy(DOMAIN.accountId)).toEqual(people);
  expect(await ready.assumableBy(PLATFORM)).toEqual(people);
  expect(await ready.assumableBy(PLATFORM, { ExternalId: 'deputy' })).toEqual([]);
  expect(await ready.assumableBy('333333333333')).toEqual([]);
});

it('keeps what it was told before, and takes back what it is told anew', async () => {
  await using ready = await bootstrapped({ trust: [PLATFORM] });
  await ensureBootstrap(ready.cloud, DOMAIN);
  expect(await ready.assumableBy(PLATFORM)).not.toEqual([]);
  await ensureBootstrap(ready.cloud, DOMAIN, { trust: [] });
  expect(await ready.assumableBy(PLATFORM)).toEqual([]);
});

it('gives CloudFormation the policies that are given, in their newest version, and otherwise everything', async () => {
  await using ready = await bootstrapped();
  const exec = ready.as('cfn-exec');
  await exec('sns', 'CreateTopic', { Name: 'a' });
  await ensureBootstrap(ready.cloud, DOMAIN, { executionPolicies: { topics: allow('sns:CreateTopic') } });
  await exec('sns', 'CreateTopic', { Name: 'b' });
  const makeGroup = () => exec('logs', 'CreateLogGroup', { logGroupName: 'a' });
  await expect(makeGroup()).rejects.toThrow(
    'assumed-role/cdk-hnb659fds-cfn-exec-role-222222222222-eu-west-1/test is not authorized to perform: logs:CreateLogGroup on resource: arn:aws:logs:eu-west-1:222222222222:log-group:a',
  );
  await ensureBootstrap(ready.cloud, DOMAIN, { executionPolicies: { topics: allow('logs:CreateLogGroup') } });
  await makeGroup();
  await expect(exec('sns', 'CreateTopic', { Name: 'c' })).rejects.toThrow('not authorized');
});

it('leaves the other roles what the CDK command line needs, and no more', async () => {
  await using ready = await bootstrapped();
  await ready.as('deploy')('ssm', 'GetParameter', { Name: '/cdk-bootstrap/hnb659fds/version' });
  for (const role of ['deploy', 'lookup', 'file-publishing'] as const) {
    const call = ready.as(role);
    await expect(call('iam', 'DeleteRole', { RoleName: 'x' })).rejects.toThrow('not authorized');
    await expect(call('sns', 'CreateTopic', { Name: 'x' })).rejects.toThrow('not authorized');
  }
  const Bucket = 'cdk-hnb659fds-assets-222222222222-eu-west-1';
  const at = { Bucket, Key: 'x' };
  const object = { ...at, Body: 'x', ContentLength: 1 };
  await ready.as('file-publishing')('s3', 'PutObject', object);
  await ready.as('deploy')('s3', 'GetObject', at);
  await expect(ready.as('deploy')('s3', 'PutObject', object)).rejects.toThrow('not authorized');
  await expect(ready.as('lookup')('s3', 'GetObject', at)).rejects.toThrow('not authorized');
});

function allow(Action: string): object {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] };
}
