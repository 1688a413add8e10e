import type { AuthorizationRequest, RequestContext } from '../../cloud/operation.ts';
import { findKey, keyRequest } from './find-key.ts';

/** The permission for an action on the key that a request names. */
export function onKey(
  action: string,
  keyId: string | undefined,
  context: RequestContext,
): readonly AuthorizationRequest[] {
  const found = findKey(context.cloud, context, keyId ?? '');
  return [keyRequest(found, action, { callerAccount: context.accountId })];
}
