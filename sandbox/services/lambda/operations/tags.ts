import type {
  ListTagsCommandInput,
  ListTagsCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-lambda';
import { defineOperation } from '../../../cloud/operation.ts';
import { functionRequest } from '../authorize-function.ts';
import { requireFunction } from '../function-address.ts';
import { lambdaStore } from '../store.ts';

export const listTags = defineOperation<ListTagsCommandInput, ListTagsCommandOutput>({
  service: 'lambda',
  name: 'ListTags',
  authorize: (input, context) => [functionRequest('ListTags', input.Resource, context)],
  handle: (input, context) => ({ Tags: { ...requireFunction(context, input.Resource).record.tags } }),
});

export const tagResource = defineOperation<TagResourceCommandInput, TagResourceCommandOutput>({
  service: 'lambda',
  name: 'TagResource',
  authorize: (input, context) => [functionRequest('TagResource', input.Resource, context)],
  handle: (input, context) => {
    const { scope, record } = requireFunction(context, input.Resource);
    const tags = { ...record.tags, ...input.Tags };
    lambdaStore(context.cloud).functions.put(scope, record.name, { ...record, tags });
    return {};
  },
});

export const untagResource = defineOperation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  service: 'lambda',
  name: 'UntagResource',
  authorize: (input, context) => [functionRequest('UntagResource', input.Resource, context)],
  handle: (input, context) => {
    const { scope, record } = requireFunction(context, input.Resource);
    const dropped = new Set(input.TagKeys ?? []);
    const tags = Object.fromEntries(Object.entries(record.tags).filter(([key]) => !dropped.has(key)));
    lambdaStore(context.cloud).functions.put(scope, record.name, { ...record, tags });
    return {};
  },
});
