import type { Tag } from '@aws-sdk/client-kms';
import { parseArn } from '../../cloud/arn.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { AuthorizationRequest, ConditionContext } from '../../cloud/operation.ts';
import type { Scope } from '../../cloud/store.ts';
import { aliases, type KeyRecord, keys } from './store.ts';

export type FoundKey = {
  readonly scope: Scope;
  readonly key: KeyRecord;
  /** Names of the key's aliases (`kms:ResourceAliases`). */
  readonly aliases: readonly string[];
};

/** A key by id, ARN, alias or alias ARN; ids and aliases without an ARN are the caller's own. */
export function findKey(cloud: Cloud, scope: Scope, reference: string): FoundKey {
  const arn = parseArn(reference);
  const home = arn ? { accountId: arn.accountId, region: arn.region } : scope;
  const name = arn ? arn.resource : reference;
  const id = name.startsWith('alias/') ? aliases(cloud).get(home, name)?.keyId : name.replace(/^key\//, '');
  const key = id === undefined ? undefined : keys(cloud).get(home, id);
  if (key) return { scope: home, key, aliases: aliasesOf(cloud, home, key.id) };
  const what = name.startsWith('alias/') ? 'Alias' : 'Key';
  throw new AwsError('NotFoundException', `${what} ${JSON.stringify(reference)} does not exist`);
}

/** As `findKey`, for cryptographic use: a key that is disabled or about to be deleted does not work. */
export function findUsableKey(cloud: Cloud, scope: Scope, reference: string): FoundKey {
  const found = findKey(cloud, scope, reference);
  const { state, arn } = found.key;
  if (state === 'Disabled') throw new AwsError('DisabledException', `${arn} is disabled.`);
  if (state === 'PendingDeletion')
    throw new AwsError('KMSInvalidStateException', `${arn} is pending deletion.`);
  return found;
}

/** The permission to act on a key: its policy must allow, directly or by handing over to IAM. */
export function keyRequest(
  { scope, key, aliases: names }: FoundKey,
  action: string,
  options: { readonly callerAccount: string; readonly context?: ConditionContext },
): AuthorizationRequest {
  return {
    action: `kms:${action}`,
    resource: key.arn,
    resourceAccount: scope.accountId,
    resourcePolicy: key.policy,
    mustAllowByResource: true,
    context: {
      'kms:CallerAccount': options.callerAccount,
      ...(names.length > 0 && { 'kms:ResourceAliases': names }),
      ...tagKeys('aws:ResourceTag', key.tags),
      ...options.context,
    },
  };
}

/** Tags as condition keys: `aws:ResourceTag/mesh`, or of a request. */
export function tagKeys(
  key: 'aws:RequestTag' | 'aws:ResourceTag',
  tags: readonly Tag[] | undefined = [],
): ConditionContext {
  return Object.fromEntries(tags.map(({ TagKey, TagValue = '' }) => [`${key}/${TagKey}`, TagValue]));
}

function aliasesOf(cloud: Cloud, scope: Scope, keyId: string): readonly string[] {
  return aliases(cloud)
    .list(scope)
    .filter(([, alias]) => alias.keyId === keyId)
    .map(([name]) => name);
}
