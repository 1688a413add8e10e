import type {
  AddTagsToResourceCommandInput,
  AddTagsToResourceCommandOutput,
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  RemoveTagsFromResourceCommandInput,
  RemoveTagsFromResourceCommandOutput,
} from '@aws-sdk/client-ssm';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { findParameter, onParameter } from '../parameter.ts';
import { type ParameterRecord, parameters } from '../store.ts';

type Reference = { readonly ResourceType: string | undefined; readonly ResourceId: string | undefined };

export const addTagsToResource = defineOperation<
  AddTagsToResourceCommandInput,
  AddTagsToResourceCommandOutput
>({
  service: 'ssm',
  name: 'AddTagsToResource',
  authorize: ({ ResourceId }, context) => [onParameter('AddTagsToResource', ResourceId, context)],
  handle: ({ Tags = [], ResourceType, ResourceId }, context) => {
    const record = tagged(context, { ResourceType, ResourceId });
    const added = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
    parameters(context.cloud).put(context, record.name, { ...record, tags: { ...record.tags, ...added } });
    return {};
  },
});

export const removeTagsFromResource = defineOperation<
  RemoveTagsFromResourceCommandInput,
  RemoveTagsFromResourceCommandOutput
>({
  service: 'ssm',
  name: 'RemoveTagsFromResource',
  authorize: ({ ResourceId }, context) => [onParameter('RemoveTagsFromResource', ResourceId, context)],
  handle: ({ TagKeys = [], ResourceType, ResourceId }, context) => {
    const record = tagged(context, { ResourceType, ResourceId });
    const tags = Object.entries(record.tags).filter(([key]) => !TagKeys.includes(key));
    parameters(context.cloud).put(context, record.name, { ...record, tags: Object.fromEntries(tags) });
    return {};
  },
});

export const listTagsForResource = defineOperation<
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput
>({
  service: 'ssm',
  name: 'ListTagsForResource',
  authorize: ({ ResourceId }, context) => [onParameter('ListTagsForResource', ResourceId, context)],
  handle: ({ ResourceType, ResourceId }, context) => ({
    TagList: Object.entries(tagged(context, { ResourceType, ResourceId }).tags).map(([Key, Value]) => ({
      Key,
      Value,
    })),
  }),
});

function tagged(context: RequestContext, { ResourceType, ResourceId }: Reference): ParameterRecord {
  if (ResourceType === 'Parameter') return findParameter(context, ResourceId);
  throw new AwsError('InvalidResourceType', `the sandbox has parameters only, no ${ResourceType}`);
}
