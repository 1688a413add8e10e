import type {
  GetScheduleCommandInput,
  GetScheduleCommandOutput,
  ListSchedulesCommandInput,
  ListSchedulesCommandOutput,
} from '@aws-sdk/client-scheduler';
import { defineOperation } from '../../../cloud/operation.ts';
import { page } from '../../states/page.ts';
import { requireSchedule, scheduleRequest } from '../schedule-address.ts';
import { schedulerStore } from '../store.ts';

export const getSchedule = defineOperation<GetScheduleCommandInput, GetScheduleCommandOutput>({
  service: 'scheduler',
  name: 'GetSchedule',
  authorize: (input, context) => [scheduleRequest('GetSchedule', input, context)],
  handle: (input, context) => {
    const record = requireSchedule(context, input);
    return {
      Arn: record.arn,
      Name: record.name,
      GroupName: record.group,
      ScheduleExpression: record.expression,
      ScheduleExpressionTimezone: record.timezone,
      State: record.state,
      FlexibleTimeWindow: record.flexibleTimeWindow,
      ActionAfterCompletion: record.actionAfterCompletion,
      Target: record.target,
      CreationDate: new Date(record.createdAt),
      LastModificationDate: new Date(record.modifiedAt),
      ...(record.startDate !== undefined && { StartDate: new Date(record.startDate) }),
      ...(record.endDate !== undefined && { EndDate: new Date(record.endDate) }),
      ...(record.description !== undefined && { Description: record.description }),
      ...(record.kmsKeyArn !== undefined && { KmsKeyArn: record.kmsKeyArn }),
    };
  },
});

export const listSchedules = defineOperation<ListSchedulesCommandInput, ListSchedulesCommandOutput>({
  service: 'scheduler',
  name: 'ListSchedules',
  authorize: (input, context) => [
    scheduleRequest('ListSchedules', { GroupName: input.GroupName ?? '*', Name: '*' }, context),
  ],
  handle: (input, { cloud, accountId, region }) => {
    const all = schedulerStore(cloud)
      .schedules.list({ accountId, region })
      .map(([, record]) => record)
      .filter(({ group }) => input.GroupName === undefined || group === input.GroupName)
      .filter(({ name }) => name.startsWith(input.NamePrefix ?? ''))
      .filter(({ state }) => input.State === undefined || state === input.State);
    const { items, nextToken } = page(all, { maxResults: input.MaxResults, nextToken: input.NextToken });
    return {
      Schedules: items.map((record) => ({
        Arn: record.arn,
        Name: record.name,
        GroupName: record.group,
        State: record.state,
        CreationDate: new Date(record.createdAt),
        LastModificationDate: new Date(record.modifiedAt),
        Target: { Arn: record.target.Arn },
      })),
      ...(nextToken !== undefined && { NextToken: nextToken }),
    };
  },
});
