import { DescribeLogGroupsCommand, CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, GetResourcePolicyCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import {
  GetResourcePolicyCommand as GetSecretPolicyCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { LiveResource } from '../../../core/access/world/live/live-account.ts';
import { pages, parsed, type Reader, token, unless } from './reader.ts';

export const readItemTables: Reader = async ({ account, region, client }) => {
  const dynamodb = new DynamoDBClient(client);
  const names = await pages(async (ExclusiveStartTableName) => {
    const ask = new ListTablesCommand({ ...token('ExclusiveStartTableName', ExclusiveStartTableName) });
    const page = await dynamodb.send(ask);
    return { items: page.TableNames, next: page.LastEvaluatedTableName };
  });
  return await Promise.all(
    names.map(async (TableName) => {
      const arn = `arn:aws:dynamodb:${region}:${account}:table/${TableName}`;
      const found = await unless(
        async () => await dynamodb.send(new GetResourcePolicyCommand({ ResourceArn: arn })),
        'PolicyNotFoundException',
      );
      const policy =
        found?.Policy === undefined ? {} : { ResourcePolicy: { PolicyDocument: parsed(found.Policy) } };
      return { type: 'AWS::DynamoDB::Table', arn, name: TableName, properties: { TableName, ...policy } };
    }),
  );
};

export const readSecrets: Reader = async ({ client }) => {
  const secrets = new SecretsManagerClient(client);
  const found = await pages(async (NextToken) => {
    const page = await secrets.send(new ListSecretsCommand({ ...token('NextToken', NextToken) }));
    return { items: page.SecretList, next: page.NextToken };
  });
  const read = found.map(async ({ ARN = '', Name = '' }): Promise<readonly LiveResource[]> => {
    const { ResourcePolicy } = await secrets.send(new GetSecretPolicyCommand({ SecretId: ARN }));
    const secret = { type: 'AWS::SecretsManager::Secret', arn: ARN, name: Name, properties: { Name } };
    if (ResourcePolicy === undefined) return [secret];
    const properties = { SecretId: ARN, ResourcePolicy: parsed(ResourcePolicy) };
    return [
      secret,
      { type: 'AWS::SecretsManager::ResourcePolicy', arn: `${ARN}?policy`, name: Name, properties },
    ];
  });
  return (await Promise.all(read)).flat();
};

export const readLogGroups: Reader = async ({ account, region, client }) => {
  const logs = new CloudWatchLogsClient(client);
  const groups = await pages(async (nextToken) => {
    const page = await logs.send(new DescribeLogGroupsCommand({ ...token('nextToken', nextToken) }));
    return { items: page.logGroups, next: page.nextToken };
  });
  return groups.map(({ logGroupName = '' }) => ({
    type: 'AWS::Logs::LogGroup',
    arn: `arn:aws:logs:${region}:${account}:log-group:${logGroupName}`,
    name: logGroupName,
    properties: { LogGroupName: logGroupName },
  }));
};
