import type {
  CreateScheduleGroupCommandInput,
  CreateScheduleGroupCommandOutput,
  DeleteScheduleGroupCommandInput,
  DeleteScheduleGroupCommandOutput,
  GetScheduleGroupCommandInput,
  GetScheduleGroupCommandOutput,
  ListScheduleGroupsCommandInput,
  ListScheduleGroupsCommandOutput,
} from '@aws-sdk/client-scheduler';
import { andTag } from '../../../cloud/and-tag.ts';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { groupRequest, requireGroup } from '../schedule-address.ts';
import { requireName } from '../schedule-input.ts';
import { type GroupRecord, groupArn, schedulerStore } from '../store.ts';

export const createScheduleGroup = defineOperation<
  CreateScheduleGroupCommandInput,
  CreateScheduleGroupCommandOutput
>({
  service: 'scheduler',
  name: 'CreateScheduleGroup',
  authorize: (input, context) =>
    andTag(groupRequest('CreateScheduleGroup', input.Name, context), 'scheduler:TagResource', input.Tags),
  handle: (input, { cloud, accountId, region, now }) => {
    const scope = { accountId, region };
    const name = requireName(input.Name, 'schedule group');
    const { groups } = schedulerStore(cloud);
    if (name === 'default' || groups.get(scope, name)) {
      throw new AwsError('ConflictException', `Schedule group ${name} already exists.`, { status: 409 });
    }
    const record: GroupRecord = {
      name,
      arn: groupArn(scope, name),
      tags: input.Tags ?? [],
      createdAt: now.toISOString(),
      modifiedAt: now.toISOString(),
    };
    groups.put(scope, name, record);
    return { ScheduleGroupArn: record.arn };
  },
});

export const getScheduleGroup = defineOperation<GetScheduleGroupCommandInput, GetScheduleGroupCommandOutput>({
  service: 'scheduler',
  name: 'GetScheduleGroup',
  authorize: (input, context) => [groupRequest('GetScheduleGroup', input.Name, context)],
  handle: (input, { cloud, accountId, region }) =>
    shown(requireGroup(cloud, { accountId, region }, input.Name ?? '')),
});

export const listScheduleGroups = defineOperation<
  ListScheduleGroupsCommandInput,
  ListScheduleGroupsCommandOutput
>({
  service: 'scheduler',
  name: 'ListScheduleGroups',
  authorize: (_, context) => [groupRequest('ListScheduleGroups', '*', context)],
  handle: (input, { cloud, accountId, region }) => {
    const scope = { accountId, region };
    const own = schedulerStore(cloud)
      .groups.list(scope)
      .map(([, record]) => record);
    const all = [requireGroup(cloud, scope, 'default'), ...own];
    return { ScheduleGroups: all.filter(({ name }) => name.startsWith(input.NamePrefix ?? '')).map(shown) };
  },
});

/** Deletes the group with its schedules. */
export const deleteScheduleGroup = defineOperation<
  DeleteScheduleGroupCommandInput,
  DeleteScheduleGroupCommandOutput
>({
  service: 'scheduler',
  name: 'DeleteScheduleGroup',
  authorize: (input, context) => [groupRequest('DeleteScheduleGroup', input.Name, context)],
  handle: (input, { cloud, accountId, region }) => {
    const scope = { accountId, region };
    const { name } = requireGroup(cloud, scope, input.Name ?? '');
    if (name === 'default')
      throw new AwsError('ValidationException', 'Cannot delete the default schedule group.');
    const { groups, schedules } = schedulerStore(cloud);
    cloud.store.transaction(() => {
      for (const [key] of schedules.list(scope, `${name}/`)) schedules.delete(scope, key);
      groups.delete(scope, name);
    });
    return {};
  },
});

function shown({ name, arn, createdAt, modifiedAt }: GroupRecord) {
  return {
    Arn: arn,
    Name: name,
    State: 'ACTIVE' as const,
    CreationDate: new Date(createdAt),
    LastModificationDate: new Date(modifiedAt),
  };
}
