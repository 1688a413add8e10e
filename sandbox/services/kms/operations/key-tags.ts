import type {
  ListResourceTagsCommandInput,
  ListResourceTagsCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-kms';
import { defineOperation } from '../../../cloud/operation.ts';
import { withoutTags, withTags } from '../../../cloud/tags.ts';
import { tagKeys } from '../find-key.ts';
import { changeKey, manageKey, requireKey } from '../key-operation.ts';

export const tagResource = defineOperation<TagResourceCommandInput, TagResourceCommandOutput>({
  service: 'kms',
  name: 'TagResource',
  members: ['KeyId', 'Tags'],
  authorize: (input, context) =>
    manageKey('TagResource')(input, context).map((request) => ({
      ...request,
      context: { ...request.context, ...tagKeys('aws:RequestTag', input.Tags) },
    })),
  handle: (input, context) => {
    changeKey(context, input.KeyId, (key) => ({
      ...key,
      tags: withTags(key.tags, input.Tags, ({ TagKey }) => TagKey),
    }));
    return {};
  },
});

export const untagResource = defineOperation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  service: 'kms',
  name: 'UntagResource',
  members: ['KeyId', 'TagKeys'],
  authorize: manageKey('UntagResource'),
  handle: (input, context) => {
    changeKey(context, input.KeyId, (key) => ({
      ...key,
      tags: withoutTags(key.tags, input.TagKeys, ({ TagKey }) => TagKey),
    }));
    return {};
  },
});

export const listResourceTags = defineOperation<ListResourceTagsCommandInput, ListResourceTagsCommandOutput>({
  service: 'kms',
  name: 'ListResourceTags',
  members: ['KeyId', 'Limit'],
  authorize: manageKey('ListResourceTags'),
  handle: (input, context) => ({ Tags: [...requireKey(context, input.KeyId).tags], Truncated: false }),
});
