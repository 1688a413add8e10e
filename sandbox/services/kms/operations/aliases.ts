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
import { findKey } from '../find-key.ts';
import { onKey } from '../permit.ts';
import { aliases } from '../store.ts';

const ALIAS = /^alias\/(?!aws\/)[\w/-]{1,250}$/;

export const createAlias = defineOperation<CreateAliasCommandInput, CreateAliasCommandOutput>({
  service: 'kms',
  name: 'CreateAlias',
  authorize: ({ AliasName, TargetKeyId }, context) => [
    onAlias('CreateAlias', AliasName, context),
    ...onKey('CreateAlias', TargetKeyId, context),
  ],
  handle: ({ AliasName: name = '', TargetKeyId = '' }, context) => {
    if (!ALIAS.test(name)) throw new AwsError('InvalidAliasNameException', `${name} is not an alias name`);
    if (aliases(context.cloud).get(context, name)) {
      throw new AwsError(
        'AlreadyExistsException',
        `An alias with the name ${aliasArn(name, context)} already exists`,
      );
    }
    put(context, name, TargetKeyId);
    return {};
  },
});

export const updateAlias = defineOperation<UpdateAliasCommandInput, UpdateAliasCommandOutput>({
  service: 'kms',
  name: 'UpdateAlias',
  authorize: ({ AliasName, TargetKeyId }, context) => [
    onAlias('UpdateAlias', AliasName, context),
    ...onKey('UpdateAlias', TargetKeyId, context),
  ],
  handle: ({ AliasName = '', TargetKeyId = '' }, context) => {
    findAlias(context, AliasName);
    put(context, AliasName, TargetKeyId);
    return {};
  },
});

export const deleteAlias = defineOperation<DeleteAliasCommandInput, DeleteAliasCommandOutput>({
  service: 'kms',
  name: 'DeleteAlias',
  authorize: ({ AliasName }, context) => [onAlias('DeleteAlias', AliasName, context)],
  handle: ({ AliasName = '' }, context) => {
    findAlias(context, AliasName);
    aliases(context.cloud).delete(context, AliasName);
    return {};
  },
});

export const listAliases = defineOperation<ListAliasesCommandInput, ListAliasesCommandOutput>({
  service: 'kms',
  name: 'ListAliases',
  authorize: () => [{ action: 'kms:ListAliases', resource: '*' }],
  handle: ({ KeyId }, context) => ({
    Aliases: aliases(context.cloud)
      .list(context)
      .filter(
        ([, { keyId }]) => KeyId === undefined || findKey(context.cloud, context, KeyId).key.id === keyId,
      )
      .map(([, { name, keyId }]) => ({
        AliasName: name,
        AliasArn: aliasArn(name, context),
        TargetKeyId: keyId,
      })),
    Truncated: false,
  }),
});

function put(context: RequestContext, name: string, target: string): void {
  const { key } = findKey(context.cloud, context, target);
  aliases(context.cloud).put(context, name, { name, keyId: key.id, createdAt: context.now.toISOString() });
}

function findAlias(context: RequestContext, name: string): void {
  if (aliases(context.cloud).get(context, name)) return;
  throw new AwsError('NotFoundException', `Alias ${aliasArn(name, context)} is not found.`);
}

function onAlias(action: string, name: string | undefined, context: RequestContext): AuthorizationRequest {
  return { action: `kms:${action}`, resource: aliasArn(name ?? '', context) };
}

function aliasArn(name: string, { accountId, region }: RequestContext): string {
  return `arn:aws:kms:${region}:${accountId}:${name}`;
}
