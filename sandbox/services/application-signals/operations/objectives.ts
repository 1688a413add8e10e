import type {
  CreateServiceLevelObjectiveCommandInput,
  CreateServiceLevelObjectiveCommandOutput,
  DeleteServiceLevelObjectiveCommandInput,
  DeleteServiceLevelObjectiveCommandOutput,
  GetServiceLevelObjectiveCommandInput,
  GetServiceLevelObjectiveCommandOutput,
  ListServiceLevelObjectivesCommandInput,
  ListServiceLevelObjectivesCommandOutput,
  UpdateServiceLevelObjectiveCommandInput,
  UpdateServiceLevelObjectiveCommandOutput,
} from '@aws-sdk/client-application-signals';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { pageAfter } from '../../../cloud/page.ts';
import { burnRatesOf, goalOf, indicatorOf, invalid, requireName } from '../objective-input.ts';
import { objectiveArn, objectiveRequest, renderObjective, requireObjective } from '../objective.ts';
import { type ObjectiveRecord, objectives } from '../store.ts';

const PAGE_MAX = 50;

export const createServiceLevelObjective = defineOperation<
  CreateServiceLevelObjectiveCommandInput,
  CreateServiceLevelObjectiveCommandOutput
>({
  service: 'application-signals',
  name: 'CreateServiceLevelObjective',
  members: ['BurnRateConfigurations', 'Description', 'Goal', 'Name', 'SliConfig', 'Tags'],
  authorize: ({ Name, Tags }, context) => [
    objectiveRequest(context, 'CreateServiceLevelObjective', Name),
    ...(Tags?.length ? [objectiveRequest(context, 'TagResource', Name)] : []),
  ],
  handle: (input, context) => {
    const name = requireName(input.Name);
    if (objectives(context.cloud).get(context, name)) {
      throw new AwsError('ConflictException', `A service level objective named ${name} already exists`, {
        status: 409,
      });
    }
    if (!input.SliConfig) throw invalid('an objective needs its SliConfig');
    const at = context.now.toISOString();
    const record: ObjectiveRecord = {
      name,
      arn: objectiveArn(context, name),
      description: input.Description ?? 'No description',
      indicator: indicatorOf(input.SliConfig),
      goal: goalOf(input.Goal),
      burnRates: burnRatesOf(input.BurnRateConfigurations),
      tags: input.Tags ?? [],
      createdAt: at,
      updatedAt: at,
    };
    objectives(context.cloud).put(context, name, record);
    return { Slo: renderObjective(record) };
  },
});

/** What the call leaves out stays as it is. */
export const updateServiceLevelObjective = defineOperation<
  UpdateServiceLevelObjectiveCommandInput,
  UpdateServiceLevelObjectiveCommandOutput
>({
  service: 'application-signals',
  name: 'UpdateServiceLevelObjective',
  members: ['BurnRateConfigurations', 'Description', 'Goal', 'Id', 'SliConfig'],
  authorize: ({ Id }, context) => [objectiveRequest(context, 'UpdateServiceLevelObjective', Id)],
  handle: (input, context) => {
    const before = requireObjective(context, input.Id);
    const { Description, SliConfig, Goal, BurnRateConfigurations } = input;
    const record: ObjectiveRecord = {
      ...before,
      ...(Description !== undefined && { description: Description }),
      ...(SliConfig && { indicator: indicatorOf(SliConfig) }),
      ...(Goal && { goal: goalOf(Goal) }),
      ...(BurnRateConfigurations && { burnRates: burnRatesOf(BurnRateConfigurations) }),
      updatedAt: context.now.toISOString(),
    };
    objectives(context.cloud).put(context, record.name, record);
    return { Slo: renderObjective(record) };
  },
});

export const getServiceLevelObjective = defineOperation<
  GetServiceLevelObjectiveCommandInput,
  GetServiceLevelObjectiveCommandOutput
>({
  service: 'application-signals',
  name: 'GetServiceLevelObjective',
  members: ['Id'],
  authorize: ({ Id }, context) => [objectiveRequest(context, 'GetServiceLevelObjective', Id)],
  handle: ({ Id }, context) => ({ Slo: renderObjective(requireObjective(context, Id)) }),
});

export const deleteServiceLevelObjective = defineOperation<
  DeleteServiceLevelObjectiveCommandInput,
  DeleteServiceLevelObjectiveCommandOutput
>({
  service: 'application-signals',
  name: 'DeleteServiceLevelObjective',
  members: ['Id'],
  authorize: ({ Id }, context) => [objectiveRequest(context, 'DeleteServiceLevelObjective', Id)],
  handle: ({ Id }, context) => {
    objectives(context.cloud).delete(context, requireObjective(context, Id).name);
    return {};
  },
});

export const listServiceLevelObjectives = defineOperation<
  ListServiceLevelObjectivesCommandInput,
  ListServiceLevelObjectivesCommandOutput
>({
  service: 'application-signals',
  name: 'ListServiceLevelObjectives',
  members: ['MaxResults', 'NextToken'],
  authorize: () => [{ action: 'application-signals:ListServiceLevelObjectives', resource: '*' }],
  handle: ({ MaxResults, NextToken }, context) => {
    const size = Math.min(MaxResults ?? PAGE_MAX, PAGE_MAX);
    const { items, next } = pageAfter(objectives(context.cloud).list(context), { token: NextToken, size });
    return {
      SloSummaries: items.map(({ arn, name, createdAt }) => ({
        Arn: arn,
        Name: name,
        CreatedTime: new Date(createdAt),
        EvaluationType: 'PeriodBased' as const,
      })),
      ...(next !== undefined && { NextToken: next }),
    };
  },
});
