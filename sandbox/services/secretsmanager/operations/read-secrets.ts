import type {
  DescribeSecretCommandInput,
  DescribeSecretCommandOutput,
  GetSecretValueCommandInput,
  GetSecretValueCommandOutput,
  ListSecretsCommandInput,
  ListSecretsCommandOutput,
} from '@aws-sdk/client-secrets-manager';
import { defineOperation } from '../../../cloud/operation.ts';
import { pageAfter } from '../../../cloud/page.ts';
import { findSecret, requireLiveSecret, requireSecret, secretKeyRequests, secretRequest } from '../secret.ts';
import { type SecretRecord, secrets } from '../store.ts';
import { findVersion } from '../versions.ts';

const PAGE_MAX = 100;

export const getSecretValue = defineOperation<GetSecretValueCommandInput, GetSecretValueCommandOutput>({
  service: 'secretsmanager',
  name: 'GetSecretValue',
  members: ['SecretId', 'VersionId', 'VersionStage'],
  authorize: (input, context) => {
    const secret = findSecret(context, input.SecretId)?.secret;
    const { VersionId, VersionStage } = input;
    const keys = {
      ...(VersionId !== undefined && { 'secretsmanager:VersionId': VersionId }),
      ...(VersionId === undefined && { 'secretsmanager:VersionStage': VersionStage ?? 'AWSCURRENT' }),
    };
    return [
      secretRequest(context, input.SecretId, { action: 'GetSecretValue', context: keys }),
      ...secretKeyRequests(context, { keyArn: secret?.keyArn, arn: secret?.arn ?? '', actions: ['Decrypt'] }),
    ];
  },
  handle: (input, context) => {
    const { secret } = requireLiveSecret(context, input.SecretId);
    const version = findVersion(secret, input);
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: version.id,
      VersionStages: [...version.stages],
      CreatedDate: new Date(version.createdAt),
      ...(version.text !== undefined && { SecretString: version.text }),
      ...(version.binary !== undefined && { SecretBinary: Buffer.from(version.binary, 'base64') }),
    };
  },
});

export const describeSecret = defineOperation<DescribeSecretCommandInput, DescribeSecretCommandOutput>({
  service: 'secretsmanager',
  name: 'DescribeSecret',
  members: ['SecretId'],
  authorize: (input, context) => [secretRequest(context, input.SecretId, { action: 'DescribeSecret' })],
  handle: (input, context) => {
    const { secret } = requireSecret(context, input.SecretId);
    return { ...listEntry(secret), VersionIdsToStages: stagesOf(secret) };
  },
});

export const listSecrets = defineOperation<ListSecretsCommandInput, ListSecretsCommandOutput>({
  service: 'secretsmanager',
  name: 'ListSecrets',
  members: ['MaxResults', 'NextToken'],
  authorize: () => [{ action: 'secretsmanager:ListSecrets', resource: '*' }],
  handle: (input, { cloud, accountId, region }) => {
    const found = secrets(cloud)
      .list({ accountId, region })
      .filter(([, { deletionAt }]) => deletionAt === undefined);
    const size = Math.min(input.MaxResults ?? PAGE_MAX, PAGE_MAX);
    const { items, next } = pageAfter(found, { token: input.NextToken, size });
    return {
      SecretList: items.map((secret) => ({ ...listEntry(secret), SecretVersionsToStages: stagesOf(secret) })),
      ...(next !== undefined && { NextToken: next }),
    };
  },
});

function listEntry(secret: SecretRecord) {
  return {
    ARN: secret.arn,
    Name: secret.name,
    CreatedDate: new Date(secret.createdAt),
    LastChangedDate: new Date(secret.changedAt),
    Tags: [...secret.tags],
    RotationEnabled: false,
    ...(secret.description !== undefined && { Description: secret.description }),
    ...(secret.keyArn !== undefined && { KmsKeyId: secret.keyArn }),
    ...(secret.deletionAt !== undefined && { DeletedDate: new Date(secret.deletionAt) }),
  };
}

/** Versions without a label are on their way out and are not told. */
function stagesOf({ versions }: SecretRecord): Record<string, string[]> {
  return Object.fromEntries(
    versions.filter(({ stages }) => stages.length > 0).map(({ id, stages }) => [id, [...stages]]),
  );
}
