import * as signals from '@aws-sdk/client-application-signals';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AuthorizationRequest } from '../../../../sandbox/cloud/operation.ts';
import { applicationSignalsService } from '../../../../sandbox/services/application-signals/service.ts';
import { ACCOUNT, REGION, startTestCloud, type TestCloud } from '../../start-test-cloud.ts';

let test: TestCloud;
let client: signals.ApplicationSignalsClient;
const asked: AuthorizationRequest[] = [];

beforeAll(async () => {
  test = await startTestCloud({
    services: () => [applicationSignalsService],
    authorize: (_cloud, _caller, requests) => {
      asked.push(...requests);
    },
  });
  client = new signals.ApplicationSignalsClient(test.config());
});
afterAll(async () => {
  client.destroy();
  await test.stop();
});

const arn = (name: string): string => `arn:aws:application-signals:${REGION}:${ACCOUNT}:slo/${name}`;

const query = (Period: number): signals.MetricDataQuery => ({
  Id: 'age',
  ReturnData: true,
  MetricStat: {
    Metric: {
      Namespace: 'Freehold/Product',
      MetricName: 'FreshnessHours',
      Dimensions: [{ Name: 'Product', Value: 'a-v1' }],
    },
    Period,
    Stat: 'Maximum',
  },
});
const indicator = (queries = [query(300)]): signals.ServiceLevelIndicatorConfig => ({
  ComparisonOperator: 'LessThanOrEqualTo',
  MetricThreshold: 24,
  SliMetricConfig: { MetricDataQueries: queries },
});
const create = (Name: string, more: Partial<signals.CreateServiceLevelObjectiveCommandInput> = {}) =>
  client.send(new signals.CreateServiceLevelObjectiveCommand({ Name, SliConfig: indicator(), ...more }));
const get = async (Id: string) =>
  (await client.send(new signals.GetServiceLevelObjectiveCommand({ Id }))).Slo;

it('keeps an objective as it was made, with the defaults of its goal', async () => {
  const { Slo } = await create('fresh', { BurnRateConfigurations: [{ LookBackWindowMinutes: 60 }] });
  expect(Slo).toMatchObject({
    Arn: arn('fresh'),
    EvaluationType: 'PeriodBased',
    Goal: { AttainmentGoal: 99, Interval: { RollingInterval: { Duration: 7, DurationUnit: 'DAY' } } },
    Sli: { MetricThreshold: 24, SliMetric: { MetricDataQueries: [query(300)] } },
    BurnRateConfigurations: [{ LookBackWindowMinutes: 60 }],
  });
  expect(await get('fresh')).toEqual(Slo);
  expect(await get(arn('fresh'))).toEqual(Slo);
  await expect(create('fresh')).rejects.toMatchObject({ name: 'ConflictException' });
});

it('changes what an update names and leaves the rest', async () => {
  await create('changed', { Description: 'a' });
  const Goal = {
    AttainmentGoal: 95,
    Interval: { RollingInterval: { Duration: 30, DurationUnit: 'DAY' as const } },
  };
  await client.send(new signals.UpdateServiceLevelObjectiveCommand({ Id: 'changed', Goal }));
  expect(await get('changed')).toMatchObject({ Description: 'a', Goal, Sli: { MetricThreshold: 24 } });
});

it('lists objectives page by page, tags and deletes them', async () => {
  for (const name of ['list-1', 'list-2']) await create(name, { Tags: [{ Key: 'owner', Value: 'a' }] });
  const first = await client.send(new signals.ListServiceLevelObjectivesCommand({ MaxResults: 1 }));
  expect(first.SloSummaries).toHaveLength(1);
  const rest = await client.send(
    new signals.ListServiceLevelObjectivesCommand({ NextToken: first.NextToken }),
  );
  const names = [...(first.SloSummaries ?? []), ...(rest.SloSummaries ?? [])].map(({ Name }) => Name);
  expect(names).toEqual(expect.arrayContaining(['list-1', 'list-2']));
  const ResourceArn = arn('list-1');
  await client.send(new signals.TagResourceCommand({ ResourceArn, Tags: [{ Key: 'domain', Value: 'b' }] }));
  await client.send(new signals.UntagResourceCommand({ ResourceArn, TagKeys: ['owner'] }));
  const { Tags } = await client.send(new signals.ListTagsForResourceCommand({ ResourceArn }));
  expect(Tags).toEqual([{ Key: 'domain', Value: 'b' }]);
  await client.send(new signals.DeleteServiceLevelObjectiveCommand({ Id: 'list-1' }));
  await expect(get('list-1')).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    $metadata: { httpStatusCode: 404 },
  });
});

it('asks for the permission on the objective by its name', async () => {
  asked.length = 0;
  await create('asked', { Tags: [{ Key: 'owner', Value: 'a' }] });
  expect(asked.map(({ action, resource }) => `${action} ${resource}`)).toEqual([
    `application-signals:CreateServiceLevelObjective ${arn('asked')}`,
    `application-signals:TagResource ${arn('asked')}`,
  ]);
});

it('refuses what it does not measure, and what AWS refuses', async () => {
  const refused = async (input: Partial<signals.CreateServiceLevelObjectiveCommandInput>, words: string) =>
    await expect(create('refused', input)).rejects.toThrow(words);
  await refused({ Name: '-' }, 'is not a name');
  await refused({ SliConfig: indicator([query(3_600)]) }, 'the period of an indicator is 60 to 900 seconds');
  await refused({ SliConfig: indicator([{ Id: 'e', Expression: 'a + b' }]) }, 'no expression');
  await refused({ SliConfig: indicator([query(300), query(300)]) }, 'one metric per objective');
  await refused({ Goal: { AttainmentGoal: 100 } }, 'a percentage below 100');
  await refused({ BurnRateConfigurations: [{ LookBackWindowMinutes: 10_081 }] }, '1 to 10080 minutes');
  await refused({ SliConfig: undefined }, 'needs its SliConfig');
});
