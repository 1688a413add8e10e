import { z } from 'zod';
import { AwsError } from '../../cloud/aws-error.ts';
import { defineProvider } from '../define-provider.ts';
import { documentIn, picked } from '../live-properties.ts';
import { unlessAbsent } from '../not-found.ts';
import { count, document, flag, tagList } from '../property-schemas.ts';
import type { ResourceContext } from '../resource-provider.ts';
import { tagChanges } from '../tag-changes.ts';

const Properties = z.strictObject({
  KeyPolicy: document.optional(),
  Description: z.string().default(''),
  Enabled: flag.default(true),
  EnableKeyRotation: flag.default(false),
  RotationPeriodInDays: count.optional(),
  KeySpec: z.literal('SYMMETRIC_DEFAULT').optional(),
  KeyUsage: z.literal('ENCRYPT_DECRYPT').optional(),
  MultiRegion: z.union([z.literal(false), z.literal('false')]).optional(),
  PendingWindowInDays: count.default(30),
  Tags: tagList.optional(),
});
type Properties = z.infer<typeof Properties>;

export const kmsKey = defineProvider<Properties>({
  type: 'AWS::KMS::Key',
  properties: Properties,
  // AWS refuses other specs and usages of a key that is there, rather than lose what it encrypted.
  createOnly: [],
  identifiers: ['KeyId'],
  tags: 'list',
  create: async (properties, context) => {
    const { KeyPolicy, Description, Tags } = properties;
    const { KeyMetadata } = await context.call('kms', 'CreateKey', {
      Description,
      ...(KeyPolicy && { Policy: JSON.stringify(KeyPolicy) }),
      ...(Tags && { Tags: Tags.map(kmsTag) }),
    });
    const physicalId = KeyMetadata?.KeyId ?? '';
    try {
      await setState(physicalId, properties, context);
    } catch (error) {
      // Its id is known only here: nobody else could delete it.
      await scheduleDeletion(physicalId, properties, context);
      throw error;
    }
    return { physicalId };
  },
  read: async (KeyId, { call }) => {
    const found = await unlessAbsent(call('kms', 'DescribeKey', { KeyId }));
    const key = found?.KeyMetadata;
    return key && key.KeyState !== 'PendingDeletion' ? { Arn: key.Arn, KeyId } : undefined;
  },
  describe: async (KeyId, { call }) => {
    const found = await unlessAbsent(call('kms', 'DescribeKey', { KeyId }));
    const key = found?.KeyMetadata;
    if (key === undefined || key.KeyState === 'PendingDeletion') return undefined;
    const { Policy } = await call('kms', 'GetKeyPolicy', { KeyId, PolicyName: 'default' });
    const rotation = await call('kms', 'GetKeyRotationStatus', { KeyId });
    const { Tags = [] } = await call('kms', 'ListResourceTags', { KeyId });
    return {
      ...picked(key, 'Description', 'Enabled'),
      KeyPolicy: documentIn(Policy),
      EnableKeyRotation: rotation.KeyRotationEnabled,
      RotationPeriodInDays: rotation.RotationPeriodInDays,
      Tags: Tags.map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue })),
    };
  },
  update: async (KeyId, { previous, desired }, context) => {
    if (desired.KeyPolicy) {
      const Policy = JSON.stringify(desired.KeyPolicy);
      await context.call('kms', 'PutKeyPolicy', { KeyId, PolicyName: 'default', Policy });
    } else if (previous.KeyPolicy) {
      throw new AwsError('ValidationException', 'a key policy cannot be taken away, only changed');
    }
    await context.call('kms', 'UpdateKeyDescription', { KeyId, Description: desired.Description });
    await setState(KeyId, desired, context);
    const tags = tagChanges(previous.Tags, desired.Tags);
    if (tags.set.length > 0) await context.call('kms', 'TagResource', { KeyId, Tags: tags.set.map(kmsTag) });
    if (tags.removed.length > 0) await context.call('kms', 'UntagResource', { KeyId, TagKeys: tags.removed });
    return undefined;
  },
  delete: async (KeyId, context, properties) => await scheduleDeletion(KeyId, properties, context),
});

async function setState(KeyId: string, properties: Properties, { call }: ResourceContext): Promise<void> {
  const found = await call('kms', 'DescribeKey', { KeyId });
  if (found.KeyMetadata?.Enabled !== properties.Enabled) {
    await call('kms', properties.Enabled ? 'EnableKey' : 'DisableKey', { KeyId });
  }
  const { RotationPeriodInDays } = properties;
  const rotation = await call('kms', 'GetKeyRotationStatus', { KeyId });
  if (properties.EnableKeyRotation) {
    await call('kms', 'EnableKeyRotation', {
      KeyId,
      ...(RotationPeriodInDays !== undefined && { RotationPeriodInDays }),
    });
  } else if (rotation.KeyRotationEnabled === true) {
    await call('kms', 'DisableKeyRotation', { KeyId });
  }
}

async function scheduleDeletion(
  KeyId: string,
  properties: Properties,
  { call }: ResourceContext,
): Promise<void> {
  const found = await unlessAbsent(call('kms', 'DescribeKey', { KeyId }));
  if (found === undefined || found.KeyMetadata?.KeyState === 'PendingDeletion') return;
  await call('kms', 'ScheduleKeyDeletion', { KeyId, PendingWindowInDays: properties.PendingWindowInDays });
}

function kmsTag({ Key, Value }: { readonly Key: string; readonly Value: string }) {
  return { TagKey: Key, TagValue: Value };
}
