import { parseArn, requireArn } from '../../cloud/arn.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import type { AuthorizationRequest, ConditionContext, RequestContext } from '../../cloud/operation.ts';
import type { Scope } from '../../cloud/store.ts';
import { findUsableKey, keyRequest } from '../kms/find-key.ts';
import { type TopicRecord, topics } from './store.ts';

export type FoundTopic = { readonly scope: Scope; readonly topic: TopicRecord };

export function findTopic(context: RequestContext, arn: string | undefined): FoundTopic | undefined {
  const parsed = parseArn(arn ?? '');
  if (parsed?.service !== 'sns') return undefined;
  const scope = { accountId: parsed.accountId, region: parsed.region };
  const topic = topics(context.cloud).get(scope, parsed.resource);
  return topic && { scope, topic };
}

export function requireTopic(context: RequestContext, arn: string | undefined): FoundTopic {
  requireArn(arn ?? '', 'TopicArn');
  const found = findTopic(context, arn);
  if (found) return found;
  throw new AwsError('NotFoundException', 'Topic does not exist');
}

/** The permission to act on a topic. */
export function topicRequest(
  context: RequestContext,
  arn: string | undefined,
  request: { readonly action: string; readonly context?: ConditionContext },
): AuthorizationRequest {
  const found = findTopic(context, arn);
  return {
    action: `sns:${request.action}`,
    resource: arn ?? '',
    resourceAccount: parseArn(arn ?? '')?.accountId || context.accountId,
    ...(found?.topic.policy !== undefined && { resourcePolicy: found.topic.policy }),
    context: { 'aws:SourceOwner': context.caller.accountId, ...request.context },
  };
}

/** What SNS asks of KMS in a publisher's name, for a topic that a key of the account encrypts. */
export function publishKeyRequests(
  context: RequestContext,
  arn: string | undefined,
): readonly AuthorizationRequest[] {
  const found = findTopic(context, arn);
  if (found?.topic.keyArn === undefined) return [];
  const key = findUsableKey(context.cloud, found.scope, found.topic.keyArn);
  return ['GenerateDataKey', 'Decrypt'].map((action) =>
    keyRequest(key, action, {
      callerAccount: context.caller.accountId,
      context: {
        'kms:ViaService': `sns.${found.scope.region}.amazonaws.com`,
        'kms:EncryptionContextKeys': ['aws:sns:topicArn'],
        'kms:EncryptionContext:aws:sns:topicArn': found.topic.arn,
      },
    }),
  );
}
