import { parseArn } from '../../cloud/arn.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import type { AuthorizationRequest, ConditionContext, RequestContext } from '../../cloud/operation.ts';
import type { Scope } from '../../cloud/store.ts';
import { findUsableKey, keyRequest } from '../kms/find-key.ts';
import { type SecretRecord, secrets } from './store.ts';

/** Length of the random end of a secret's ARN, with its hyphen. */
const SUFFIX_LENGTH = 7;

export type FoundSecret = { readonly scope: Scope; readonly secret: SecretRecord };

/** A secret by name, ARN, or ARN without the random end. */
export function findSecret(context: RequestContext, id: string | undefined): FoundSecret | undefined {
  const arn = parseArn(id ?? '');
  const scope = arn ?? { accountId: context.accountId, region: context.region };
  const name = arn ? arn.resource.replace(/^secret:/, '') : (id ?? '');
  const found =
    secrets(context.cloud).get(scope, name) ??
    (arn && secrets(context.cloud).get(scope, name.slice(0, -SUFFIX_LENGTH)));
  const isMeant = found && (!arn || found.arn === id || found.name === name);
  return isMeant ? { scope: { accountId: scope.accountId, region: scope.region }, secret: found } : undefined;
}

export function requireSecret(context: RequestContext, id: string | undefined): FoundSecret {
  const found = findSecret(context, id);
  if (found) return found;
  throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
}

/** As `requireSecret`, refusing one that is about to be deleted. */
export function requireLiveSecret(context: RequestContext, id: string | undefined): FoundSecret {
  const found = requireSecret(context, id);
  if (found.secret.deletionAt === undefined) return found;
  throw new AwsError(
    'InvalidRequestException',
    "You can't perform this operation on the secret because it was marked for deletion.",
  );
}

export function changeSecret(
  context: RequestContext,
  id: string | undefined,
  change: (secret: SecretRecord) => SecretRecord,
): SecretRecord {
  const { scope, secret } = requireLiveSecret(context, id);
  const changed = { ...change(secret), changedAt: context.now.toISOString() };
  secrets(context.cloud).put(scope, secret.name, changed);
  return changed;
}

/** The permission to act on a secret; what does not exist is asked for by the name's ARN. */
export function secretRequest(
  context: RequestContext,
  id: string | undefined,
  request: { readonly action: string; readonly context?: ConditionContext },
): AuthorizationRequest {
  const found = findSecret(context, id);
  const own = `arn:aws:secretsmanager:${context.region}:${context.accountId}:secret:${id ?? ''}`;
  const absent = parseArn(id ?? '') ? (id ?? '') : own;
  return {
    action: `secretsmanager:${request.action}`,
    resource: found?.secret.arn ?? absent,
    resourceAccount: found?.scope.accountId ?? parseArn(absent)?.accountId ?? context.accountId,
    ...(found?.secret.policy !== undefined && { resourcePolicy: found.secret.policy }),
    context: { 'secretsmanager:SecretId': found?.secret.arn ?? absent, ...request.context },
  };
}

/** What Secrets Manager asks of KMS in its caller's name. */
export function secretKeyRequests(
  context: RequestContext,
  of: { readonly keyArn: string | undefined; readonly arn: string; readonly actions: readonly string[] },
): readonly AuthorizationRequest[] {
  if (of.keyArn === undefined) return [];
  const found = findUsableKey(context.cloud, context, of.keyArn);
  return of.actions.map((action) =>
    keyRequest(found, action, {
      callerAccount: context.caller.accountId,
      context: {
        'kms:ViaService': `secretsmanager.${found.scope.region}.amazonaws.com`,
        'kms:EncryptionContextKeys': ['SecretARN', 'SecretVersionId'],
        'kms:EncryptionContext:SecretARN': of.arn,
      },
    }),
  );
}
