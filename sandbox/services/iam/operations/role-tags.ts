import type {
  ListRoleTagsCommandInput,
  ListRoleTagsCommandOutput,
  TagRoleCommandInput,
  TagRoleCommandOutput,
  UntagRoleCommandInput,
  UntagRoleCommandOutput,
} from '@aws-sdk/client-iam';
import { defineOperation } from '../../../cloud/operation.ts';
import { changeRole, requireRole, roleRequest } from '../roles.ts';

export const tagRole = defineOperation<TagRoleCommandInput, TagRoleCommandOutput>({
  service: 'iam',
  name: 'TagRole',
  authorize: (input, context) => roleRequest('TagRole', input.RoleName, context),
  handle: (input, context) => {
    const added = input.Tags ?? [];
    const keys = new Set(added.map(({ Key }) => Key));
    changeRole(context, input.RoleName, (role) => ({
      ...role,
      tags: [...role.tags.filter(({ Key }) => !keys.has(Key)), ...added],
    }));
    return {};
  },
});

export const untagRole = defineOperation<UntagRoleCommandInput, UntagRoleCommandOutput>({
  service: 'iam',
  name: 'UntagRole',
  authorize: (input, context) => roleRequest('UntagRole', input.RoleName, context),
  handle: (input, context) => {
    const keys = new Set(input.TagKeys);
    changeRole(context, input.RoleName, (role) => ({
      ...role,
      tags: role.tags.filter(({ Key }) => Key === undefined || !keys.has(Key)),
    }));
    return {};
  },
});

export const listRoleTags = defineOperation<ListRoleTagsCommandInput, ListRoleTagsCommandOutput>({
  service: 'iam',
  name: 'ListRoleTags',
  authorize: (input, context) => roleRequest('ListRoleTags', input.RoleName, context),
  handle: (input, context) => ({
    Tags: [...requireRole(context, input.RoleName).tags],
    IsTruncated: false,
  }),
});
