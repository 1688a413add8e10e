import { randomBytes, randomUUID } from 'node:crypto';
import type {
  CreateKeyCommandInput,
  CreateKeyCommandOutput,
  DescribeKeyCommandInput,
  DescribeKeyCommandOutput,
  KeyMetadata,
} from '@aws-sdk/client-kms';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { findKey } from '../find-key.ts';
import { onKey } from '../permit.ts';
import { type KeyRecord, keys } from '../store.ts';

const KEY_BYTES = 32;

export const createKey = defineOperation<CreateKeyCommandInput, CreateKeyCommandOutput>({
  service: 'kms',
  name: 'CreateKey',
  authorize: () => [{ action: 'kms:CreateKey', resource: '*' }],
  handle: (input, context) => {
    refuseOtherKeys(input);
    const { accountId, region } = context;
    const id = randomUUID();
    const key: KeyRecord = {
      id,
      arn: `arn:aws:kms:${region}:${accountId}:key/${id}`,
      description: input.Description ?? '',
      state: 'Enabled',
      policy: input.Policy ?? defaultPolicy(accountId),
      tags: input.Tags ?? [],
      material: randomBytes(KEY_BYTES).toString('base64'),
      createdAt: context.now.toISOString(),
    };
    checkPolicy(key.policy);
    keys(context.cloud).put(context, id, key);
    return { KeyMetadata: renderKey(key, accountId) };
  },
});

export const describeKey = defineOperation<DescribeKeyCommandInput, DescribeKeyCommandOutput>({
  service: 'kms',
  name: 'DescribeKey',
  authorize: ({ KeyId }, context) => onKey('DescribeKey', KeyId, context),
  handle: ({ KeyId = '' }, context) => {
    const { key, scope } = findKey(context.cloud, context, KeyId);
    return { KeyMetadata: renderKey(key, scope.accountId) };
  },
});

export function renderKey(key: KeyRecord, accountId: string): KeyMetadata {
  return {
    KeyId: key.id,
    Arn: key.arn,
    AWSAccountId: accountId,
    CreationDate: new Date(key.createdAt),
    Description: key.description,
    Enabled: key.state === 'Enabled',
    KeyState: key.state,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    KeyManager: 'CUSTOMER',
    Origin: 'AWS_KMS',
    MultiRegion: false,
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    ...(key.deletionAt !== undefined && { DeletionDate: new Date(key.deletionAt) }),
  };
}

/** A policy that is no JSON would lock everybody out. */
export function checkPolicy(policy: string): void {
  try {
    JSON.parse(policy);
  } catch {
    throw new AwsError('MalformedPolicyDocumentException', 'the key policy is not JSON');
  }
}

function refuseOtherKeys({
  KeySpec,
  KeyUsage,
  MultiRegion,
  Origin,
  CustomKeyStoreId,
}: CreateKeyCommandInput): void {
  const isPlain =
    (KeySpec ?? 'SYMMETRIC_DEFAULT') === 'SYMMETRIC_DEFAULT' &&
    (KeyUsage ?? 'ENCRYPT_DECRYPT') === 'ENCRYPT_DECRYPT' &&
    (Origin ?? 'AWS_KMS') === 'AWS_KMS' &&
    !MultiRegion &&
    CustomKeyStoreId === undefined;
  if (isPlain) return;
  throw new AwsError(
    'UnsupportedOperationException',
    'the sandbox has symmetric keys of one region, made by KMS',
  );
}

function defaultPolicy(accountId: string): string {
  const statement = {
    Sid: 'Enable IAM User Permissions',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${accountId}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}
