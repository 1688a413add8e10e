import type { AuthorizationRequest, ConditionContext, RequestContext } from '../../cloud/operation.ts';
import { findKey, findUsableKey, keyRequest } from './find-key.ts';
import { type KeyRecord, keys } from './store.ts';

type Named = { readonly KeyId?: string | undefined };

/** The permission to manage the key that a call names. */
export function manageKey(action: string) {
  return (input: Named, context: RequestContext): readonly AuthorizationRequest[] => {
    const found = findKey(context.cloud, context, input.KeyId ?? '');
    return [keyRequest(found, action, { callerAccount: context.caller.accountId })];
  };
}

/** The permission to encrypt or decrypt with a key. */
export function useKey(
  context: RequestContext,
  use: {
    readonly action: string;
    readonly keyId: string | undefined;
    readonly encryptionContext: Record<string, string> | undefined;
  },
): AuthorizationRequest {
  const found = findUsableKey(context.cloud, context, use.keyId ?? '');
  return keyRequest(found, use.action, {
    callerAccount: context.caller.accountId,
    context: encryptionContextKeys(use.encryptionContext ?? {}),
  });
}

function encryptionContextKeys(encryptionContext: Record<string, string>): ConditionContext {
  const names = Object.keys(encryptionContext);
  if (names.length === 0) return {};
  return {
    'kms:EncryptionContextKeys': names,
    ...Object.fromEntries(
      names.map((name) => [`kms:EncryptionContext:${name}`, encryptionContext[name] ?? '']),
    ),
  };
}

export function requireKey(
  { cloud, accountId, region }: RequestContext,
  keyId: string | undefined,
): KeyRecord {
  return findKey(cloud, { accountId, region }, keyId ?? '').key;
}

export function changeKey(
  { cloud, accountId, region }: RequestContext,
  keyId: string | undefined,
  change: (key: KeyRecord) => KeyRecord,
): KeyRecord {
  const { scope, key } = findKey(cloud, { accountId, region }, keyId ?? '');
  const changed = change(key);
  keys(cloud).put(scope, key.id, changed);
  return changed;
}
