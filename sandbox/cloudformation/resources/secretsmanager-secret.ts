import type { GetRandomPasswordRequest } from '@aws-sdk/client-secrets-manager';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { isRecord } from '../../../core/cloudformation/intrinsic.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import { defineProvider } from '../define-provider.ts';
import { keyAs, picked } from '../live-properties.ts';
import { generatedName } from '../generated-name.ts';
import { unlessAbsent } from '../not-found.ts';
import { count, flag, tagList } from '../property-schemas.ts';
import type { ResourceContext } from '../resource-provider.ts';
import { tagChanges } from '../tag-changes.ts';

const Generate = z.strictObject({
  SecretStringTemplate: z.string().optional(),
  GenerateStringKey: z.string().optional(),
  PasswordLength: count.optional(),
  ExcludeCharacters: z.string().optional(),
  ExcludeLowercase: flag.optional(),
  ExcludeNumbers: flag.optional(),
  ExcludePunctuation: flag.optional(),
  ExcludeUppercase: flag.optional(),
  IncludeSpace: flag.optional(),
  RequireEachIncludedType: flag.optional(),
});

const Properties = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  KmsKeyId: z.string().optional(),
  SecretString: z.string().optional(),
  GenerateSecretString: Generate.optional(),
  Tags: tagList.optional(),
});
type Properties = z.infer<typeof Properties>;

export const secretsmanagerSecret = defineProvider<Properties>({
  type: 'AWS::SecretsManager::Secret',
  properties: Properties,
  createOnly: ['Name'],
  identifiers: ['Id'],
  tags: 'list',
  // The ARN ends in letters that the service chooses; a name is accepted in its place.
  identify: nameOf,
  create: async (properties, context) => {
    const { Description, KmsKeyId, Tags } = properties;
    const SecretString = await secretText(properties, context);
    const { ARN = '' } = await context.call('secretsmanager', 'CreateSecret', {
      Name: nameOf(properties, context),
      ...(SecretString !== undefined && { SecretString }),
      ...(Description !== undefined && { Description }),
      ...(KmsKeyId !== undefined && { KmsKeyId }),
      ...(Tags && Tags.length > 0 && { Tags }),
    });
    return { physicalId: ARN };
  },
  read: async (SecretId, { call }) => {
    const found = await unlessAbsent(call('secretsmanager', 'DescribeSecret', { SecretId }));
    return found && found.DeletedDate === undefined ? { Id: found.ARN } : undefined;
  },
  // What is in it is nobody's to compare.
  describe: async (SecretId, { call }, { KmsKeyId }) => {
    const found = await unlessAbsent(call('secretsmanager', 'DescribeSecret', { SecretId }));
    if (found === undefined || found.DeletedDate !== undefined) return undefined;
    return { ...picked(found, 'Name', 'Description', 'Tags'), KmsKeyId: keyAs(KmsKeyId, found.KmsKeyId) };
  },
  update: async (SecretId, { previous, desired }, context) => {
    const { Description = '', KmsKeyId } = desired;
    // A generated value stays, unless the way in which it is generated was changed.
    const isSame =
      previous.SecretString === desired.SecretString &&
      isDeepStrictEqual(previous.GenerateSecretString, desired.GenerateSecretString);
    const SecretString = isSame ? undefined : await secretText(desired, context);
    await context.call('secretsmanager', 'UpdateSecret', {
      SecretId,
      Description,
      ...(KmsKeyId !== undefined && { KmsKeyId }),
      ...(SecretString !== undefined && { SecretString }),
    });
    const tags = tagChanges(previous.Tags, desired.Tags);
    if (tags.set.length > 0)
      await context.call('secretsmanager', 'TagResource', { SecretId, Tags: tags.set });
    if (tags.removed.length > 0) {
      await context.call('secretsmanager', 'UntagResource', { SecretId, TagKeys: tags.removed });
    }
    return undefined;
  },
  delete: async (SecretId, { call }) => {
    await unlessAbsent(
      call('secretsmanager', 'DeleteSecret', { SecretId, ForceDeleteWithoutRecovery: true }),
    );
  },
});

function nameOf({ Name }: Properties, context: ResourceContext): string {
  return Name ?? generatedName(context, 256);
}

async function secretText(
  { SecretString, GenerateSecretString: generate }: Properties,
  { call }: ResourceContext,
): Promise<string | undefined> {
  if (generate === undefined) return SecretString;
  if (SecretString !== undefined) {
    throw new AwsError('InvalidRequestException', 'give SecretString or GenerateSecretString, not both');
  }
  const { SecretStringTemplate, GenerateStringKey, ...rules } = generate;
  const wanted = Object.entries(rules).filter(([, value]) => value !== undefined);
  // The same members less those that are absent.
  const request = Object.fromEntries(wanted) as GetRandomPasswordRequest;
  const { RandomPassword = '' } = await call('secretsmanager', 'GetRandomPassword', request);
  if (GenerateStringKey === undefined) return RandomPassword;
  const template: unknown = JSON.parse(SecretStringTemplate ?? '{}');
  if (!isRecord(template))
    throw new AwsError('InvalidParameterException', 'SecretStringTemplate must be a JSON object');
  return JSON.stringify({ ...template, [GenerateStringKey]: RandomPassword });
}
