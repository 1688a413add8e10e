import type {
  AssociateKmsKeyCommandInput,
  AssociateKmsKeyCommandOutput,
  CreateLogGroupCommandInput,
  CreateLogGroupCommandOutput,
  DeleteLogGroupCommandInput,
  DeleteLogGroupCommandOutput,
  DeleteRetentionPolicyCommandInput,
  DeleteRetentionPolicyCommandOutput,
  DescribeLogGroupsCommandInput,
  DescribeLogGroupsCommandOutput,
  DisassociateKmsKeyCommandInput,
  DisassociateKmsKeyCommandOutput,
  PutRetentionPolicyCommandInput,
  PutRetentionPolicyCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { andTag } from '../../../cloud/and-tag.ts';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { pageAfter } from '../../../cloud/page.ts';
import { findGroup, groupArn, onGroup, saveGroup } from '../log-group.ts';
import { logGroups, logStreams, streamKey } from '../store.ts';

const GROUP_NAME = /^[\w./#-]{1,512}$/;
const GROUPS_PAGE_MAX = 50;
/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const createLogGroup = defineOperation<CreateLogGroupCommandInput, CreateLogGroupCommandOutput>({
  service: 'logs',
  name: 'CreateLogGroup',
  authorize: ({ logGroupName, tags }, context) =>
    onGroup('CreateLogGroup', logGroupName, context).flatMap((create) =>
      andTag(create, 'logs:TagResource', tags),
    ),
  handle: ({ logGroupName: name = '', kmsKeyId, logGroupClass, tags }, context) => {
    if (!GROUP_NAME.test(name)) throw invalid(`log group name ${JSON.stringify(name)} is not valid`);
    const groupClass = logGroupClass ?? 'STANDARD';
    if (groupClass !== 'STANDARD' && groupClass !== 'INFREQUENT_ACCESS') {
      throw invalid(`the sandbox has no log groups of class ${groupClass}`);
    }
    if (logGroups(context.cloud).get(context, name)) {
      throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
    }
    saveGroup(context, {
      name,
      arn: groupArn(context, name),
      createdAt: context.now.getTime(),
      groupClass,
      tags: tags ?? {},
      ...(kmsKeyId !== undefined && { kmsKeyId }),
    });
    return {};
  },
});

export const deleteLogGroup = defineOperation<DeleteLogGroupCommandInput, DeleteLogGroupCommandOutput>({
  service: 'logs',
  name: 'DeleteLogGroup',
  authorize: ({ logGroupName }, context) => onGroup('DeleteLogGroup', logGroupName, context),
  handle: ({ logGroupName }, context) =>
    context.cloud.store.transaction(() => {
      const { name } = findGroup(context, logGroupName);
      const streams = logStreams(context.cloud);
      for (const [key] of streams.list(context, streamKey(name, ''))) streams.delete(context, key);
      logGroups(context.cloud).delete(context, name);
      return {};
    }),
});

export const describeLogGroups = defineOperation<
  DescribeLogGroupsCommandInput,
  DescribeLogGroupsCommandOutput
>({
  service: 'logs',
  name: 'DescribeLogGroups',
  authorize: (_input, context) => onGroup('DescribeLogGroups', '', context),
  handle: ({ logGroupNamePrefix = '', logGroupNamePattern, limit = GROUPS_PAGE_MAX, nextToken }, context) => {
    if (logGroupNamePattern !== undefined) throw invalid('the sandbox finds log groups by prefix only');
    const { items, next } = pageAfter(logGroups(context.cloud).list(context, logGroupNamePrefix), {
      token: nextToken,
      size: Math.min(limit, GROUPS_PAGE_MAX),
    });
    return {
      logGroups: items.map((group) => ({
        logGroupName: group.name,
        arn: `${group.arn}:*`,
        logGroupArn: group.arn,
        creationTime: group.createdAt,
        logGroupClass: group.groupClass,
        ...(group.retentionDays !== undefined && { retentionInDays: group.retentionDays }),
        ...(group.kmsKeyId !== undefined && { kmsKeyId: group.kmsKeyId }),
      })),
      ...(next !== undefined && { nextToken: next }),
    };
  },
});

export const putRetentionPolicy = defineOperation<
  PutRetentionPolicyCommandInput,
  PutRetentionPolicyCommandOutput
>({
  service: 'logs',
  name: 'PutRetentionPolicy',
  authorize: ({ logGroupName }, context) => onGroup('PutRetentionPolicy', logGroupName, context),
  handle: ({ logGroupName, retentionInDays = 0 }, context) => {
    if (!RETENTION_DAYS.includes(retentionInDays)) {
      throw invalid(`retentionInDays ${retentionInDays} is none of ${RETENTION_DAYS.join(', ')}`);
    }
    saveGroup(context, { ...findGroup(context, logGroupName), retentionDays: retentionInDays });
    return {};
  },
});

export const deleteRetentionPolicy = defineOperation<
  DeleteRetentionPolicyCommandInput,
  DeleteRetentionPolicyCommandOutput
>({
  service: 'logs',
  name: 'DeleteRetentionPolicy',
  authorize: ({ logGroupName }, context) => onGroup('DeleteRetentionPolicy', logGroupName, context),
  handle: ({ logGroupName }, context) => {
    const { retentionDays: _, ...group } = findGroup(context, logGroupName);
    saveGroup(context, group);
    return {};
  },
});

export const associateKmsKey = defineOperation<AssociateKmsKeyCommandInput, AssociateKmsKeyCommandOutput>({
  service: 'logs',
  name: 'AssociateKmsKey',
  authorize: ({ logGroupName }, context) => onGroup('AssociateKmsKey', logGroupName, context),
  handle: ({ logGroupName, kmsKeyId, resourceIdentifier }, context) => {
    if (resourceIdentifier !== undefined) throw invalid('the sandbox associates keys by logGroupName only');
    saveGroup(context, {
      ...findGroup(context, logGroupName),
      ...(kmsKeyId !== undefined && { kmsKeyId }),
    });
    return {};
  },
});

export const disassociateKmsKey = defineOperation<
  DisassociateKmsKeyCommandInput,
  DisassociateKmsKeyCommandOutput
>({
  service: 'logs',
  name: 'DisassociateKmsKey',
  authorize: ({ logGroupName }, context) => onGroup('DisassociateKmsKey', logGroupName, context),
  handle: ({ logGroupName }, context) => {
    const { kmsKeyId: _, ...group } = findGroup(context, logGroupName);
    saveGroup(context, group);
    return {};
  },
});

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}
