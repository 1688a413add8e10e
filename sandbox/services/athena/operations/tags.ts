import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-athena';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { withoutTags, withTags } from '../../../cloud/tags.ts';
import { type WorkGroupRecord, workgroups } from '../store.ts';
import { workgroupArn } from '../workgroups.ts';

const on = (action: string) => (input: { ResourceARN?: string | undefined }) => [
  { action: `athena:${action}`, resource: input.ResourceARN ?? '' },
];

export const tagResource = defineOperation<TagResourceCommandInput, TagResourceCommandOutput>({
  service: 'athena',
  name: 'TagResource',
  authorize: on('TagResource'),
  handle: ({ ResourceARN, Tags }, context) => {
    const record = tagged(context, ResourceARN);
    const tags = withTags(record.tags, Tags, ({ Key }) => Key);
    workgroups(context.cloud).put(context, record.name, { ...record, tags });
    return {};
  },
});

export const untagResource = defineOperation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  service: 'athena',
  name: 'UntagResource',
  authorize: on('UntagResource'),
  handle: ({ ResourceARN, TagKeys }, context) => {
    const record = tagged(context, ResourceARN);
    const tags = withoutTags(record.tags, TagKeys, ({ Key }) => Key);
    workgroups(context.cloud).put(context, record.name, { ...record, tags });
    return {};
  },
});

export const listTagsForResource = defineOperation<
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput
>({
  service: 'athena',
  name: 'ListTagsForResource',
  authorize: on('ListTagsForResource'),
  handle: ({ ResourceARN }, context) => ({ Tags: [...tagged(context, ResourceARN).tags] }),
});

function tagged(context: RequestContext, arn: string | undefined): WorkGroupRecord {
  const name = arn?.split(':workgroup/')[1] ?? '';
  const record = workgroups(context.cloud).get(context, name);
  if (record && arn === workgroupArn(context, name)) return record;
  throw new AwsError('ResourceNotFoundException', `${arn ?? ''} was not found`, {
    details: { ResourceName: arn },
  });
}
