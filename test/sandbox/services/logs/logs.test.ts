import * as logs from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { logsService } from '../../../../sandbox/services/logs/service.ts';
import { startTestCloud, type TestCloud } from '../../start-test-cloud.ts';

let test: TestCloud;
let client: logs.CloudWatchLogsClient;
const now = new Date('2026-01-01T12:00:00Z');

beforeAll(async () => {
  test = await startTestCloud({ services: () => [logsService], clock: () => now });
  client = new logs.CloudWatchLogsClient(test.config());
});
afterAll(async () => {
  client.destroy();
  await test.stop();
});

it('keeps groups with their retention', async () => {
  const logGroupName = '/aws/lambda/a';
  await client.send(new logs.CreateLogGroupCommand({ logGroupName }));
  await expect(client.send(new logs.CreateLogGroupCommand({ logGroupName }))).rejects.toMatchObject({
    name: 'ResourceAlreadyExistsException',
  });
  await client.send(new logs.PutRetentionPolicyCommand({ logGroupName, retentionInDays: 14 }));
  const { logGroups } = await client.send(
    new logs.DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/lambda/' }),
  );
  expect(logGroups).toMatchObject([{ logGroupName, retentionInDays: 14 }]);
  await client.send(new logs.DeleteLogGroupCommand({ logGroupName }));
  await expect(client.send(new logs.DeleteLogGroupCommand({ logGroupName }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

it('keeps events in order and finds them by a term', async () => {
  const names = { logGroupName: 'g', logStreamName: 's' };
  await client.send(new logs.CreateLogGroupCommand({ logGroupName: 'g' }));
  const put = new logs.PutLogEventsCommand({
    ...names,
    logEvents: ['first', 'second error', 'third'].map((message, index) => ({
      message,
      timestamp: now.getTime() - 3000 + index,
    })),
  });
  await expect(client.send(put)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await client.send(new logs.CreateLogStreamCommand(names));
  await client.send(put);
  const { events } = await client.send(new logs.GetLogEventsCommand({ ...names, startFromHead: true }));
  expect(events?.map(({ message }) => message)).toEqual(['first', 'second error', 'third']);
  const found = await client.send(
    new logs.FilterLogEventsCommand({ logGroupName: 'g', filterPattern: '"error"' }),
  );
  expect(found.events?.map(({ message }) => message)).toEqual(['second error']);
});
