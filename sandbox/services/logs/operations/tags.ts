import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { type AuthorizationRequest, defineOperation } from '../../../cloud/operation.ts';
import { findGroup, saveGroup } from '../log-group.ts';

const on = (action: string, resource: string | undefined): readonly AuthorizationRequest[] => [
  { action: `logs:${action}`, resource: resource ?? '' },
];

export const tagResource = defineOperation<TagResourceCommandInput, TagResourceCommandOutput>({
  service: 'logs',
  name: 'TagResource',
  authorize: ({ resourceArn }) => on('TagResource', resourceArn),
  handle: ({ resourceArn, tags }, context) => {
    const group = findGroup(context, resourceArn);
    saveGroup(context, { ...group, tags: { ...group.tags, ...tags } });
    return {};
  },
});

export const untagResource = defineOperation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  service: 'logs',
  name: 'UntagResource',
  authorize: ({ resourceArn }) => on('UntagResource', resourceArn),
  handle: ({ resourceArn, tagKeys = [] }, context) => {
    const group = findGroup(context, resourceArn);
    const tags = Object.entries(group.tags).filter(([key]) => !tagKeys.includes(key));
    saveGroup(context, { ...group, tags: Object.fromEntries(tags) });
    return {};
  },
});

export const listTagsForResource = defineOperation<
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput
>({
  service: 'logs',
  name: 'ListTagsForResource',
  authorize: ({ resourceArn }) => on('ListTagsForResource', resourceArn),
  handle: ({ resourceArn }, context) => ({ tags: { ...findGroup(context, resourceArn).tags } }),
});
