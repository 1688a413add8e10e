import type {
  ListResourceTagsCommandInput,
  ListResourceTagsCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-kms';
import { defineOperation } from '../../../cloud/operation.ts';
import { findKey } from '../find-key.ts';
import { onKey } from '../permit.ts';
import { keys } from '../store.ts';

export const tagResource = defineOperation<TagResourceCommandInput, TagResourceCommandOutput>({
  service: 'kms',
  name: 'TagResource',
  authorize: ({ KeyId }, context) => onKey('TagResource', KeyId, context),
  handle: ({ KeyId = '', Tags = [] }, context) => {
    const { key, scope } = findKey(context.cloud, context, KeyId);
    const kept = key.tags.filter(({ TagKey }) => !Tags.some((tag) => tag.TagKey === TagKey));
    keys(context.cloud).put(scope, key.id, { ...key, tags: [...kept, ...Tags] });
    return {};
  },
});

export const untagResource = defineOperation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  service: 'kms',
  name: 'UntagResource',
  authorize: ({ KeyId }, context) => onKey('UntagResource', KeyId, context),
  handle: ({ KeyId = '', TagKeys = [] }, context) => {
    const { key, scope } = findKey(context.cloud, context, KeyId);
    const tags = key.tags.filter(({ TagKey }) => !TagKeys.includes(TagKey ?? ''));
    keys(context.cloud).put(scope, key.id, { ...key, tags });
    return {};
  },
});

export const listResourceTags = defineOperation<ListResourceTagsCommandInput, ListResourceTagsCommandOutput>({
  service: 'kms',
  name: 'ListResourceTags',
  authorize: ({ KeyId }, context) => onKey('ListResourceTags', KeyId, context),
  handle: ({ KeyId = '' }, context) => ({
    Tags: [...findKey(context.cloud, context, KeyId).key.tags],
    Truncated: false,
  }),
});
