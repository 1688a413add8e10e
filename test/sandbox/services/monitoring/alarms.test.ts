import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../../sandbox/cloud/caller.ts';
import { serviceCalls } from '../../../../sandbox/cloudformation/service-calls.ts';
import { applicationSignalsService } from '../../../../sandbox/services/application-signals/service.ts';
import { createMonitoringService } from '../../../../sandbox/services/monitoring/service.ts';
import { snsService } from '../../../../sandbox/services/sns/service.ts';
import { messages } from '../../../../sandbox/services/sns/store.ts';
import { sqsService } from '../../../../sandbox/services/sqs/service.ts';
import { ACCOUNT, REGION, root, startTestCloud, type TestCloud } from '../../start-test-cloud.ts';

const SCOPE = { accountId: ACCOUNT, region: REGION };
const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:alarms`;
const METRIC = { Namespace: 'Freehold/Product', MetricName: 'FreshnessHours' };
const Dimensions = [{ Name: 'Product', Value: 'flights-v1' }];

let test: TestCloud;
let client: cloudwatch.CloudWatchClient;
let now: number;
let callers: Caller[];

beforeEach(async () => {
  now = Date.parse('2026-03-01T12:00:00Z');
  callers = [];
  test = await startTestCloud({
    services: (cloud) => [createMonitoringService(cloud), applicationSignalsService, snsService, sqsService],
    clock: () => new Date(now),
    authorize: (_cloud, caller, requests) => {
      if (requests.some(({ action }) => action === 'sns:Publish')) callers.push(caller);
    },
  });
  client = new cloudwatch.CloudWatchClient(test.config());
  await call()('sns', 'CreateTopic', { Name: 'alarms' });
});
afterEach(async () => {
  client.destroy();
  await test.stop();
});

const call = () => serviceCalls(test.cloud, root());
const put = async (Value: number) =>
  await client.send(
    new cloudwatch.PutMetricDataCommand({
      Namespace: METRIC.Namespace,
      MetricData: [{ MetricName: METRIC.MetricName, Dimensions, Value, Timestamp: new Date(now) }],
    }),
  );
const minutes = (count: number): void => {
  now += count * 60_000;
};

async function alarm(more: Partial<cloudwatch.PutMetricAlarmCommandInput> = {}): Promise<void> {
  await client.send(
    new cloudwatch.PutMetricAlarmCommand({
      AlarmName: 'late',
      ...METRIC,
      Dimensions,
      Statistic: 'Maximum',
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: 24,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: [TOPIC],
      OKActions: [TOPIC],
      ...more,
    }),
  );
}

const metric = (Id: string, Namespace: string, MetricName: string, names: Record<string, string>) => ({
  Id,
  ReturnData: false,
  MetricStat: {
    Metric: {
      Namespace,
      MetricName,
      Dimensions: Object.entries(names).map(([Name, Value]) => ({ Name, Value })),
    },
    Period: 300,
    Stat: 'Maximum',
  },
});

/** An alarm on an expression that is 1 or more. */
async function formula(
  Expression: string,
  feeding: readonly cloudwatch.MetricDataQuery[],
  TreatMissingData = 'missing',
): Promise<void> {
  await client.send(
    new cloudwatch.PutMetricAlarmCommand({
      AlarmName: 'late',
      Metrics: [...feeding, { Id: 'result', Expression, ReturnData: true }],
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData,
    }),
  );
}

const state = async (): Promise<string | undefined> =>
  (await client.send(new cloudwatch.DescribeAlarmsCommand({ AlarmNames: ['late'] }))).MetricAlarms?.[0]
    ?.StateValue;

describe('an alarm', () => {
  it('sounds, ends, and tells its topics as CloudWatch each time that it changes', async () => {
    await alarm();
    expect(await state()).toBe('INSUFFICIENT_DATA');
    await put(25);
    expect(await state()).toBe('ALARM');
    expect(await state()).toBe('ALARM');
    minutes(6);
    await put(1);
    expect(await state()).toBe('OK');
    const told = messages(test.cloud).get(SCOPE, 'alarms') ?? [];
    expect(told.map(({ subject }) => subject)).toEqual([
      `ALARM: "late" in ${REGION}`,
      `OK: "late" in ${REGION}`,
    ]);
    expect(JSON.parse(told[0]?.message ?? '')).toMatchObject({
      AlarmName: 'late',
      OldStateValue: 'INSUFFICIENT_DATA',
      NewStateValue: 'ALARM',
      NewStateReason: expect.stringContaining('[25]'),
    });
    expect(callers[0]).toMatchObject({
      principal: { service: 'cloudwatch.amazonaws.com' },
      sourceArn: `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:late`,
    });
  });

  it.each([
    ['missing', 'INSUFFICIENT_DATA'],
    ['breaching', 'ALARM'],
    ['notBreaching', 'OK'],
    ['ignore', 'ALARM'],
  ])('takes missing data for %s', async (TreatMissingData, expected) => {
    await alarm({ TreatMissingData });
    await put(25);
    expect(await state()).toBe('ALARM');
    minutes(6);
    expect(await state()).toBe(expected);
  });

  it('waits for as many bad periods as it is told', async () => {
    await alarm({ EvaluationPeriods: 3, DatapointsToAlarm: 2 });
    await put(25);
    expect(await state()).toBe('OK');
    minutes(5);
    await put(25);
    expect(await state()).toBe('ALARM');
  });

  it('counts the messages of a queue', async () => {
    await formula('visible', [
      metric('visible', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', { QueueName: 'dead' }),
    ]);
    const { QueueUrl } = await call()('sqs', 'CreateQueue', { QueueName: 'dead' });
    expect(await state()).toBe('OK');
    await call()('sqs', 'SendMessage', { QueueUrl, MessageBody: 'x' });
    expect(await state()).toBe('ALARM');
    await call()('sqs', 'PurgeQueue', { QueueUrl });
    expect(await state()).toBe('OK');
  });

  it('is gone with its state', async () => {
    await alarm({ TreatMissingData: 'ignore' });
    await put(25);
    expect(await state()).toBe('ALARM');
    await client.send(new cloudwatch.DeleteAlarmsCommand({ AlarmNames: ['late'] }));
    minutes(6);
    await alarm({ TreatMissingData: 'ignore' });
    expect(await state()).toBe('INSUFFICIENT_DATA');
  });
});

describe('metric math', () => {
  const a = metric('a', METRIC.Namespace, METRIC.MetricName, { Product: 'flights-v1' });
  const b = metric('b', METRIC.Namespace, METRIC.MetricName, { Product: 'none' });

  it.each([
    ['a', 'ALARM'],
    ['a - 3', 'ALARM'],
    ['(a - 1) * 2 / 6 - 1', 'OK'],
    ['-a', 'OK'],
    ['IF(a > 3 AND a < 5, 1, 0)', 'ALARM'],
    ['IF(a > 4 OR a == 3, 1, 0)', 'OK'],
    ['SUM([a, a]) - 7', 'ALARM'],
    ['a + b', 'INSUFFICIENT_DATA'],
    ['IF(a > 3 AND b > 3, 1, 0)', 'INSUFFICIENT_DATA'],
    ['FILL(b, 0)', 'OK'],
    ['SUM(FILL(METRICS(), 0)) - 3', 'ALARM'],
    ['MAX(METRICS())', 'ALARM'],
    ['MIN(METRICS()) - 3.5', 'OK'],
  ])('%s is %s where a is 4 and b has no data', async (expression, expected) => {
    await put(4);
    await formula(expression, [a, b]);
    expect(await state()).toBe(expected);
  });

  it.each([`SEARCH('{A} B', 'Sum', 300)`, 'a +', 'ANOMALY_DETECTION_BAND(a, 2)', 'a b', 'RATE(a)', 'a $ 2'])(
    'refuses %s, which the sandbox does not compute',
    async (expression) => {
      await expect(formula(expression, [a])).rejects.toThrow('the sandbox does not compute the expression');
    },
  );
});

describe('an alarm on a burn rate', () => {
  const burn = (id: string, window: number) =>
    metric(id, 'AWS/ApplicationSignals', 'BurnRate', {
      SloName: 'fresh',
      BurnRateWindowMinutes: String(window),
    });

  beforeEach(async () => {
    const Metric = { ...METRIC, Dimensions };
    await call()('application-signals', 'CreateServiceLevelObjective', {
      Name: 'fresh',
      Goal: { AttainmentGoal: 99 },
      SliConfig: {
        ComparisonOperator: 'LessThanOrEqualTo',
        MetricThreshold: 24,
        SliMetricConfig: {
          MetricDataQueries: [
            { Id: 'm', MetricStat: { Metric, Period: 300, Stat: 'Maximum' }, ReturnData: true },
          ],
        },
      },
      BurnRateConfigurations: [{ LookBackWindowMinutes: 5 }, { LookBackWindowMinutes: 60 }],
    });
    await formula('IF(long > 14.4 AND short > 14.4, 1, 0)', [burn('long', 60), burn('short', 5)], 'ignore');
  });

  const measure = async (...ages: readonly number[]): Promise<void> => {
    for (const age of ages) {
      minutes(5);
      await put(age);
    }
  };

  it('sounds when both windows burn, and ends with the short one', async () => {
    await measure(...Array.from({ length: 12 }, () => 1));
    expect(await state()).toBe('OK');
    // One bad period of twelve burns at 8.3.
    await measure(25);
    expect(await state()).toBe('OK');
    // Two of twelve burn at 16.7.
    await measure(25);
    expect(await state()).toBe('ALARM');
    await measure(1);
    expect(await state()).toBe('OK');
  });

  it('says nothing about a product that was never measured', async () => {
    expect(await state()).toBe('INSUFFICIENT_DATA');
  });
});

describe('a composite alarm', () => {
  const composite = async (AlarmRule: string, AlarmName = 'any') => {
    await client.send(
      new cloudwatch.PutCompositeAlarmCommand({ AlarmName, AlarmRule, AlarmActions: [TOPIC] }),
    );
  };
  const stateOf = async (name: string) => {
    const { CompositeAlarms } = await client.send(
      new cloudwatch.DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ['CompositeAlarm'] }),
    );
    return CompositeAlarms?.[0];
  };

  beforeEach(async () => {
    await alarm({ AlarmActions: [], OKActions: [] });
    await alarm({ AlarmName: 'very late', Threshold: 48, AlarmActions: [], OKActions: [] });
    await put(30);
  });

  it.each([
    ['ALARM("late")', 'ALARM'],
    ['ALARM(late)', 'ALARM'],
    [`ALARM("arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:late")`, 'ALARM'],
    ['ALARM("very late")', 'OK'],
    ['OK("very late") AND ALARM("late")', 'ALARM'],
    ['ALARM("very late") OR ALARM("late") AND FALSE', 'OK'],
    ['(ALARM("very late") OR ALARM("late")) AND TRUE', 'ALARM'],
    ['NOT ALARM("late") OR NOT NOT ALARM("very late")', 'OK'],
    ['NOT (ALARM("late") AND ALARM("very late"))', 'ALARM'],
    ['INSUFFICIENT_DATA("late")', 'OK'],
  ])('%s is %s', async (rule, value) => {
    await composite(rule);
    expect(await stateOf('any')).toMatchObject({ StateValue: value });
  });

  it('says by which alarms it is one, and tells its topics when it becomes one', async () => {
    await composite('ALARM("late") AND NOT ALARM("very late")');
    expect((await stateOf('any'))?.StateReason).toBe(
      'the rule ALARM("late") AND NOT ALARM("very late") is true: late is ALARM, very late is OK.',
    );
    expect(messages(test.cloud).get(SCOPE, 'alarms')).toHaveLength(1);
    minutes(10);
    await put(50);
    expect(await stateOf('any')).toMatchObject({ StateValue: 'OK' });
  });

  it('may watch others that watch it in turn', async () => {
    await composite('ALARM("late")', 'first');
    await composite('ALARM("first")', 'second');
    await composite('ALARM("second") OR ALARM("late")', 'first');
    expect(await stateOf('first')).toMatchObject({ StateValue: 'ALARM' });
    expect(await stateOf('second')).toMatchObject({ StateValue: 'ALARM' });
  });

  it.each([
    ['ALARM("none")', 'Could not save the composite alarm as alarms [none] in the alarm rule do not exist'],
    ['ALARM("late") AND', 'is not understood at its end'],
    ['ALARM("late") ALARM("late")', 'is not understood at ALARM'],
    ['AT_LEAST(1, ALARM, (late))', 'is not understood at AT_LEAST'],
    ['ALARM("late', 'has a quotation mark without a second one'],
  ])('is refused with the rule %s', async (rule, words) => {
    await expect(composite(rule)).rejects.toThrow(words);
  });
});
