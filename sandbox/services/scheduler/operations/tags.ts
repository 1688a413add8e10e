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
import { withoutTags, withTags } from '../../../cloud/tags.ts';
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
    const tags = withTags(group.tags, input.Tags, ({ Key }) => Key);
    schedulerStore(cloud).groups.put(scope, group.name, { ...group, tags });
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
    const tags = withoutTags(group.tags, input.TagKeys, ({ Key }) => Key);
    schedulerStore(cloud).groups.put(scope, group.name, { ...group, tags });
    return {};
  },
});
