import type {
  CreateScheduleCommandInput,
  CreateScheduleCommandOutput,
  DeleteScheduleCommandInput,
  DeleteScheduleCommandOutput,
  UpdateScheduleCommandInput,
  UpdateScheduleCommandOutput,
} from '@aws-sdk/client-scheduler';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { passRoleRequest } from '../../lambda/authorize-function.ts';
import { requireGroup, requireSchedule, scheduleRequest } from '../schedule-address.ts';
import { scheduleFromInput } from '../schedule-input.ts';
import { schedulerStore } from '../store.ts';

const authorizeWrite =
  (action: string) =>
  (input: CreateScheduleCommandInput | UpdateScheduleCommandInput, context: RequestContext) => [
    scheduleRequest(action, input, context),
    passRoleRequest(input.Target?.RoleArn ?? '', 'scheduler.amazonaws.com'),
  ];

export const createSchedule = defineOperation<CreateScheduleCommandInput, CreateScheduleCommandOutput>({
  service: 'scheduler',
  name: 'CreateSchedule',
  authorize: authorizeWrite('CreateSchedule'),
  handle: (input, { cloud, accountId, region, now }) => {
    const scope = { accountId, region };
    const record = scheduleFromInput(input, scope);
    requireGroup(cloud, scope, record.group);
    const { schedules } = schedulerStore(cloud);
    const key = `${record.group}/${record.name}`;
    if (schedules.get(scope, key)) {
      throw new AwsError('ConflictException', `Schedule ${record.name} already exists.`, { status: 409 });
    }
    schedules.put(scope, key, { ...record, createdAt: now.toISOString(), modifiedAt: now.toISOString() });
    return { ScheduleArn: record.arn };
  },
});

/** Replaces the whole schedule: what the call leaves out goes back to its default, as on AWS. */
export const updateSchedule = defineOperation<UpdateScheduleCommandInput, UpdateScheduleCommandOutput>({
  service: 'scheduler',
  name: 'UpdateSchedule',
  authorize: authorizeWrite('UpdateSchedule'),
  handle: (input, context) => {
    const { cloud, accountId, region, now } = context;
    const scope = { accountId, region };
    const { createdAt } = requireSchedule(context, input);
    const record = scheduleFromInput(input, scope);
    schedulerStore(cloud).schedules.put(scope, `${record.group}/${record.name}`, {
      ...record,
      createdAt,
      modifiedAt: now.toISOString(),
    });
    return { ScheduleArn: record.arn };
  },
});

export const deleteSchedule = defineOperation<DeleteScheduleCommandInput, DeleteScheduleCommandOutput>({
  service: 'scheduler',
  name: 'DeleteSchedule',
  authorize: (input, context) => [scheduleRequest('DeleteSchedule', input, context)],
  handle: (input, context) => {
    const { group, name } = requireSchedule(context, input);
    schedulerStore(context.cloud).schedules.delete(context, `${group}/${name}`);
    return {};
  },
});
