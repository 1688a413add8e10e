import type {
  DeleteResourcePolicyCommandInput,
  DeleteResourcePolicyCommandOutput,
  DeleteSecretCommandInput,
  DeleteSecretCommandOutput,
  GetResourcePolicyCommandInput,
  GetResourcePolicyCommandOutput,
  PutResourcePolicyCommandInput,
  PutResourcePolicyCommandOutput,
  RestoreSecretCommandInput,
  RestoreSecretCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-secrets-manager';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { withoutTags, withTags } from '../../../cloud/tags.ts';
import { without } from '../../../cloud/without.ts';
import { changeSecret, requireSecret, secretRequest } from '../secret.ts';
import { secrets } from '../store.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const WINDOW_DAYS = { min: 7, max: 30 };

export const deleteSecret = defineOperation<DeleteSecretCommandInput, DeleteSecretCommandOutput>({
  service: 'secretsmanager',
  name: 'DeleteSecret',
  members: ['ForceDeleteWithoutRecovery', 'RecoveryWindowInDays', 'SecretId'],
  authorize: (input, context) => [
    secretRequest(context, input.SecretId, {
      action: 'DeleteSecret',
      context: {
        'secretsmanager:ForceDeleteWithoutRecovery': String(input.ForceDeleteWithoutRecovery ?? false),
        ...(input.RecoveryWindowInDays !== undefined && {
          'secretsmanager:RecoveryWindowInDays': String(input.RecoveryWindowInDays),
        }),
      },
    }),
  ],
  handle: (input, context) => {
    const { scope, secret } = requireSecret(context, input.SecretId);
    const days = input.RecoveryWindowInDays ?? WINDOW_DAYS.max;
    if (input.ForceDeleteWithoutRecovery === true) {
      if (input.RecoveryWindowInDays !== undefined)
        throw new AwsError('InvalidParameterException', 'a forced deletion has no recovery window');
      secrets(context.cloud).delete(scope, secret.name);
      return { ARN: secret.arn, Name: secret.name, DeletionDate: context.now };
    }
    if (days < WINDOW_DAYS.min || days > WINDOW_DAYS.max)
      throw new AwsError(
        'InvalidParameterException',
        `a recovery window is ${WINDOW_DAYS.min} to ${WINDOW_DAYS.max} days`,
      );
    const deletion = new Date(context.now.getTime() + days * DAY_MS);
    const marked = { ...secret, deletionAt: secret.deletionAt ?? deletion.toISOString() };
    secrets(context.cloud).put(scope, secret.name, marked);
    return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(marked.deletionAt) };
  },
});

export const restoreSecret = defineOperation<RestoreSecretCommandInput, RestoreSecretCommandOutput>({
  service: 'secretsmanager',
  name: 'RestoreSecret',
  members: ['SecretId'],
  authorize: (input, context) => [secretRequest(context, input.SecretId, { action: 'RestoreSecret' })],
  handle: (input, context) => {
    const { scope, secret } = requireSecret(context, input.SecretId);
    const { deletionAt: _, ...restored } = secret;
    secrets(context.cloud).put(scope, secret.name, restored);
    return { ARN: secret.arn, Name: secret.name };
  },
});

export const putResourcePolicy = defineOperation<
  PutResourcePolicyCommandInput,
  PutResourcePolicyCommandOutput
>({
  service: 'secretsmanager',
  name: 'PutResourcePolicy',
  members: ['ResourcePolicy', 'SecretId'],
  authorize: (input, context) => [secretRequest(context, input.SecretId, { action: 'PutResourcePolicy' })],
  handle: (input, context) => {
    const policy = requireDocument(input.ResourcePolicy);
    const secret = changeSecret(context, input.SecretId, (found) => ({ ...found, policy }));
    return { ARN: secret.arn, Name: secret.name };
  },
});

function requireDocument(text: string | undefined): string {
  try {
    const document: unknown = JSON.parse(text ?? '');
    if (typeof document === 'object' && document !== null && 'Statement' in document) return text ?? '';
  } catch {
    // Answered below.
  }
  throw new AwsError('MalformedPolicyDocumentException', 'the policy is not a policy document in JSON');
}

export const getResourcePolicy = defineOperation<
  GetResourcePolicyCommandInput,
  GetResourcePolicyCommandOutput
>({
  service: 'secretsmanager',
  name: 'GetResourcePolicy',
  members: ['SecretId'],
  authorize: (input, context) => [secretRequest(context, input.SecretId, { action: 'GetResourcePolicy' })],
  handle: (input, context) => {
    const { secret } = requireSecret(context, input.SecretId);
    return {
      ARN: secret.arn,
      Name: secret.name,
      ...(secret.policy !== undefined && { ResourcePolicy: secret.policy }),
    };
  },
});

export const deleteResourcePolicy = defineOperation<
  DeleteResourcePolicyCommandInput,
  DeleteResourcePolicyCommandOutput
>({
  service: 'secretsmanager',
  name: 'DeleteResourcePolicy',
  members: ['SecretId'],
  authorize: (input, context) => [secretRequest(context, input.SecretId, { action: 'DeleteResourcePolicy' })],
  handle: (input, context) => {
    const secret = changeSecret(context, input.SecretId, (found) => without(found, 'policy'));
    return { ARN: secret.arn, Name: secret.name };
  },
});

export const tagResource = defineOperation<TagResourceCommandInput, TagResourceCommandOutput>({
  service: 'secretsmanager',
  name: 'TagResource',
  members: ['SecretId', 'Tags'],
  authorize: (input, context) => [secretRequest(context, input.SecretId, { action: 'TagResource' })],
  handle: (input, context) => {
    changeSecret(context, input.SecretId, (secret) => ({
      ...secret,
      tags: withTags(secret.tags, input.Tags, ({ Key }) => Key),
    }));
    return {};
  },
});

export const untagResource = defineOperation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  service: 'secretsmanager',
  name: 'UntagResource',
  members: ['SecretId', 'TagKeys'],
  authorize: (input, context) => [secretRequest(context, input.SecretId, { action: 'UntagResource' })],
  handle: (input, context) => {
    changeSecret(context, input.SecretId, (secret) => ({
      ...secret,
      tags: withoutTags(secret.tags, input.TagKeys, ({ Key }) => Key),
    }));
    return {};
  },
});
