import * as dynamodb from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuthorizationRequest } from '../../../../sandbox/cloud/operation.ts';
import { dynamodbService } from '../../../../sandbox/services/dynamodb/service.ts';
import { ACCOUNT, OTHER_ACCOUNT, startTestCloud, type TestCloud } from '../../start-test-cloud.ts';

let test: TestCloud;
let client: dynamodb.DynamoDBClient;
const asked: AuthorizationRequest[] = [];

const TableName = 'registry';
const creation: dynamodb.CreateTableCommandInput = {
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
    { AttributeName: 'status', AttributeType: 'S' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-status',
      KeySchema: [{ AttributeName: 'status', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
};

beforeAll(async () => {
  test = await startTestCloud({
    services: () => [dynamodbService],
    authorize: (_cloud, _caller, requests) => {
      asked.push(...requests);
    },
  });
  client = new dynamodb.DynamoDBClient(test.config());
  await client.send(new dynamodb.CreateTableCommand(creation));
});
afterAll(async () => {
  client.destroy();
  await test.stop();
});

const S = (text: string): dynamodb.AttributeValue => ({ S: text });
const key = (pk: string, sk: string) => ({ pk: S(pk), sk: S(sk) });
const put = async (Item: Record<string, dynamodb.AttributeValue>, more: object = {}) =>
  await client.send(new dynamodb.PutItemCommand({ TableName, Item, ...more }));
const get = async (pk: string, sk: string) =>
  (await client.send(new dynamodb.GetItemCommand({ TableName, Key: key(pk, sk) }))).Item;

describe('tables', () => {
  it('are described as they were made, once per account', async () => {
    const { Table } = await client.send(new dynamodb.DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({
      TableArn: `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/registry`,
      TableStatus: 'ACTIVE',
      KeySchema: creation.KeySchema,
    });
    await expect(client.send(new dynamodb.CreateTableCommand(creation))).rejects.toMatchObject({
      name: 'ResourceInUseException',
    });
    const other = new dynamodb.DynamoDBClient(test.config(OTHER_ACCOUNT));
    await expect(other.send(new dynamodb.DescribeTableCommand({ TableName }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await other.send(new dynamodb.CreateTableCommand(creation));
    await put({ ...key('own', '1') });
    expect((await other.send(new dynamodb.ScanCommand({ TableName }))).Items).toEqual([]);
    await other.send(new dynamodb.DeleteTableCommand({ TableName }));
  });

  it('cannot be deleted while they are protected, and leave no items when they are', async () => {
    const named = { ...creation, TableName: 'short-lived' };
    await client.send(new dynamodb.CreateTableCommand({ ...named, DeletionProtectionEnabled: true }));
    const remove = new dynamodb.DeleteTableCommand({ TableName: 'short-lived' });
    await expect(client.send(remove)).rejects.toThrow('protected against deletion');
    await client.send(
      new dynamodb.UpdateTableCommand({ TableName: 'short-lived', DeletionProtectionEnabled: false }),
    );
    await client.send(new dynamodb.PutItemCommand({ TableName: 'short-lived', Item: key('a', 'b') }));
    await client.send(remove);
    await client.send(new dynamodb.CreateTableCommand(named));
    expect((await client.send(new dynamodb.ScanCommand({ TableName: 'short-lived' }))).Count).toBe(0);
  });

  it('keep recovery, expiry and tags as stored settings', async () => {
    await client.send(
      new dynamodb.UpdateContinuousBackupsCommand({
        TableName,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    );
    const backups = await client.send(new dynamodb.DescribeContinuousBackupsCommand({ TableName }));
    expect(backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription).toMatchObject({
      PointInTimeRecoveryStatus: 'ENABLED',
      RecoveryPeriodInDays: 35,
    });
    const ResourceArn = `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/registry`;
    await client.send(new dynamodb.TagResourceCommand({ ResourceArn, Tags: [{ Key: 'a', Value: '1' }] }));
    expect((await client.send(new dynamodb.ListTagsOfResourceCommand({ ResourceArn }))).Tags).toEqual([
      { Key: 'a', Value: '1' },
    ]);
    const policy = client.send(new dynamodb.GetResourcePolicyCommand({ ResourceArn }));
    await expect(policy).rejects.toMatchObject({ name: 'PolicyNotFoundException' });
    await expect(
      client.send(
        new dynamodb.UpdateTableCommand({ TableName, StreamSpecification: { StreamEnabled: true } }),
      ),
    ).rejects.toThrow(
      'the sandbox does not support the parameter StreamSpecification of dynamodb:UpdateTable',
    );
  });
});

describe('items', () => {
  it('come back with every type of value', async () => {
    const Item = {
      ...key('types', '1'),
      n: { N: '12.5' },
      b: { B: new Uint8Array([0, 255]) },
      ss: { SS: ['a', 'b'] },
      bs: { BS: [new Uint8Array([1])] },
      m: { M: { l: { L: [{ BOOL: true }, { NULL: true as const }, { B: new Uint8Array([2]) }] } } },
    };
    await put(Item);
    const found = await get('types', '1');
    const plain = (value: unknown) =>
      JSON.parse(JSON.stringify(value, (_k, v) => (v instanceof Uint8Array ? [...v] : v)));
    expect(plain(found)).toEqual(plain(Item));
  });

  it('are written under conditions', async () => {
    const lease = { ...key('lease', '1'), execution: S('one') };
    const own = { ConditionExpression: 'attribute_not_exists(pk) OR execution = :own' };
    const take = async (execution: string) =>
      await put(
        { ...lease, execution: S(execution) },
        {
          ...own,
          ExpressionAttributeValues: { ':own': S(execution) },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      );
    await take('one');
    await take('one');
    await expect(take('two')).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: { execution: { S: 'one' } },
    });
  });

  it('are updated by expressions', async () => {
    await put({ ...key('update', '1'), count: { N: '1' }, list: { L: [S('a')] }, gone: S('x') });
    const { Attributes } = await client.send(
      new dynamodb.UpdateItemCommand({
        TableName,
        Key: key('update', '1'),
        UpdateExpression:
          'SET #c = #c + :one, #l = list_append(#l, :more), fresh = if_not_exists(fresh, :one) REMOVE gone',
        ExpressionAttributeNames: { '#c': 'count', '#l': 'list' },
        ExpressionAttributeValues: { ':one': { N: '1' }, ':more': { L: [S('b')] } },
        ReturnValues: 'ALL_NEW',
      }),
    );
    expect(Attributes).toEqual({
      ...key('update', '1'),
      count: { N: '2' },
      list: { L: [S('a'), S('b')] },
      fresh: { N: '1' },
    });
  });

  it('are refused in the words of DynamoDB', async () => {
    await expect(put({ pk: S('a') })).rejects.toThrow('Missing the key sk in the item');
    await expect(put({ ...key('a', 'b') }, { ConditionExpression: 'status = :s' })).rejects.toThrow(
      'Attribute name is a reserved keyword; reserved keyword: status',
    );
    await expect(
      client.send(new dynamodb.PutItemCommand({ TableName: 'absent-table', Item: key('a', 'b') })),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('are queried in the order of their range key, page by page', async () => {
    for (const sk of ['run/3', 'run/1', 'head', 'run/2'])
      await put({ ...key('query', sk), n: { N: sk.slice(-1) === 'd' ? '0' : sk.slice(-1) } });
    const ask = {
      TableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': S('query'), ':prefix': S('run/') },
    };
    const order = async (more: object) =>
      (await client.send(new dynamodb.QueryCommand({ ...ask, ...more }))).Items?.map(({ sk }) => sk?.S);
    expect(await order({})).toEqual(['run/1', 'run/2', 'run/3']);
    expect(await order({ ScanIndexForward: false, Limit: 2 })).toEqual(['run/3', 'run/2']);
    const first = await client.send(new dynamodb.QueryCommand({ ...ask, Limit: 2 }));
    expect(await order({ ExclusiveStartKey: first.LastEvaluatedKey })).toEqual(['run/3']);
    const filtered = {
      ...ask,
      FilterExpression: 'n > :two',
      ExpressionAttributeValues: { ...ask.ExpressionAttributeValues, ':two': { N: '2' } },
    };
    const { Items, ScannedCount } = await client.send(new dynamodb.QueryCommand(filtered));
    expect([Items?.map(({ sk }) => sk?.S), ScannedCount]).toEqual([['run/3'], 3]);
  });

  it('are found by a global index', async () => {
    await put({ ...key('index', '1'), status: S('failed') });
    await put({ ...key('index', '2'), status: S('published') });
    const { Items } = await client.send(
      new dynamodb.QueryCommand({
        TableName,
        IndexName: 'by-status',
        KeyConditionExpression: '#s = :s',
        ExpressionAttributeNames: { '#s': 'status' },
        ExpressionAttributeValues: { ':s': S('failed') },
      }),
    );
    expect(Items).toEqual([{ ...key('index', '1'), status: S('failed') }]);
  });

  it('are read and written in batches', async () => {
    await client.send(
      new dynamodb.BatchWriteItemCommand({
        RequestItems: { [TableName]: ['1', '2'].map((sk) => ({ PutRequest: { Item: key('batch', sk) } })) },
      }),
    );
    const { Responses } = await client.send(
      new dynamodb.BatchGetItemCommand({
        RequestItems: { [TableName]: { Keys: [key('batch', '1'), key('batch', '2'), key('batch', '3')] } },
      }),
    );
    expect(Responses?.[TableName]?.map(({ sk }) => sk?.S).sort()).toEqual(['1', '2']);
  });
});

describe('transactions', () => {
  const transact = async (TransactItems: dynamodb.TransactWriteItem[], ClientRequestToken?: string) =>
    await client.send(new dynamodb.TransactWriteItemsCommand({ TransactItems, ClientRequestToken }));
  const putOf = (pk: string) => ({ Put: { TableName, Item: key('tx', pk) } });

  it('write all or nothing and tell which condition failed', async () => {
    const failing = {
      ConditionCheck: { TableName, Key: key('tx', 'none'), ConditionExpression: 'attribute_exists(pk)' },
    };
    await expect(transact([putOf('a'), failing])).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
    });
    expect(await get('tx', 'a')).toBeUndefined();
    await transact([putOf('a'), putOf('b')]);
    expect([await get('tx', 'a'), await get('tx', 'b')]).toEqual([key('tx', 'a'), key('tx', 'b')]);
  });

  it('refuse two operations on one item', async () => {
    await expect(
      transact([putOf('same'), { Delete: { TableName, Key: key('tx', 'same') } }]),
    ).rejects.toThrow('cannot include multiple operations on one item');
  });

  it('are done once for one token', async () => {
    const add = {
      Update: {
        TableName,
        Key: key('tx', 'counter'),
        UpdateExpression: 'ADD hits :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      },
    };
    await transact([add], 'token-1');
    await transact([add], 'token-1');
    expect((await get('tx', 'counter'))?.['hits']).toEqual({ N: '1' });
    await expect(transact([putOf('other')], 'token-1')).rejects.toMatchObject({
      name: 'IdempotentParameterMismatchException',
    });
  });

  it('ask for the permission of each part', async () => {
    asked.length = 0;
    await transact([putOf('p'), { Delete: { TableName, Key: key('tx', 'q') } }]);
    const resource = `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/registry`;
    const context = { 'dynamodb:LeadingKeys': ['tx'] };
    expect(asked).toEqual([
      { action: 'dynamodb:PutItem', resource, resourceAccount: ACCOUNT, context },
      { action: 'dynamodb:DeleteItem', resource, resourceAccount: ACCOUNT, context },
    ]);
  });
});

it('keeps acknowledged writes for the next process', async () => {
  await put({ ...key('kept', '1') });
  const again = await test.restart();
  const found = await again.dispatch(
    { principal: { kind: 'root' }, accountId: ACCOUNT, region: 'eu-west-1' },
    'dynamodb',
    'GetItem',
    {
      TableName,
      Key: key('kept', '1'),
    },
  );
  expect(found).toMatchObject({ Item: key('kept', '1') });
});
