import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  Tag,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-eventbridge';
import { requireArn } from '../../../cloud/arn.ts';
import { AwsError } from '../../../cloud/aws-error.ts';
import type { Cloud } from '../../../cloud/cloud.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { withoutTags, withTags } from '../../../cloud/tags.ts';
import { requireBus } from '../bus-address.ts';
import { eventsStore } from '../store.ts';

export const listTagsForResource = defineOperation<
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput
>({
  service: 'events',
  name: 'ListTagsForResource',
  authorize: (input) => [tagRequest('ListTagsForResource', input.ResourceARN)],
  handle: (input, { cloud }) => ({ Tags: [...tagged(cloud, input.ResourceARN).tags] }),
});

export const tagResource = defineOperation<TagResourceCommandInput, TagResourceCommandOutput>({
  service: 'events',
  name: 'TagResource',
  authorize: (input) => [tagRequest('TagResource', input.ResourceARN)],
  handle: (input, { cloud }) => {
    const resource = tagged(cloud, input.ResourceARN);
    resource.write(withTags(resource.tags, input.Tags, ({ Key }) => Key));
    return {};
  },
});

export const untagResource = defineOperation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  service: 'events',
  name: 'UntagResource',
  authorize: (input) => [tagRequest('UntagResource', input.ResourceARN)],
  handle: (input, { cloud }) => {
    const resource = tagged(cloud, input.ResourceARN);
    resource.write(withoutTags(resource.tags, input.TagKeys, ({ Key }) => Key));
    return {};
  },
});

function tagRequest(action: string, arn: string | undefined) {
  const { accountId } = requireArn(arn ?? '', 'ResourceARN');
  return { action: `events:${action}`, resource: arn ?? '', resourceAccount: accountId };
}

type Tagged = { readonly tags: readonly Tag[]; readonly write: (tags: readonly Tag[]) => void };

/** Buses and rules have tags. */
function tagged(cloud: Cloud, text: string | undefined): Tagged {
  const { accountId, region, resource } = requireArn(text ?? '', 'ResourceARN');
  const scope = { accountId, region };
  const { buses, rules } = eventsStore(cloud);
  if (resource.startsWith('event-bus/')) {
    const { record } = requireBus(cloud, scope, text);
    return { tags: record.tags, write: (tags) => buses.put(scope, record.name, { ...record, tags }) };
  }
  const path = resource.replace(/^rule\//, '');
  const key = path.includes('/') ? path : `default/${path}`;
  const record = rules.get(scope, key);
  if (!record) throw new AwsError('ResourceNotFoundException', `${text} does not exist.`);
  return { tags: record.tags, write: (tags) => rules.put(scope, key, { ...record, tags }) };
}
