import { randomBytes } from 'node:crypto';
import type {
  CreateSecretCommandInput,
  CreateSecretCommandOutput,
  PutSecretValueCommandInput,
  PutSecretValueCommandOutput,
  UpdateSecretCommandInput,
  UpdateSecretCommandOutput,
} from '@aws-sdk/client-secrets-manager';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { findKey } from '../../kms/find-key.ts';
import { changeSecret, findSecret, requireSecret, secretKeyRequests, secretRequest } from '../secret.ts';
import { type SecretRecord, secrets } from '../store.ts';
import { newVersion, withVersion } from '../versions.ts';

const NAME = /^[\w/+=.@-]{1,512}$/;
const WRITE_ACTIONS = ['GenerateDataKey', 'Decrypt'];

/** ARN of a key of the account's own; the service's own key asks nothing of anybody. */
function ownKey(context: RequestContext, keyId: string | undefined): string | undefined {
  if (keyId === undefined || /(^|:)alias\/aws\/secretsmanager$/.test(keyId)) return undefined;
  return findKey(context.cloud, context, keyId).key.arn;
}

export const createSecret = defineOperation<CreateSecretCommandInput, CreateSecretCommandOutput>({
  service: 'secretsmanager',
  name: 'CreateSecret',
  members: ['ClientRequestToken', 'Description', 'KmsKeyId', 'Name', 'SecretBinary', 'SecretString', 'Tags'],
  authorize: (input, context) => {
    const own = secretRequest(context, input.Name, { action: 'CreateSecret' });
    const of = { keyArn: ownKey(context, input.KmsKeyId), arn: own.resource, actions: WRITE_ACTIONS };
    return [
      { ...own, context: { ...own.context, 'secretsmanager:Name': input.Name ?? '' } },
      ...(input.Tags?.length ? [secretRequest(context, input.Name, { action: 'TagResource' })] : []),
      ...secretKeyRequests(context, of),
    ];
  },
  handle: (input, context) => {
    const { cloud, accountId, region, now } = context;
    const name = input.Name ?? '';
    if (!NAME.test(name))
      throw new AwsError('InvalidParameterException', `${JSON.stringify(name)} is no name of a secret`);
    refuseExisting(findSecret(context, name)?.secret);
    const version = newVersion(input, now);
    const keyArn = ownKey(context, input.KmsKeyId);
    // AWS ends ARNs with six random characters, so that a policy for a deleted secret fits no later one.
    const suffix = randomBytes(6).toString('base64url').replaceAll(/[_-]/g, 'x').slice(0, 6);
    const secret: SecretRecord = {
      name,
      arn: `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${suffix}`,
      ...(input.Description !== undefined && { description: input.Description }),
      ...(keyArn !== undefined && { keyArn }),
      tags: input.Tags ?? [],
      versions: version ? [version] : [],
      createdAt: now.toISOString(),
      changedAt: now.toISOString(),
    };
    secrets(cloud).put({ accountId, region }, name, secret);
    return { ARN: secret.arn, Name: name, ...(version && { VersionId: version.id }) };
  },
});

function refuseExisting(secret: SecretRecord | undefined): void {
  if (!secret) return;
  if (secret.deletionAt !== undefined)
    throw new AwsError(
      'InvalidRequestException',
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
  throw new AwsError('ResourceExistsException', `the secret ${secret.name} already exists`);
}

export const putSecretValue = defineOperation<PutSecretValueCommandInput, PutSecretValueCommandOutput>({
  service: 'secretsmanager',
  name: 'PutSecretValue',
  members: ['ClientRequestToken', 'SecretBinary', 'SecretId', 'SecretString'],
  authorize: (input, context) => writeRequests(context, input.SecretId, 'PutSecretValue'),
  handle: (input, context) => {
    const version = newVersion(input, context.now);
    if (!version) throw new AwsError('InvalidParameterException', 'give SecretString or SecretBinary');
    const secret = changeSecret(context, input.SecretId, (found) => withVersion(found, version));
    return { ARN: secret.arn, Name: secret.name, VersionId: version.id, VersionStages: ['AWSCURRENT'] };
  },
});

export const updateSecret = defineOperation<UpdateSecretCommandInput, UpdateSecretCommandOutput>({
  service: 'secretsmanager',
  name: 'UpdateSecret',
  members: ['ClientRequestToken', 'Description', 'KmsKeyId', 'SecretBinary', 'SecretId', 'SecretString'],
  authorize: (input, context) => [
    ...writeRequests(context, input.SecretId, 'UpdateSecret'),
    ...(input.KmsKeyId === undefined
      ? []
      : secretKeyRequests(context, {
          keyArn: ownKey(context, input.KmsKeyId),
          arn: requireSecret(context, input.SecretId).secret.arn,
          actions: WRITE_ACTIONS,
        })),
  ],
  handle: (input, context) => {
    const version = newVersion(input, context.now);
    const secret = changeSecret(context, input.SecretId, ({ keyArn: previous, ...found }) => {
      const keyArn = input.KmsKeyId === undefined ? previous : ownKey(context, input.KmsKeyId);
      const described = {
        ...found,
        ...(keyArn !== undefined && { keyArn }),
        ...(input.Description !== undefined && { description: input.Description }),
      };
      return version ? withVersion(described, version) : described;
    });
    return { ARN: secret.arn, Name: secret.name, ...(version && { VersionId: version.id }) };
  },
});

function writeRequests(context: RequestContext, id: string | undefined, action: string) {
  const secret = findSecret(context, id)?.secret;
  return [
    secretRequest(context, id, { action }),
    ...secretKeyRequests(context, { keyArn: secret?.keyArn, arn: secret?.arn ?? '', actions: WRITE_ACTIONS }),
  ];
}
