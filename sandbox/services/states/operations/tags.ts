import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-sfn';
import { defineOperation } from '../../../cloud/operation.ts';
import { withoutTags, withTags } from '../../../cloud/tags.ts';
import { machineAddress, machineRequest, requireMachine } from '../machine-address.ts';
import { statesStore } from '../store.ts';

export const listTagsForResource = defineOperation<
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput
>({
  service: 'states',
  name: 'ListTagsForResource',
  authorize: (input) => [machineRequest('ListTagsForResource', input.resourceArn)],
  handle: (input, { cloud }) => ({
    tags: [...requireMachine(cloud, machineAddress(input.resourceArn)).tags],
  }),
});

export const tagResource = defineOperation<TagResourceCommandInput, TagResourceCommandOutput>({
  service: 'states',
  name: 'TagResource',
  authorize: (input) => [machineRequest('TagResource', input.resourceArn)],
  handle: (input, { cloud }) => {
    const address = machineAddress(input.resourceArn);
    const machine = requireMachine(cloud, address);
    const tags = withTags(machine.tags, input.tags, ({ key }) => key);
    statesStore(cloud).machines.put(address.scope, machine.name, { ...machine, tags });
    return {};
  },
});

export const untagResource = defineOperation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  service: 'states',
  name: 'UntagResource',
  authorize: (input) => [machineRequest('UntagResource', input.resourceArn)],
  handle: (input, { cloud }) => {
    const address = machineAddress(input.resourceArn);
    const machine = requireMachine(cloud, address);
    const tags = withoutTags(machine.tags, input.tagKeys, ({ key }) => key);
    statesStore(cloud).machines.put(address.scope, machine.name, { ...machine, tags });
    return {};
  },
});
