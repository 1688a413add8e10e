import type { WorkGroupConfiguration, WorkGroupConfigurationUpdates } from '@aws-sdk/client-athena';
import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { picked } from '../live-properties.ts';
import { unlessAbsent } from '../not-found.ts';
import { flag, sdkShape, tagList } from '../property-schemas.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import { tagChanges } from '../tag-changes.ts';

const Configuration = sdkShape<WorkGroupConfiguration>(
  'AdditionalConfiguration',
  'BytesScannedCutoffPerQuery',
  'CustomerContentEncryptionConfiguration',
  'EnforceWorkGroupConfiguration',
  'EngineVersion',
  'ExecutionRole',
  'ManagedQueryResultsConfiguration',
  'PublishCloudWatchMetricsEnabled',
  'RequesterPaysEnabled',
  'ResultConfiguration',
);

const Properties = z.strictObject({
  Name: z.string(),
  Description: z.string().default(''),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  RecursiveDeleteOption: flag.default(false),
  WorkGroupConfiguration: Configuration.optional(),
  Tags: tagList.optional(),
});
type Properties = z.infer<typeof Properties>;

export const athenaWorkGroup = defineProvider<Properties>({
  type: 'AWS::Athena::WorkGroup',
  properties: Properties,
  createOnly: ['Name'],
  identifiers: ['Name'],
  tags: 'list',
  identify: ({ Name }) => Name,
  create: async ({ Name, Description, State, WorkGroupConfiguration, Tags }, { call }) => {
    await call('athena', 'CreateWorkGroup', {
      Name,
      Description,
      ...(WorkGroupConfiguration && { Configuration: WorkGroupConfiguration }),
      ...(Tags && Tags.length > 0 && { Tags }),
    });
    if (State === 'DISABLED') await call('athena', 'UpdateWorkGroup', { WorkGroup: Name, State });
    return { physicalId: Name };
  },
  read: async (WorkGroup, { call }) => {
    const found = await unlessAbsent(call('athena', 'GetWorkGroup', { WorkGroup })).catch(absentIfUnknown);
    const group = found?.WorkGroup;
    const engine = group?.Configuration?.EngineVersion?.EffectiveEngineVersion;
    return (
      group && {
        CreationTime: String(group.CreationTime ?? ''),
        'WorkGroupConfiguration.EngineVersion.EffectiveEngineVersion': engine,
      }
    );
  },
  describe: async (WorkGroup, { call, accountId, region }) => {
    const found = await unlessAbsent(call('athena', 'GetWorkGroup', { WorkGroup })).catch(absentIfUnknown);
    if (found?.WorkGroup === undefined) return undefined;
    const ResourceARN = `arn:aws:athena:${region}:${accountId}:workgroup/${WorkGroup}`;
    const { Tags } = await call('athena', 'ListTagsForResource', { ResourceARN });
    const { Configuration } = found.WorkGroup;
    return {
      ...picked(found.WorkGroup, 'Name', 'Description', 'State'),
      WorkGroupConfiguration: Configuration,
      Tags,
    };
  },
  update: async (WorkGroup, { previous, desired }, { call, accountId, region }) => {
    const { Description, State } = desired;
    const ConfigurationUpdates = configurationUpdates(desired.WorkGroupConfiguration ?? {});
    await call('athena', 'UpdateWorkGroup', { WorkGroup, Description, State, ConfigurationUpdates });
    const ResourceARN = `arn:aws:athena:${region}:${accountId}:workgroup/${WorkGroup}`;
    const tags = tagChanges(previous.Tags, desired.Tags);
    if (tags.set.length > 0) await call('athena', 'TagResource', { ResourceARN, Tags: tags.set });
    if (tags.removed.length > 0)
      await call('athena', 'UntagResource', { ResourceARN, TagKeys: tags.removed });
    return undefined;
  },
  delete: async (WorkGroup, { call }, { RecursiveDeleteOption }) => {
    await unlessAbsent(call('athena', 'DeleteWorkGroup', { WorkGroup, RecursiveDeleteOption })).catch(
      absentIfUnknown,
    );
  },
});

/** Athena says InvalidRequestException for a workgroup that is not there. */
function absentIfUnknown(error: unknown): undefined {
  const isAbsent = error instanceof AwsError && /workgroup .*(not found|does not exist)/i.test(error.message);
  if (!isAbsent) throw error;
  return undefined;
}

/** An update names what goes away: the template's configuration is the whole of it. */
function configurationUpdates(wanted: WorkGroupConfiguration): WorkGroupConfigurationUpdates {
  const { ResultConfiguration: results, BytesScannedCutoffPerQuery: bytes, EngineVersion } = wanted;
  return {
    EnforceWorkGroupConfiguration: wanted.EnforceWorkGroupConfiguration ?? true,
    PublishCloudWatchMetricsEnabled: wanted.PublishCloudWatchMetricsEnabled ?? false,
    RequesterPaysEnabled: wanted.RequesterPaysEnabled ?? false,
    ...(bytes === undefined
      ? { RemoveBytesScannedCutoffPerQuery: true }
      : { BytesScannedCutoffPerQuery: bytes }),
    ...(EngineVersion && { EngineVersion }),
    ResultConfigurationUpdates: {
      ...(results?.OutputLocation === undefined
        ? { RemoveOutputLocation: true }
        : { OutputLocation: results.OutputLocation }),
      ...(results?.EncryptionConfiguration === undefined
        ? { RemoveEncryptionConfiguration: true }
        : { EncryptionConfiguration: results.EncryptionConfiguration }),
      ...(results?.ExpectedBucketOwner === undefined
        ? { RemoveExpectedBucketOwner: true }
        : { ExpectedBucketOwner: results.ExpectedBucketOwner }),
    },
  };
}
