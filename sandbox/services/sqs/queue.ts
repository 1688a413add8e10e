import { parseArn } from '../../cloud/arn.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import type { AuthorizationRequest, RequestContext } from '../../cloud/operation.ts';
import type { Scope } from '../../cloud/store.ts';
import { findUsableKey, keyRequest } from '../kms/find-key.ts';
import { type QueueRecord, queues } from './store.ts';

export type FoundQueue = { readonly scope: Scope; readonly queue: QueueRecord };

type Address = { readonly scope: Scope; readonly name: string };

/** The address of a queue is AWS's own, whatever port the sandbox listens on. */
export function queueUrl({ accountId, region }: Scope, name: string): string {
  return `https://sqs.${region}.amazonaws.com/${accountId}/${name}`;
}

export function queueArn({ accountId, region }: Scope, name: string): string {
  return `arn:aws:sqs:${region}:${accountId}:${name}`;
}

/** The address of the queue that an ARN names. */
export function urlOfQueue(arn: string): string {
  const { accountId = '', region = '', resource = '' } = parseArn(arn) ?? {};
  return queueUrl({ accountId, region }, resource);
}

/** Account and name stand at the end of a queue's address; clients may put any host before them. */
function addressOf(context: RequestContext, url: string | undefined): Address {
  const [, accountId, name] = /\/(\d{12})\/([^/]+)$/.exec(url ?? '') ?? [];
  if (accountId === undefined || name === undefined) {
    throw new AwsError('QueueDoesNotExist', `${JSON.stringify(url)} is not the address of a queue.`);
  }
  return { scope: { accountId, region: context.region }, name };
}

export function requireQueue(context: RequestContext, url: string | undefined): FoundQueue {
  const { scope, name } = addressOf(context, url);
  const queue = queues(context.cloud).get(scope, name);
  if (queue) return { scope, queue };
  throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
}

/** The permission to act on a queue. */
export function queueRequest(
  context: RequestContext,
  action: string,
  url: string | undefined,
): AuthorizationRequest {
  const { scope, name } = addressOf(context, url);
  const policy = queues(context.cloud).get(scope, name)?.attributes['Policy'];
  return {
    action: `sqs:${action}`,
    resource: queueArn(scope, name),
    resourceAccount: scope.accountId,
    ...(policy !== undefined && { resourcePolicy: policy }),
  };
}

/** What SQS asks of KMS in its caller's name, for a queue that a key of the account encrypts. */
export function keyRequests(
  context: RequestContext,
  url: string | undefined,
  actions: readonly ('Decrypt' | 'GenerateDataKey')[],
): readonly AuthorizationRequest[] {
  const { scope, name } = addressOf(context, url);
  const keyId = queues(context.cloud).get(scope, name)?.attributes['KmsMasterKeyId'];
  if (keyId === undefined || keyId.endsWith('alias/aws/sqs')) return [];
  const key = findUsableKey(context.cloud, scope, keyId);
  return actions.map((action) =>
    keyRequest(key, action, {
      callerAccount: context.caller.accountId,
      context: {
        'kms:ViaService': `sqs.${scope.region}.amazonaws.com`,
        'kms:EncryptionContextKeys': ['aws:sqs:arn'],
        'kms:EncryptionContext:aws:sqs:arn': queueArn(scope, name),
      },
    }),
  );
}
