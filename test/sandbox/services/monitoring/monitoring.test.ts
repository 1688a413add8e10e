import * as cw from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuthorizationRequest } from '../../../../sandbox/cloud/operation.ts';
import { createMonitoringService } from '../../../../sandbox/services/monitoring/service.ts';
import { ACCOUNT, REGION, startTestCloud, type TestCloud } from '../../start-test-cloud.ts';

let test: TestCloud;
let client: cw.CloudWatchClient;
const asked: AuthorizationRequest[] = [];
const now = new Date('2026-01-01T12:00:00Z');

beforeAll(async () => {
  test = await startTestCloud({
    services: (cloud) => [createMonitoringService(cloud)],
    clock: () => now,
    authorize: (_cloud, _caller, requests) => {
      asked.push(...requests);
    },
  });
  client = new cw.CloudWatchClient(test.config());
});
afterAll(async () => {
  client.destroy();
  await test.stop();
});

describe('metrics', () => {
  const Namespace = 'Freehold/Product';
  const Dimensions = [
    { Name: 'Product', Value: 'flights' },
    { Name: 'Domain', Value: 'operations' },
  ];
  const range = {
    StartTime: new Date('2026-01-01T11:50:00Z'),
    EndTime: new Date('2026-01-01T12:00:00Z'),
    Period: 300,
  };

  it('are put in their namespace and read as statistics of a period', async () => {
    asked.length = 0;
    const MetricData = [1, 2, 6].map((Value) => ({
      MetricName: 'Rows',
      Dimensions,
      Value,
      Timestamp: new Date('2026-01-01T11:51:00Z'),
    }));
    await client.send(new cw.PutMetricDataCommand({ Namespace, MetricData }));
    expect(asked).toEqual([
      { action: 'cloudwatch:PutMetricData', resource: '*', context: { 'cloudwatch:namespace': Namespace } },
    ]);
    const { Datapoints } = await client.send(
      new cw.GetMetricStatisticsCommand({
        Namespace,
        MetricName: 'Rows',
        // The order of dimensions does not matter.
        Dimensions: Dimensions.toReversed(),
        ...range,
        Statistics: ['Sum', 'Average', 'SampleCount', 'Minimum', 'Maximum'],
      }),
    );
    expect(Datapoints).toMatchObject([{ Sum: 9, Average: 3, SampleCount: 3, Minimum: 1, Maximum: 6 }]);
    const { Metrics } = await client.send(new cw.ListMetricsCommand({ Namespace }));
    expect(Metrics?.map(({ MetricName }) => MetricName)).toEqual(['Rows']);
  });

  it('are read in several queries at once', async () => {
    const { Period, ...times } = range;
    const { MetricDataResults } = await client.send(
      new cw.GetMetricDataCommand({
        ...times,
        MetricDataQueries: [
          {
            Id: 'rows',
            MetricStat: { Metric: { Namespace, MetricName: 'Rows', Dimensions }, Period, Stat: 'Maximum' },
          },
        ],
      }),
    );
    expect(MetricDataResults).toMatchObject([{ Id: 'rows', Values: [6] }]);
  });

  it('do not pass for those of AWS', async () => {
    const put = new cw.PutMetricDataCommand({
      Namespace: 'AWS/Lambda',
      MetricData: [{ MetricName: 'm', Value: 1 }],
    });
    await expect(client.send(put)).rejects.toThrow('AWS/Lambda');
  });
});

describe('alarms', () => {
  const alarm: cw.PutMetricAlarmCommandInput = {
    AlarmName: 'late',
    Namespace: 'Freehold/Product',
    MetricName: 'Freshness',
    Dimensions: [{ Name: 'Product', Value: 'flights' }],
    Statistic: 'Maximum',
    Period: 300,
    EvaluationPeriods: 1,
    Threshold: 3600,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'breaching',
    Tags: [{ Key: 'domain', Value: 'operations' }],
  };
  const AlarmArn = `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:late`;

  it('come back as they were put, with the state that their metric gives', async () => {
    await client.send(new cw.PutMetricAlarmCommand(alarm));
    const { Tags, ...definition } = alarm;
    const { MetricAlarms } = await client.send(new cw.DescribeAlarmsCommand({ AlarmNames: ['late'] }));
    expect(MetricAlarms).toMatchObject([{ ...definition, AlarmArn, StateValue: 'ALARM' }]);
    const tags = await client.send(new cw.ListTagsForResourceCommand({ ResourceARN: AlarmArn }));
    expect(tags.Tags).toEqual(Tags);
  });

  it('are told by their kind', async () => {
    const put = new cw.PutCompositeAlarmCommand({ AlarmName: 'any', AlarmRule: 'ALARM("late")' });
    await client.send(put);
    const both = await client.send(
      new cw.DescribeAlarmsCommand({ AlarmTypes: ['CompositeAlarm', 'MetricAlarm'], MaxRecords: 1 }),
    );
    expect(both.CompositeAlarms).toMatchObject([{ AlarmName: 'any', AlarmRule: 'ALARM("late")' }]);
    const { MetricAlarms, CompositeAlarms } = await client.send(
      new cw.DescribeAlarmsCommand({
        AlarmTypes: ['CompositeAlarm', 'MetricAlarm'],
        NextToken: both.NextToken,
      }),
    );
    expect([MetricAlarms?.map(({ AlarmName }) => AlarmName), CompositeAlarms]).toEqual([['late'], []]);
    await expect(client.send(new cw.PutMetricAlarmCommand({ ...alarm, AlarmName: 'any' }))).rejects.toThrow(
      'the name of an alarm of another kind',
    );
  });

  it.each([
    [{ Namespace: undefined }, 'needs its Namespace'],
    [{ Statistic: undefined }, 'has one statistic'],
    [
      { ComparisonOperator: 'LessThanLowerThreshold' as const },
      'does not support the comparison LessThanLowerThreshold',
    ],
    [{ DatapointsToAlarm: 2 }, 'DatapointsToAlarm is at most EvaluationPeriods'],
    [{ TreatMissingData: 'guess' }, 'not guess'],
    [{ ThresholdMetricId: 'band' }, 'does not support the parameter ThresholdMetricId'],
  ])('are refused when they could not work: %j', async (change, words) => {
    await expect(client.send(new cw.PutMetricAlarmCommand({ ...alarm, ...change }))).rejects.toThrow(words);
  });

  it('are deleted together or not at all', async () => {
    const remove = async (...AlarmNames: string[]) =>
      await client.send(new cw.DeleteAlarmsCommand({ AlarmNames }));
    await expect(remove('late', 'absent')).rejects.toMatchObject({ name: 'ResourceNotFound' });
    await remove('late', 'any');
    expect((await client.send(new cw.DescribeAlarmsCommand({}))).MetricAlarms).toEqual([]);
  });
});

it('keeps dashboards whose body has widgets', async () => {
  const DashboardBody = JSON.stringify({ widgets: [{ type: 'text' }] });
  await client.send(new cw.PutDashboardCommand({ DashboardName: 'mesh', DashboardBody }));
  const found = await client.send(new cw.GetDashboardCommand({ DashboardName: 'mesh' }));
  expect(found).toMatchObject({
    DashboardArn: `arn:aws:cloudwatch::${ACCOUNT}:dashboard/mesh`,
    DashboardBody,
  });
  await expect(
    client.send(new cw.PutDashboardCommand({ DashboardName: 'mesh', DashboardBody: '{}' })),
  ).rejects.toThrow('an array of widgets');
  await client.send(new cw.DeleteDashboardsCommand({ DashboardNames: ['mesh'] }));
  await expect(client.send(new cw.GetDashboardCommand({ DashboardName: 'mesh' }))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 404 },
  });
});
