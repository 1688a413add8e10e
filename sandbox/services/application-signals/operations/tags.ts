import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-application-signals';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { withoutTags, withTags } from '../../../cloud/tags.ts';
import { objectiveRequest, requireObjective } from '../objective.ts';
import { type ObjectiveRecord, objectives } from '../store.ts';

export const tagResource = defineOperation<TagResourceCommandInput, TagResourceCommandOutput>({
  service: 'application-signals',
  name: 'TagResource',
  members: ['ResourceArn', 'Tags'],
  authorize: ({ ResourceArn }, context) => [objectiveRequest(context, 'TagResource', ResourceArn)],
  handle: ({ ResourceArn, Tags }, context) =>
    setTags(context, ResourceArn, (tags) => withTags(tags, Tags, ({ Key }) => Key)),
});

export const untagResource = defineOperation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  service: 'application-signals',
  name: 'UntagResource',
  members: ['ResourceArn', 'TagKeys'],
  authorize: ({ ResourceArn }, context) => [objectiveRequest(context, 'UntagResource', ResourceArn)],
  handle: ({ ResourceArn, TagKeys }, context) =>
    setTags(context, ResourceArn, (tags) => withoutTags(tags, TagKeys, ({ Key }) => Key)),
});

function setTags(
  context: RequestContext,
  arn: string | undefined,
  change: (tags: ObjectiveRecord['tags']) => ObjectiveRecord['tags'],
): object {
  const record = requireObjective(context, arn);
  objectives(context.cloud).put(context, record.name, { ...record, tags: change(record.tags) });
  return {};
}

export const listTagsForResource = defineOperation<
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput
>({
  service: 'application-signals',
  name: 'ListTagsForResource',
  members: ['ResourceArn'],
  authorize: ({ ResourceArn }, context) => [objectiveRequest(context, 'ListTagsForResource', ResourceArn)],
  handle: ({ ResourceArn }, context) => ({ Tags: [...requireObjective(context, ResourceArn).tags] }),
});
