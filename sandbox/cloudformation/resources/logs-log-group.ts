import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { tagsIn } from '../live-properties.ts';
import { generatedName } from '../generated-name.ts';
import { unlessAbsent } from '../not-found.ts';
import { count, tagList } from '../property-schemas.ts';
import type { ResourceContext } from '../resource-provider.ts';
import { tagChanges, tagRecord } from '../tag-changes.ts';

const Properties = z.strictObject({
  LogGroupName: z.string().optional(),
  LogGroupClass: z.enum(['STANDARD', 'INFREQUENT_ACCESS']).optional(),
  RetentionInDays: count.optional(),
  KmsKeyId: z.string().optional(),
  Tags: tagList.optional(),
});
type Properties = z.infer<typeof Properties>;

export const logsLogGroup = defineProvider<Properties>({
  type: 'AWS::Logs::LogGroup',
  properties: Properties,
  createOnly: ['LogGroupName', 'LogGroupClass'],
  identifiers: ['LogGroupName'],
  tags: 'list',
  identify: nameOf,
  create: async (properties, context) => {
    const logGroupName = nameOf(properties, context);
    const { KmsKeyId, LogGroupClass, Tags } = properties;
    await context.call('logs', 'CreateLogGroup', {
      logGroupName,
      ...(KmsKeyId !== undefined && { kmsKeyId: KmsKeyId }),
      ...(LogGroupClass !== undefined && { logGroupClass: LogGroupClass }),
      ...(Tags && Tags.length > 0 && { tags: tagRecord(Tags) }),
    });
    await ensureRetention(logGroupName, {}, properties, context);
    return { physicalId: logGroupName };
  },
  read: async (logGroupName, { call }) => {
    const found = await call('logs', 'DescribeLogGroups', { logGroupNamePrefix: logGroupName });
    const group = found.logGroups?.find((one) => one.logGroupName === logGroupName);
    return group && { Arn: group.arn };
  },
  describe: async (logGroupName, { call }) => {
    const found = await call('logs', 'DescribeLogGroups', { logGroupNamePrefix: logGroupName });
    const group = found.logGroups?.find((one) => one.logGroupName === logGroupName);
    if (group?.logGroupArn === undefined) return undefined;
    const { tags } = await call('logs', 'ListTagsForResource', { resourceArn: group.logGroupArn });
    return {
      RetentionInDays: group.retentionInDays,
      KmsKeyId: group.kmsKeyId,
      LogGroupClass: group.logGroupClass,
      Tags: tagsIn(tags),
    };
  },
  update: async (logGroupName, { previous, desired }, context) => {
    const { KmsKeyId } = desired;
    if (KmsKeyId !== undefined)
      await context.call('logs', 'AssociateKmsKey', { logGroupName, kmsKeyId: KmsKeyId });
    else if (previous.KmsKeyId !== undefined)
      await context.call('logs', 'DisassociateKmsKey', { logGroupName });
    await ensureRetention(logGroupName, previous, desired, context);
    const resourceArn = `arn:aws:logs:${context.region}:${context.accountId}:log-group:${logGroupName}`;
    const tags = tagChanges(previous.Tags, desired.Tags);
    if (tags.set.length > 0)
      await context.call('logs', 'TagResource', { resourceArn, tags: tagRecord(tags.set) });
    if (tags.removed.length > 0)
      await context.call('logs', 'UntagResource', { resourceArn, tagKeys: tags.removed });
    return undefined;
  },
  delete: async (logGroupName, { call }) => {
    await unlessAbsent(call('logs', 'DeleteLogGroup', { logGroupName }));
  },
});

function nameOf({ LogGroupName }: Properties, context: ResourceContext): string {
  return LogGroupName ?? generatedName(context, 512);
}

async function ensureRetention(
  logGroupName: string,
  previous: Properties,
  desired: Properties,
  { call }: ResourceContext,
): Promise<void> {
  const retentionInDays = desired.RetentionInDays;
  if (retentionInDays !== undefined)
    await call('logs', 'PutRetentionPolicy', { logGroupName, retentionInDays });
  else if (previous.RetentionInDays !== undefined)
    await call('logs', 'DeleteRetentionPolicy', { logGroupName });
}
