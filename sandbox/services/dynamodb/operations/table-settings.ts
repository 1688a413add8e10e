import type {
  DescribeContinuousBackupsCommandInput,
  DescribeContinuousBackupsCommandOutput,
  DescribeTimeToLiveCommandInput,
  DescribeTimeToLiveCommandOutput,
  GetResourcePolicyCommandInput,
  GetResourcePolicyCommandOutput,
  ListTagsOfResourceCommandInput,
  ListTagsOfResourceCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
  UpdateContinuousBackupsCommandInput,
  UpdateContinuousBackupsCommandOutput,
  UpdateTimeToLiveCommandInput,
  UpdateTimeToLiveCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { without } from '../../../cloud/without.ts';
import type { TableRecord } from '../store.ts';
import { changeTable, requireTable, tableRequest } from '../table.ts';

const RECOVERY_DAYS_DEFAULT = 35;

export const updateContinuousBackups = defineOperation<
  UpdateContinuousBackupsCommandInput,
  UpdateContinuousBackupsCommandOutput
>({
  service: 'dynamodb',
  name: 'UpdateContinuousBackups',
  members: ['PointInTimeRecoverySpecification', 'TableName'],
  authorize: (input, context) => [
    tableRequest(context, { action: 'UpdateContinuousBackups', table: input.TableName }),
  ],
  handle: (input, context) => {
    const { PointInTimeRecoveryEnabled, RecoveryPeriodInDays } = input.PointInTimeRecoverySpecification ?? {};
    const changed = changeTable(context, input.TableName, (table) => ({
      ...without(table, 'recoveryDays'),
      ...(PointInTimeRecoveryEnabled === true && {
        recoveryDays: RecoveryPeriodInDays ?? RECOVERY_DAYS_DEFAULT,
      }),
    }));
    return { ContinuousBackupsDescription: describeBackups(changed) };
  },
});

export const describeContinuousBackups = defineOperation<
  DescribeContinuousBackupsCommandInput,
  DescribeContinuousBackupsCommandOutput
>({
  service: 'dynamodb',
  name: 'DescribeContinuousBackups',
  members: ['TableName'],
  authorize: (input, context) => [
    tableRequest(context, { action: 'DescribeContinuousBackups', table: input.TableName }),
  ],
  handle: (input, context) => ({
    ContinuousBackupsDescription: describeBackups(requireTable(context.cloud, context, input.TableName)),
  }),
});

function describeBackups({ recoveryDays }: TableRecord) {
  return {
    ContinuousBackupsStatus: 'ENABLED' as const,
    PointInTimeRecoveryDescription:
      recoveryDays === undefined
        ? { PointInTimeRecoveryStatus: 'DISABLED' as const }
        : { PointInTimeRecoveryStatus: 'ENABLED' as const, RecoveryPeriodInDays: recoveryDays },
  };
}

export const updateTimeToLive = defineOperation<UpdateTimeToLiveCommandInput, UpdateTimeToLiveCommandOutput>({
  service: 'dynamodb',
  name: 'UpdateTimeToLive',
  members: ['TableName', 'TimeToLiveSpecification'],
  authorize: (input, context) => [
    tableRequest(context, { action: 'UpdateTimeToLive', table: input.TableName }),
  ],
  handle: (input, context) => {
    const { AttributeName, Enabled } = input.TimeToLiveSpecification ?? {};
    if (!AttributeName)
      throw new AwsError('ValidationException', 'TimeToLiveSpecification needs an AttributeName');
    changeTable(context, input.TableName, (table) => ({
      ...without(table, 'ttlAttribute'),
      ...(Enabled === true && { ttlAttribute: AttributeName }),
    }));
    return { TimeToLiveSpecification: { AttributeName, Enabled: Enabled === true } };
  },
});

export const describeTimeToLive = defineOperation<
  DescribeTimeToLiveCommandInput,
  DescribeTimeToLiveCommandOutput
>({
  service: 'dynamodb',
  name: 'DescribeTimeToLive',
  members: ['TableName'],
  authorize: (input, context) => [
    tableRequest(context, { action: 'DescribeTimeToLive', table: input.TableName }),
  ],
  handle: (input, context) => {
    const { ttlAttribute } = requireTable(context.cloud, context, input.TableName);
    return {
      TimeToLiveDescription:
        ttlAttribute === undefined
          ? { TimeToLiveStatus: 'DISABLED' }
          : { TimeToLiveStatus: 'ENABLED', AttributeName: ttlAttribute },
    };
  },
});

export const tagResource = defineOperation<TagResourceCommandInput, TagResourceCommandOutput>({
  service: 'dynamodb',
  name: 'TagResource',
  members: ['ResourceArn', 'Tags'],
  authorize: (input, context) => [tableRequest(context, { action: 'TagResource', table: input.ResourceArn })],
  handle: (input, context) => {
    const added = input.Tags ?? [];
    const keys = new Set(added.map(({ Key }) => Key));
    changeTable(context, input.ResourceArn, (table) => ({
      ...table,
      tags: [...table.tags.filter(({ Key }) => !keys.has(Key)), ...added],
    }));
    return {};
  },
});

export const untagResource = defineOperation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  service: 'dynamodb',
  name: 'UntagResource',
  members: ['ResourceArn', 'TagKeys'],
  authorize: (input, context) => [
    tableRequest(context, { action: 'UntagResource', table: input.ResourceArn }),
  ],
  handle: (input, context) => {
    const keys = new Set(input.TagKeys);
    changeTable(context, input.ResourceArn, (table) => ({
      ...table,
      tags: table.tags.filter(({ Key }) => Key === undefined || !keys.has(Key)),
    }));
    return {};
  },
});

/** Putting a policy is refused, so that no table has one. */
export const getResourcePolicy = defineOperation<
  GetResourcePolicyCommandInput,
  GetResourcePolicyCommandOutput
>({
  service: 'dynamodb',
  name: 'GetResourcePolicy',
  members: ['ResourceArn'],
  authorize: (input, context) => [
    tableRequest(context, { action: 'GetResourcePolicy', table: input.ResourceArn }),
  ],
  handle: (input, context) => {
    const { name } = requireTable(context.cloud, context, input.ResourceArn);
    throw new AwsError('PolicyNotFoundException', `Resource-based policy not found for the table ${name}`);
  },
});

export const listTagsOfResource = defineOperation<
  ListTagsOfResourceCommandInput,
  ListTagsOfResourceCommandOutput
>({
  service: 'dynamodb',
  name: 'ListTagsOfResource',
  members: ['ResourceArn'],
  authorize: (input, context) => [
    tableRequest(context, { action: 'ListTagsOfResource', table: input.ResourceArn }),
  ],
  handle: (input, context) => ({
    Tags: [...requireTable(context.cloud, context, input.ResourceArn).tags],
  }),
});
