import type {
  CreateAliasCommandInput,
  CreateAliasCommandOutput,
  DeleteAliasCommandInput,
  DeleteAliasCommandOutput,
  ListAliasesCommandInput,
  ListAliasesCommandOutput,
  UpdateAliasCommandInput,
  UpdateAliasCommandOutput,
} from '@aws-sdk/client-kms';
import { AwsError } from '../../../cloud/aws-error.ts';
import { type AuthorizationRequest, defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { findKey, keyRequest } from '../find-key.ts';
import { type AliasRecord, aliases } from '../store.ts';

const NAME = /^alias\/(?!aws\/)[a-zA-Z0-9/_-]{1,250}$/;

/** An alias is changed by whoever may do so to the alias and to each key that it meets. */
function aliasRequests(
  context: RequestContext,
  change: { readonly action: string; readonly name: string | undefined; readonly keys: readonly string[] },
): readonly AuthorizationRequest[] {
  const own = { action: `kms:${change.action}`, resource: aliasArn(context, change.name ?? '') };
  const found = change.keys.map((key) => findKey(context.cloud, context, key));
  return [
    own,
    ...found.map((key) => keyRequest(key, change.action, { callerAccount: context.caller.accountId })),
  ];
}

function aliasArn({ accountId, region }: RequestContext, name: string): string {
  return `arn:aws:kms:${region}:${accountId}:${name}`;
}

function requireAlias(context: RequestContext, name: string | undefined): AliasRecord {
  const alias = aliases(context.cloud).get(context, name ?? '');
  if (alias) return alias;
  throw new AwsError('NotFoundException', `Alias ${aliasArn(context, name ?? '')} is not found.`);
}

export const createAlias = defineOperation<CreateAliasCommandInput, CreateAliasCommandOutput>({
  service: 'kms',
  name: 'CreateAlias',
  members: ['AliasName', 'TargetKeyId'],
  authorize: (input, context) =>
    aliasRequests(context, { action: 'CreateAlias', name: input.AliasName, keys: [input.TargetKeyId ?? ''] }),
  handle: ({ AliasName: name = '', TargetKeyId = '' }, context) => {
    if (!NAME.test(name))
      throw new AwsError('InvalidAliasNameException', `${JSON.stringify(name)} is no alias name`);
    if (aliases(context.cloud).get(context, name))
      throw new AwsError(
        'AlreadyExistsException',
        `An alias with the name ${aliasArn(context, name)} already exists`,
      );
    const { key } = findKey(context.cloud, context, TargetKeyId);
    aliases(context.cloud).put(context, name, { name, keyId: key.id, createdAt: context.now.toISOString() });
    return {};
  },
});

export const updateAlias = defineOperation<UpdateAliasCommandInput, UpdateAliasCommandOutput>({
  service: 'kms',
  name: 'UpdateAlias',
  members: ['AliasName', 'TargetKeyId'],
  authorize: (input, context) =>
    aliasRequests(context, {
      action: 'UpdateAlias',
      name: input.AliasName,
      keys: [requireAlias(context, input.AliasName).keyId, input.TargetKeyId ?? ''],
    }),
  handle: (input, context) => {
    const alias = requireAlias(context, input.AliasName);
    const { key } = findKey(context.cloud, context, input.TargetKeyId ?? '');
    aliases(context.cloud).put(context, alias.name, { ...alias, keyId: key.id });
    return {};
  },
});

export const deleteAlias = defineOperation<DeleteAliasCommandInput, DeleteAliasCommandOutput>({
  service: 'kms',
  name: 'DeleteAlias',
  members: ['AliasName'],
  authorize: (input, context) =>
    aliasRequests(context, {
      action: 'DeleteAlias',
      name: input.AliasName,
      keys: [requireAlias(context, input.AliasName).keyId],
    }),
  handle: (input, context) => {
    aliases(context.cloud).delete(context, requireAlias(context, input.AliasName).name);
    return {};
  },
});

export const listAliases = defineOperation<ListAliasesCommandInput, ListAliasesCommandOutput>({
  service: 'kms',
  name: 'ListAliases',
  members: ['KeyId', 'Limit'],
  authorize: () => [{ action: 'kms:ListAliases', resource: '*' }],
  handle: (input, context) => {
    const wanted =
      input.KeyId === undefined ? undefined : findKey(context.cloud, context, input.KeyId).key.id;
    const found = aliases(context.cloud)
      .list(context)
      .map(([, alias]) => alias)
      .filter(({ keyId }) => wanted === undefined || keyId === wanted);
    return {
      Aliases: found.map(({ name, keyId, createdAt }) => ({
        AliasName: name,
        AliasArn: aliasArn(context, name),
        TargetKeyId: keyId,
        CreationDate: new Date(createdAt),
      })),
      Truncated: false,
    };
  },
});
