import { describe, expect, it } from 'vitest';
import { createAuthorize } from '../../../../sandbox/authorization/create-authorize.ts';
import { Cloud } from '../../../../sandbox/cloud/cloud.ts';
import { Store } from '../../../../sandbox/cloud/store.ts';
import { iamService } from '../../../../sandbox/services/iam/service.ts';

const ACCOUNT = '111111111111';
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const READ = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }],
});

function iam() {
  const cloud = new Cloud({
    store: new Store(':memory:'),
    directory: '/nonexistent',
    clock: () => new Date('2026-01-01T00:00:00Z'),
    authorize: createAuthorize(),
  });
  cloud.register(iamService);
  const root = { principal: { kind: 'root' }, accountId: ACCOUNT, region: 'eu-west-1' } as const;
  return (name: string, input: Record<string, unknown>) => cloud.dispatch(root, 'iam', name, input);
}

async function withRole() {
  const call = iam();
  await call('CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: TRUST });
  return call;
}

describe('roles', () => {
  it('are created once, and read back with their trust', async () => {
    const call = await withRole();
    const { Role } = (await call('GetRole', { RoleName: 'r' })) as { Role: Record<string, string> };
    expect(Role['Arn']).toBe(`arn:aws:iam::${ACCOUNT}:role/r`);
    expect(Role['RoleId']).toMatch(/^AROA[0-9A-F]{17}$/);
    expect(decodeURIComponent(String(Role['AssumeRolePolicyDocument']))).toBe(TRUST);
    await expect(
      call('CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: TRUST }),
    ).rejects.toMatchObject({
      code: 'EntityAlreadyExistsException',
      status: 409,
    });
    await expect(call('GetRole', { RoleName: 'gone' })).rejects.toMatchObject({
      code: 'NoSuchEntityException',
    });
  });

  it('go only when nothing hangs on them', async () => {
    const call = await withRole();
    const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
    await call('PutRolePolicy', { RoleName: 'r', PolicyName: 'p', PolicyDocument: READ });
    await call('AttachRolePolicy', { RoleName: 'r', PolicyArn });
    await expect(call('DeleteRole', { RoleName: 'r' })).rejects.toThrow('must delete policies first');
    await call('DeleteRolePolicy', { RoleName: 'r', PolicyName: 'p' });
    await expect(call('DeleteRole', { RoleName: 'r' })).rejects.toThrow('must detach all policies first');
    await call('DetachRolePolicy', { RoleName: 'r', PolicyArn });
    await call('DeleteRole', { RoleName: 'r' });
    expect(await call('ListRoles', {})).toMatchObject({ Roles: [] });
  });

  it('keep inline policies by name', async () => {
    const call = await withRole();
    await call('PutRolePolicy', { RoleName: 'r', PolicyName: 'p', PolicyDocument: READ });
    await call('PutRolePolicy', { RoleName: 'r', PolicyName: 'p', PolicyDocument: READ });
    expect(await call('ListRolePolicies', { RoleName: 'r' })).toMatchObject({ PolicyNames: ['p'] });
    await expect(call('DeleteRolePolicy', { RoleName: 'r', PolicyName: 'q' })).rejects.toThrow(
      'cannot be found',
    );
  });

  it('carry tags', async () => {
    const call = await withRole();
    await call('TagRole', {
      RoleName: 'r',
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '2' },
      ],
    });
    await call('UntagRole', { RoleName: 'r', TagKeys: ['a'] });
    expect(await call('ListRoleTags', { RoleName: 'r' })).toMatchObject({ Tags: [{ Key: 'b', Value: '2' }] });
  });
});

describe('documents', () => {
  it.each([
    ['no JSON', '{', 'not a JSON object'],
    [
      'an unknown operator',
      READ.replace('"Resource"', '"Condition":{"StringIs":{"a":"b"}},"Resource"'),
      'condition operator StringIs',
    ],
    [
      'a principal in an identity policy',
      READ.replace('"Action"', '"Principal":"*","Action"'),
      'should not specify a principal',
    ],
    ['no resource', READ.replace(',"Resource":"arn:aws:s3:::b/*"', ''), 'must contain resources'],
    ['a resource that is no ARN', READ.replace('arn:aws:s3:::b/*', 'b/*'), 'resource b/*'],
    ['too many characters', READ.replace('b/*', `${'b'.repeat(11_000)}`), '10240 are allowed'],
  ])('with %s are refused', async (_name, PolicyDocument, message) => {
    const call = await withRole();
    await expect(call('PutRolePolicy', { RoleName: 'r', PolicyName: 'p', PolicyDocument })).rejects.toThrow(
      message,
    );
  });

  it('of trust need a principal', async () => {
    await expect(
      iam()('CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: READ }),
    ).rejects.toMatchObject({
      code: 'MalformedPolicyDocumentException',
    });
  });
});

describe('managed policies', () => {
  const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/read`;

  it('have versions, one of which counts', async () => {
    const call = await withRole();
    await call('CreatePolicy', { PolicyName: 'read', PolicyDocument: READ });
    await call('CreatePolicyVersion', { PolicyArn, PolicyDocument: READ, SetAsDefault: true });
    expect(await call('GetPolicy', { PolicyArn })).toMatchObject({ Policy: { DefaultVersionId: 'v2' } });
    await expect(call('DeletePolicyVersion', { PolicyArn, VersionId: 'v2' })).rejects.toThrow(
      'default version',
    );
    await call('AttachRolePolicy', { RoleName: 'r', PolicyArn });
    await expect(call('DeletePolicy', { PolicyArn })).rejects.toThrow('attached to entities');
    await call('DetachRolePolicy', { RoleName: 'r', PolicyArn });
    await call('DeletePolicyVersion', { PolicyArn, VersionId: 'v1' });
    await call('DeletePolicy', { PolicyArn });
    await expect(call('GetPolicy', { PolicyArn })).rejects.toMatchObject({ status: 404 });
  });

  it('of AWS are known by name, or refused', async () => {
    const call = await withRole();
    const unknown = 'arn:aws:iam::aws:policy/PowerUserAccess';
    await expect(call('AttachRolePolicy', { RoleName: 'r', PolicyArn: unknown })).rejects.toThrow(
      'does not know the AWS-managed policy',
    );
  });
});
