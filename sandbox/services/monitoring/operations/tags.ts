import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-cloudwatch';
import { defineOperation } from '../../../cloud/operation.ts';
import { withoutTags, withTags } from '../../../cloud/tags.ts';
import { requireTagged } from '../tagged.ts';

export const tagResource = defineOperation<TagResourceCommandInput, TagResourceCommandOutput>({
  service: 'monitoring',
  name: 'TagResource',
  members: ['ResourceARN', 'Tags'],
  authorize: (input) => [{ action: 'cloudwatch:TagResource', resource: input.ResourceARN ?? '' }],
  handle: (input, context) => {
    const { tags, set } = requireTagged(context, input.ResourceARN);
    set(withTags(tags, input.Tags, ({ Key }) => Key));
    return {};
  },
});

export const untagResource = defineOperation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  service: 'monitoring',
  name: 'UntagResource',
  members: ['ResourceARN', 'TagKeys'],
  authorize: (input) => [{ action: 'cloudwatch:UntagResource', resource: input.ResourceARN ?? '' }],
  handle: (input, context) => {
    const { tags, set } = requireTagged(context, input.ResourceARN);
    set(withoutTags(tags, input.TagKeys, ({ Key }) => Key));
    return {};
  },
});

export const listTagsForResource = defineOperation<
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput
>({
  service: 'monitoring',
  name: 'ListTagsForResource',
  members: ['ResourceARN'],
  authorize: (input) => [{ action: 'cloudwatch:ListTagsForResource', resource: input.ResourceARN ?? '' }],
  handle: (input, context) => ({ Tags: [...requireTagged(context, input.ResourceARN).tags] }),
});
