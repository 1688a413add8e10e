import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAuthorize, decide } from '../../../sandbox/authorization/create-authorize.ts';
import type { AwsError } from '../../../sandbox/cloud/aws-error.ts';
import type { Caller } from '../../../sandbox/cloud/caller.ts';
import { Cloud } from '../../../sandbox/cloud/cloud.ts';
import type { AuthorizationRequest } from '../../../sandbox/cloud/operation.ts';
import { Store } from '../../../sandbox/cloud/store.ts';
import { iamService } from '../../../sandbox/services/iam/service.ts';
import { findAccessKey, rootCredentials } from '../../../sandbox/services/sts/sessions.ts';
import { stsService } from '../../../sandbox/services/sts/service.ts';

const ACCOUNT = '111111111111';
const OTHER = '222222222222';
const region = 'eu-west-1';
const root = (accountId: string): Caller => ({ principal: { kind: 'root' }, accountId, region });
const role = (name: string, accountId = ACCOUNT): Caller => ({
  principal: { kind: 'role', arn: `arn:aws:iam::${accountId}:role/${name}`, sessionName: 's' },
  accountId,
  region,
});
const service = (name: string, sourceArn?: string): Caller => ({
  principal: { kind: 'service', service: name },
  accountId: ACCOUNT,
  region,
  ...(sourceArn !== undefined && { sourceArn }),
});

type Json = Record<string, unknown>;
const policy = (...Statement: Json[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const trusting = (Principal: unknown, Condition?: Json) =>
  policy({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...(Condition && { Condition }) });

function newCloud() {
  const clock = { now: new Date('2026-01-01T00:00:00Z') };
  const cloud = new Cloud({
    store: new Store(':memory:'),
    directory: mkdtempSync(join(tmpdir(), 'freehold-authorize-')),
    clock: () => clock.now,
    authorize: createAuthorize(),
  });
  for (const one of [iamService, stsService]) cloud.register(one);
  return { cloud, clock };
}

async function withRole(
  of: {
    inline?: string;
    trust?: string;
    tags?: Json[];
    name?: string;
    account?: string;
    attached?: string;
  } = {},
) {
  const made = newCloud();
  const { cloud } = made;
  const account = of.account ?? ACCOUNT;
  const RoleName = of.name ?? 'reader';
  const call = (name: string, input: Json) => cloud.dispatch(root(account), 'iam', name, input);
  await call('CreateRole', {
    RoleName,
    AssumeRolePolicyDocument: of.trust ?? trusting({ AWS: ACCOUNT }),
    Tags: of.tags ?? [],
  });
  if (of.inline) await call('PutRolePolicy', { RoleName, PolicyName: 'own', PolicyDocument: of.inline });
  if (of.attached) await call('AttachRolePolicy', { RoleName, PolicyArn: of.attached });
  return { ...made, call };
}

const getTable: AuthorizationRequest = {
  action: 'glue:GetTable',
  resource: `arn:aws:glue:${region}:${ACCOUNT}:table/db/t`,
};

function refusal(cloud: Cloud, caller: Caller, request: AuthorizationRequest): string {
  try {
    cloud.authorize(caller, [request]);
    return 'allowed';
  } catch (error) {
    return `${(error as AwsError).code}: ${(error as AwsError).message}`;
  }
}

describe('authorization', () => {
  it('says in AWS’s words which policy would have had to allow', async () => {
    const { cloud } = await withRole();
    expect(refusal(cloud, role('reader'), getTable)).toMatchInlineSnapshot(
      `"AccessDeniedException: User: arn:aws:sts::111111111111:assumed-role/reader/s is not authorized to perform: glue:GetTable on resource: arn:aws:glue:eu-west-1:111111111111:table/db/t because no identity-based policy allows the glue:GetTable action"`,
    );
  });

  it('names the statement that denies', async () => {
    const { cloud } = await withRole({
      inline: policy(
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { Sid: 'Never', Effect: 'Deny', Action: 'glue:*', Resource: '*' },
      ),
    });
    expect(refusal(cloud, role('reader'), getTable)).toMatchInlineSnapshot(
      `"AccessDeniedException: User: arn:aws:sts::111111111111:assumed-role/reader/s is not authorized to perform: glue:GetTable on resource: arn:aws:glue:eu-west-1:111111111111:table/db/t with an explicit deny in an identity-based policy (reader/own, Never)"`,
    );
  });

  it('allows by inline and by managed policies, and within a boundary only', async () => {
    const glue = policy({ Effect: 'Allow', Action: 'glue:*', Resource: '*' });
    const { cloud, call } = await withRole({ inline: glue });
    expect(refusal(cloud, role('reader'), getTable)).toBe('allowed');
    const s3 = policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' });
    await call('CreatePolicy', { PolicyName: 'limit', PolicyDocument: s3 });
    const PermissionsBoundary = `arn:aws:iam::${ACCOUNT}:policy/limit`;
    await call('PutRolePermissionsBoundary', { RoleName: 'reader', PermissionsBoundary });
    expect(refusal(cloud, role('reader'), getTable)).toContain('no permissions boundary allows');
    const { cloud: other } = await withRole({ attached: 'arn:aws:iam::aws:policy/AdministratorAccess' });
    expect(refusal(other, role('reader'), getTable)).toBe('allowed');
  });

  it('gives policies the keys of the principal, the call and the clock', async () => {
    const Condition = {
      StringEquals: {
        'aws:PrincipalTag/domain': 'ops',
        'aws:RequestedRegion': region,
        'aws:PrincipalAccount': ACCOUNT,
        'aws:ResourceAccount': ACCOUNT,
      },
      ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/reader` },
      Bool: { 'aws:SecureTransport': 'true', 'aws:ViaAWSService': 'true' },
      DateLessThan: { 'aws:CurrentTime': '2026-06-01T00:00:00Z' },
      'ForAnyValue:StringEquals': { 'aws:CalledVia': 'athena.amazonaws.com' },
    };
    const { cloud, clock } = await withRole({
      inline: policy({ Effect: 'Allow', Action: 'glue:GetTable', Resource: '*', Condition }),
      tags: [{ Key: 'domain', Value: 'ops' }],
    });
    const caller = { ...role('reader'), viaService: 'athena.amazonaws.com' };
    expect(refusal(cloud, caller, getTable)).toBe('allowed');
    expect(refusal(cloud, role('reader'), getTable)).toContain('no identity-based policy');
    clock.now = new Date('2026-07-01T00:00:00Z');
    expect(refusal(cloud, caller, getTable)).toContain('no identity-based policy');
  });

  it('lets root act in its own account, and not in another', () => {
    const { cloud } = newCloud();
    expect(refusal(cloud, root(ACCOUNT), getTable)).toBe('allowed');
    expect(refusal(cloud, root(OTHER), { ...getTable, resourceAccount: ACCOUNT })).toContain(
      'no resource-based policy allows',
    );
  });

  it('checks a service by the resource policy and its source', () => {
    const { cloud } = newCloud();
    const rule = `arn:aws:events:${region}:${ACCOUNT}:rule/r`;
    const resourcePolicy = JSON.parse(
      policy({
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'lambda:InvokeFunction',
        Resource: '*',
        Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT }, ArnEquals: { 'aws:SourceArn': rule } },
      }),
    );
    const request = {
      action: 'lambda:InvokeFunction',
      resource: 'arn:aws:lambda:::function:f',
      resourcePolicy,
    };
    expect(refusal(cloud, service('events.amazonaws.com', rule), request)).toBe('allowed');
    expect(refusal(cloud, service('events.amazonaws.com', `${rule}x`), request)).toContain(
      'events.amazonaws.com',
    );
    expect(refusal(cloud, service('sns.amazonaws.com', rule), request)).toContain('is not authorized');
  });

  it('refuses a role that does not exist', () => {
    const { cloud } = newCloud();
    expect(refusal(cloud, role('gone'), getTable)).toContain('InvalidClientTokenId');
  });

  it('explains without throwing', async () => {
    const { cloud } = await withRole();
    expect(decide(cloud, role('reader'), getTable)).toEqual({
      kind: 'denied',
      reason: 'implicit',
      missing: ['identity'],
      unsupported: [],
    });
  });
});

describe('sts', () => {
  const assume = (cloud: Cloud, caller: Caller, more: Json = {}) =>
    cloud.dispatch(caller, 'sts', 'AssumeRole', {
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/reader`,
      RoleSessionName: 'session',
      ...more,
    }) as Promise<{ Credentials: { AccessKeyId: string; SecretAccessKey: string } }>;

  it('assumes by trust: an account delegates to its own policies, a service and a role are named', async () => {
    const { cloud } = await withRole();
    await expect(assume(cloud, root(ACCOUNT))).resolves.toHaveProperty('Credentials.SessionToken');
    await expect(assume(cloud, service('lambda.amazonaws.com'))).rejects.toThrow('no resource-based policy');
    const { cloud: lambda } = await withRole({ trust: trusting({ Service: 'lambda.amazonaws.com' }) });
    await expect(assume(lambda, service('lambda.amazonaws.com'))).resolves.toHaveProperty('Credentials');
    await expect(assume(lambda, root(ACCOUNT))).rejects.toThrow('sts:AssumeRole');
  });

  it('checks the conditions of the trust policy', async () => {
    const trust = trusting(
      { Service: 'states.amazonaws.com' },
      { ArnLike: { 'aws:SourceArn': 'arn:aws:states:*:*:stateMachine:a-*' } },
    );
    const { cloud } = await withRole({ trust });
    const from = (machine: string) =>
      assume(
        cloud,
        service('states.amazonaws.com', `arn:aws:states:${region}:${ACCOUNT}:stateMachine:${machine}`),
      );
    await expect(from('a-x')).resolves.toBeDefined();
    await expect(from('b-x')).rejects.toThrow('is not authorized to perform: sts:AssumeRole');
  });

  it('needs both sides across accounts', async () => {
    const { cloud } = await withRole({ trust: trusting({ AWS: OTHER }) });
    await cloud.dispatch(root(OTHER), 'iam', 'CreateRole', {
      RoleName: 'guest',
      AssumeRolePolicyDocument: trusting({ AWS: OTHER }),
    });
    await expect(assume(cloud, role('guest', OTHER))).rejects.toThrow('no identity-based policy');
    await cloud.dispatch(root(OTHER), 'iam', 'PutRolePolicy', {
      RoleName: 'guest',
      PolicyName: 'p',
      PolicyDocument: policy({
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Resource: `arn:aws:iam::${ACCOUNT}:role/reader`,
      }),
    });
    await expect(assume(cloud, role('guest', OTHER))).resolves.toBeDefined();
  });

  it('keeps sessions until they expire, and root’s key for ever', async () => {
    const { cloud, clock } = await withRole();
    const { Credentials } = await assume(cloud, root(ACCOUNT));
    expect(findAccessKey(cloud, Credentials.AccessKeyId)?.caller).toEqual({
      ...role('reader'),
      principal: { kind: 'role', arn: `arn:aws:iam::${ACCOUNT}:role/reader`, sessionName: 'session' },
    });
    expect(findAccessKey(cloud, Credentials.AccessKeyId)?.secretAccessKey).toBe(Credentials.SecretAccessKey);
    clock.now = new Date('2026-01-01T02:00:00Z');
    expect(() => findAccessKey(cloud, Credentials.AccessKeyId)).toThrow('expired');
    expect(
      findAccessKey(cloud, rootCredentials(cloud.directory, ACCOUNT).accessKeyId)?.caller.principal.kind,
    ).toBe('root');
    expect(findAccessKey(cloud, 'AKIANOBODY')).toBeUndefined();
  });

  it('refuses what would change a session in ways that are not evaluated', async () => {
    const { cloud } = await withRole();
    await expect(assume(cloud, root(ACCOUNT), { Policy: '{}' })).rejects.toThrow('does not support Policy');
    await expect(assume(cloud, root(ACCOUNT), { DurationSeconds: 7_200 })).rejects.toThrow(
      'MaxSessionDuration',
    );
  });

  it('tells callers who they are', async () => {
    const { cloud } = await withRole();
    expect(await cloud.dispatch(role('reader'), 'sts', 'GetCallerIdentity', {})).toMatchObject({
      Account: ACCOUNT,
      Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/reader/s`,
    });
  });
});
