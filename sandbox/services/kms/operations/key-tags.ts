import type {
  ListResourceTagsCommandInput,
  ListResourceTagsCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-kms';
import { defineOperation } from '../../../cloud/operation.ts';
import { changeKey, manageKey, requireKey } from '../key-operation.ts';

export const tagResource = defineOperation<TagResourceCommandInput, TagResourceCommandOutput>({
  service: 'kms',
  name: 'TagResource',
  members: ['KeyId', 'Tags'],
  authorize: manageKey('TagResource'),
  handle: (input, context) => {
    const added = input.Tags ?? [];
    const names = new Set(added.map(({ TagKey }) => TagKey));
    changeKey(context, input.KeyId, (key) => ({
      ...key,
      tags: [...key.tags.filter(({ TagKey }) => !names.has(TagKey)), ...added],
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
    const names = new Set(input.TagKeys);
    changeKey(context, input.KeyId, (key) => ({
      ...key,
      tags: key.tags.filter(({ TagKey }) => TagKey === undefined || !names.has(TagKey)),
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
