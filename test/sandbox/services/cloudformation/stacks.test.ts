import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../../../core/cloudformation/template.ts';
import { ensureBootstrap } from '../../../../sandbox/assembly/bootstrap.ts';
import { serviceCalls } from '../../../../sandbox/cloudformation/service-calls.ts';
import { stackState } from '../../../../sandbox/cloudformation/stack-state.ts';
import { ACCOUNT, REGION } from '../../cloudformation/resource-cases.ts';
import { broken, parameter, STACK, stackApi } from './stack-api.ts';

const named = { StackName: STACK };

describe('deploying without a change set', () => {
  it('creates, updates, and says when there is nothing to do', async () => {
    await using api = await stackApi();
    await api.create({ A: parameter('/a', '1') });
    expect(await api.status()).toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
    await expect(api.create({ A: parameter('/a', '1') })).rejects.toThrow('already exists');
    await expect(api.update({ A: parameter('/a', '1') })).rejects.toThrow('No updates are to be performed.');
    await api.update({ A: parameter('/a', '2') });
    expect(await api.status()).toMatchObject({ StackStatus: 'UPDATE_COMPLETE' });
    expect(await api.ssm('GetParameter', { Name: '/a' })).toMatchObject({ Parameter: { Value: '2' } });
  });

  it('refuses a template that cannot be made, and leaves its name free', async () => {
    await using api = await stackApi();
    await expect(api.create({ Q: { Type: 'AWS::Nothing::Here' } })).rejects.toThrow(
      'the sandbox cannot make AWS::Nothing::Here',
    );
    await expect(api.status()).rejects.toThrow(`Stack with id ${STACK} does not exist`);
  });

  it('takes a template in YAML with short forms', async () => {
    await using api = await stackApi();
    const TemplateBody = `
Parameters:
  Word: { Type: String, Default: hello }
Resources:
  A:
    Type: AWS::SSM::Parameter
    Properties:
      Name: /a
      Type: String
      Value: !Join ['-', [!Ref Word, !Sub '\${AWS::Region}']]
  B:
    Type: AWS::SSM::Parameter
    Properties: { Name: /b, Type: String, Value: !GetAtt A.Type }
`;
    await api.call('CreateStack', { ...named, TemplateBody });
    expect(await api.ssm('GetParameter', { Name: '/a' })).toMatchObject({
      Parameter: { Value: `hello-${REGION}` },
    });
    expect(await api.ssm('GetParameter', { Name: '/b' })).toMatchObject({ Parameter: { Value: 'String' } });
  });
});

describe('a stack that failed', () => {
  it('is back where it was, and takes the next update', async () => {
    await using api = await stackApi();
    await api.create({ A: parameter('/a', '1') });
    await api.update({ A: parameter('/a', '2'), B: broken({ DependsOn: 'A' }) });
    expect(await api.status()).toMatchObject({
      StackStatus: 'UPDATE_ROLLBACK_COMPLETE',
      StackStatusReason: expect.stringContaining('no-such-role'),
    });
    expect(await api.ssm('GetParameter', { Name: '/a' })).toMatchObject({ Parameter: { Value: '1' } });
    await api.update({ A: parameter('/a', '3') });
    expect(await api.status()).toMatchObject({ StackStatus: 'UPDATE_COMPLETE' });
  });

  it('must be deleted when its creation failed: it takes no update', async () => {
    await using api = await stackApi();
    await api.create({ A: parameter('/a', '1'), B: broken({ DependsOn: 'A' }) });
    expect(await api.status()).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
    await expect(api.update({ A: parameter('/a', '1') })).rejects.toThrow(
      'is in ROLLBACK_COMPLETE state and can not be updated',
    );
    await api.call('DeleteStack', named);
    await api.create({ A: parameter('/a', '1') });
    expect(await api.status()).toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
  });

  it('stays as it is without rollback, goes on without one, or is rolled back when that is asked for', async () => {
    await using api = await stackApi();
    const withoutRollback = { DisableRollback: true };
    await api.create({ A: parameter('/a', '1') });
    const half = { A: parameter('/a', '2'), B: broken({ DependsOn: 'A' }) };
    await api.update(half, withoutRollback);
    expect(await api.status()).toMatchObject({ StackStatus: 'UPDATE_FAILED' });
    expect(await api.ssm('GetParameter', { Name: '/a' })).toMatchObject({ Parameter: { Value: '2' } });
    await expect(api.update({ A: parameter('/a', '3') })).rejects.toThrow('disable-rollback');
    await api.update({ A: parameter('/a', '3') }, withoutRollback);
    expect(await api.status()).toMatchObject({ StackStatus: 'UPDATE_COMPLETE' });
    await api.update(half, withoutRollback);
    await api.call('RollbackStack', named);
    expect(await api.status()).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' });
    expect(await api.ssm('GetParameter', { Name: '/a' })).toMatchObject({ Parameter: { Value: '3' } });
    await expect(api.call('RollbackStack', named)).rejects.toThrow('can not be rolled back');
  });

  it('says what could not be undone and what to do, and goes on when the cause is mended', async () => {
    await using api = await stackApi();
    const trust = (Service: string) => ({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
    });
    const role = (Service: string) => ({
      Type: 'AWS::IAM::Role',
      Properties: { RoleName: 'runner', AssumeRolePolicyDocument: trust(Service) },
    });
    await api.create({ R: role('lambda.amazonaws.com') });
    await api.update(
      { R: role('states.amazonaws.com'), B: broken({ DependsOn: 'R' }) },
      { DisableRollback: true },
    );
    const caller = { accountId: ACCOUNT, region: REGION, principal: { kind: 'root' as const } };
    const iam = serviceCalls(api.cloud, caller);
    await iam('iam', 'DeleteRole', { RoleName: 'runner' });
    await api.call('RollbackStack', named);
    expect(await api.status()).toMatchObject({
      StackStatus: 'UPDATE_ROLLBACK_FAILED',
      StackStatusReason: expect.stringMatching(/R: could not be restored: .*run `cdk rollback`/),
    });
    await expect(api.update({ R: role('lambda.amazonaws.com') })).rejects.toThrow('UPDATE_ROLLBACK_FAILED');
    await api.call('ContinueUpdateRollback', { ...named, ResourcesToSkip: ['R'] });
    expect(await api.status()).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' });
  });
});

describe('a stack that a killed process left in progress', () => {
  it('is brought to its end before anybody is told of it', async () => {
    await using api = await stackApi();
    await api.create({ A: parameter('/a', '1') });
    const state = stackState(api.cloud, { accountId: ACCOUNT, region: REGION }, STACK);
    const record = state.read();
    if (record === undefined) throw new Error('there is no stack');
    const template = parseTemplate({ Resources: { A: parameter('/a', '2') } });
    const place = { name: STACK, account: ACCOUNT, region: REGION };
    const pending = { ...place, template, parameters: {}, tags: {}, constructPaths: {} };
    state.write({ ...record, status: 'UPDATE_IN_PROGRESS', pending });
    expect(await api.status()).toMatchObject({ StackStatus: 'UPDATE_COMPLETE' });
    expect(await api.ssm('GetParameter', { Name: '/a' })).toMatchObject({ Parameter: { Value: '2' } });
    await api.update({ A: parameter('/a', '3') });
  });
});

describe('several accounts and regions', () => {
  it('hold stacks of one name that know nothing of each other', async () => {
    await using api = await stackApi();
    const places = [
      { accountId: ACCOUNT, region: REGION },
      { accountId: ACCOUNT, region: 'us-east-1' },
      { accountId: '444455556666', region: REGION },
    ];
    for (const place of places) await ensureBootstrap(api.cloud, place);
    const callIn = (place: { readonly accountId: string; readonly region: string }) => {
      const caller = { ...place, principal: { kind: 'root' as const } };
      return async (operation: string, input: object) =>
        await api.cloud.dispatch(caller, 'cloudformation', operation, input);
    };
    const body = (value: string) => JSON.stringify({ Resources: { A: parameter('/a', value) } });
    await Promise.all(
      places.map(async (place, index) => {
        await callIn(place)('CreateStack', { ...named, TemplateBody: body(String(index)) });
      }),
    );
    const [first, ...others] = places;
    if (first === undefined) throw new Error('there is no place');
    await callIn(first)('DeleteStack', named);
    for (const [index, place] of others.entries()) {
      const ssm = serviceCalls(api.cloud, { ...place, principal: { kind: 'root' } });
      const { Parameter } = await ssm('ssm', 'GetParameter', { Name: '/a' });
      expect(Parameter?.Value).toBe(String(index + 1));
    }
    await expect(callIn(first)('DescribeStacks', named)).rejects.toThrow('does not exist');
  });
});

describe('resources that are there already', () => {
  const bucket = (name: string, more: object = { DeletionPolicy: 'Retain' }) => ({
    Type: 'AWS::S3::Bucket',
    Properties: { BucketName: name },
    ...more,
  });
  const place = { CreateBucketConfiguration: { LocationConstraint: REGION } };
  const change = (resources: object, more: object) => ({
    ...named,
    ChangeSetName: 'adopt',
    ChangeSetType: 'CREATE',
    TemplateBody: JSON.stringify({ Resources: resources }),
    ...more,
  });

  it('fail a deployment that does not adopt them, by name and with the way out', async () => {
    await using api = await stackApi();
    await api.s3('CreateBucket', { Bucket: 'kept-data', ...place });
    await api.create({ B: bucket('kept-data') });
    expect(await api.status()).toMatchObject({
      StackStatus: 'ROLLBACK_COMPLETE',
      StackStatusReason: expect.stringContaining(
        'kept-data already exists outside of this stack; adopt it with `mesh deploy --adopt` or `cdk deploy --import-existing-resources`',
      ),
    });
  });

  it('become the stack’s when it adopts what exists, and are left alone when that fails', async () => {
    await using api = await stackApi();
    await api.s3('CreateBucket', { Bucket: 'kept-data', ...place });
    const adopt = { ImportExistingResources: true };
    // What a failed creation has made goes, even so: what it has adopted was not made by it.
    const onCreate = { DeletionPolicy: 'RetainExceptOnCreate' };
    await api.call(
      'CreateChangeSet',
      change({ B: bucket('kept-data', onCreate), F: broken({ DependsOn: 'B' }) }, adopt),
    );
    expect(await api.call('DescribeChangeSet', { ...named, ChangeSetName: 'adopt' })).toMatchObject({
      Changes: [
        { ResourceChange: { Action: 'Import', LogicalResourceId: 'B', PhysicalResourceId: 'kept-data' } },
        { ResourceChange: { Action: 'Add', LogicalResourceId: 'F' } },
      ],
    });
    await api.call('ExecuteChangeSet', { ...named, ChangeSetName: 'adopt' });
    expect(await api.status()).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
    await api.s3('HeadBucket', { Bucket: 'kept-data' });
    await api.call('DeleteStack', named);
    await api.call('CreateChangeSet', change({ B: bucket('kept-data'), C: bucket('new-data') }, adopt));
    await api.call('ExecuteChangeSet', { ...named, ChangeSetName: 'adopt' });
    expect(await api.status()).toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
    await api.s3('HeadBucket', { Bucket: 'new-data' });
  });

  it('are not adopted when the template would delete them', async () => {
    await using api = await stackApi();
    await api.s3('CreateBucket', { Bucket: 'kept-data', ...place });
    await api.call(
      'CreateChangeSet',
      change({ B: bucket('kept-data', {}) }, { ImportExistingResources: true }),
    );
    await api.call('ExecuteChangeSet', { ...named, ChangeSetName: 'adopt' });
    expect(await api.status()).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
  });

  it('are imported by their identifiers, and with nothing else', async () => {
    await using api = await stackApi();
    await api.s3('CreateBucket', { Bucket: 'kept-data', ...place });
    const ResourcesToImport = [
      {
        LogicalResourceId: 'B',
        ResourceType: 'AWS::S3::Bucket',
        ResourceIdentifier: { BucketName: 'kept-data' },
      },
    ];
    const asked = { ChangeSetType: 'IMPORT', ResourcesToImport };
    await api.call('CreateChangeSet', change({ B: bucket('kept-data'), A: parameter('/a', '1') }, asked));
    expect(await api.call('DescribeChangeSet', { ...named, ChangeSetName: 'adopt' })).toMatchObject({
      Status: 'FAILED',
      StatusReason: expect.stringContaining('you cannot modify or add [A]'),
    });
    await api.call('CreateChangeSet', change({ B: bucket('kept-data') }, asked));
    await api.call('ExecuteChangeSet', { ...named, ChangeSetName: 'adopt' });
    expect(await api.status()).toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
  });
});

describe('change sets', () => {
  const changeSet = (resources: object) => ({
    ...named,
    ChangeSetName: 'c',
    TemplateBody: JSON.stringify({ Resources: resources }),
  });

  it('tell replacements, and which properties cause them', async () => {
    await using api = await stackApi();
    await api.create({ A: parameter('/a', '1'), B: parameter('/b', '1') });
    await api.call('CreateChangeSet', changeSet({ A: parameter('/a2', '2'), B: parameter('/b', '2') }));
    const { Changes } = await api.call('DescribeChangeSet', { ...named, ChangeSetName: 'c' });
    expect(Changes).toMatchObject([
      {
        ResourceChange: {
          LogicalResourceId: 'A',
          Replacement: 'True',
          Details: [
            { Target: { Name: 'Name', RequiresRecreation: 'Always' } },
            { Target: { Name: 'Value', RequiresRecreation: 'Never' } },
          ],
        },
      },
      { ResourceChange: { LogicalResourceId: 'B', Replacement: 'False' } },
    ]);
  });

  it('are gone once another one was executed', async () => {
    await using api = await stackApi();
    await api.create({ A: parameter('/a', '1') });
    await api.call('CreateChangeSet', changeSet({ A: parameter('/a', '2') }));
    await api.call('CreateChangeSet', { ...changeSet({ A: parameter('/a', '3') }), ChangeSetName: 'd' });
    await api.call('ExecuteChangeSet', { ...named, ChangeSetName: 'c' });
    await expect(api.call('ExecuteChangeSet', { ...named, ChangeSetName: 'd' })).rejects.toThrow(
      'ChangeSet [d] does not exist',
    );
    await expect(api.call('ExecuteChangeSet', { ...named, ChangeSetName: 'c' })).rejects.toThrow(
      'cannot be executed in its current status',
    );
  });
});

describe('lists', () => {
  it('are answered in pages, events newest first and never two of one time', async () => {
    await using api = await stackApi();
    const many = Object.fromEntries(
      Array.from({ length: 120 }, (_, index) => [`P${index}`, parameter(`/p/${index}`, 'x')]),
    );
    await api.create(many);
    const times: number[] = [];
    let NextToken: unknown;
    do {
      const page = await api.call('DescribeStackEvents', { ...named, ...(NextToken ? { NextToken } : {}) });
      // The members that are looked at here.
      times.push(
        ...(page['StackEvents'] as readonly { Timestamp: Date }[]).map(({ Timestamp }) => +Timestamp),
      );
      NextToken = page['NextToken'];
    } while (NextToken !== undefined);
    expect(times).toHaveLength(243);
    expect(times).toEqual([...new Set(times)].sort((left, right) => right - left));
    const first = await api.call('ListStackResources', named);
    expect(first['StackResourceSummaries']).toHaveLength(100);
    const second = await api.call('ListStackResources', { ...named, NextToken: first['NextToken'] });
    expect(second['StackResourceSummaries']).toHaveLength(20);
    expect(second['NextToken']).toBeUndefined();
  });
});

describe('cdk bootstrap', () => {
  it('is told that the sandbox has done it', async () => {
    await using api = await stackApi();
    const input = { StackName: 'CDKToolkit', TemplateBody: 'Resources: {}', ChangeSetName: 'x' };
    await expect(api.call('CreateChangeSet', { ...input, ChangeSetType: 'CREATE' })).rejects.toThrow(
      `the sandbox bootstraps its accounts itself: aws://${ACCOUNT}/${REGION}`,
    );
  });
});
