import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-scheduler';
import { requireArn } from '../../../cloud/arn.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { groupRequest, requireGroup } from '../schedule-address.ts';
import { schedulerStore } from '../store.ts';

/** Only groups have tags. */
const groupName = (arn: string | undefined): string =>
  requireArn(arn ?? '', 'ResourceArn').resource.replace(/^schedule-group\//, '');

const request =
  (action: string) => (input: { ResourceArn?: string | undefined }, context: RequestContext) => [
    groupRequest(action, groupName(input.ResourceArn), context),
  ];

export const listTagsForResource = defineOperation<
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput
>({
  service: 'scheduler',
  name: 'ListTagsForResource',
  authorize: request('ListTagsForResource'),
  handle: (input, context) => ({
    Tags: [...requireGroup(context.cloud, context, groupName(input.ResourceArn)).tags],
  }),
});

export const tagResource = defineOperation<TagResourceCommandInput, TagResourceCommandOutput>({
  service: 'scheduler',
  name: 'TagResource',
  authorize: request('TagResource'),
  handle: (input, { cloud, accountId, region }) => {
    const scope = { accountId, region };
    const group = requireGroup(cloud, scope, groupName(input.ResourceArn));
    const added = input.Tags ?? [];
    const kept = group.tags.filter(({ Key }) => !added.some((tag) => tag.Key === Key));
    schedulerStore(cloud).groups.put(scope, group.name, { ...group, tags: [...kept, ...added] });
    return {};
  },
});

export const untagResource = defineOperation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  service: 'scheduler',
  name: 'UntagResource',
  authorize: request('UntagResource'),
  handle: (input, { cloud, accountId, region }) => {
    const scope = { accountId, region };
    const group = requireGroup(cloud, scope, groupName(input.ResourceArn));
    const tags = group.tags.filter(({ Key }) => !input.TagKeys?.includes(Key ?? ''));
    schedulerStore(cloud).groups.put(scope, group.name, { ...group, tags });
    return {};
  },
});
