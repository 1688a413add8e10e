import { randomBytes, randomUUID } from 'node:crypto';
import type {
  CreateKeyCommandInput,
  CreateKeyCommandOutput,
  DescribeKeyCommandInput,
  DescribeKeyCommandOutput,
  GetKeyPolicyCommandInput,
  GetKeyPolicyCommandOutput,
  KeyMetadata,
  ListKeyPoliciesCommandInput,
  ListKeyPoliciesCommandOutput,
  ListKeysCommandInput,
  ListKeysCommandOutput,
  PutKeyPolicyCommandInput,
  PutKeyPolicyCommandOutput,
  UpdateKeyDescriptionCommandInput,
  UpdateKeyDescriptionCommandOutput,
} from '@aws-sdk/client-kms';
import { andTag } from '../../../cloud/and-tag.ts';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { tagKeys } from '../find-key.ts';
import { changeKey, manageKey, requireKey } from '../key-operation.ts';
import { type KeyRecord, keys } from '../store.ts';

export const createKey = defineOperation<CreateKeyCommandInput, CreateKeyCommandOutput>({
  service: 'kms',
  name: 'CreateKey',
  members: ['Description', 'KeySpec', 'KeyUsage', 'MultiRegion', 'Origin', 'Policy', 'Tags'],
  authorize: ({ Tags }) =>
    andTag(
      { action: 'kms:CreateKey', resource: '*', context: tagKeys('aws:RequestTag', Tags) },
      'kms:TagResource',
      Tags,
    ),
  handle: (input, { cloud, accountId, region, now }) => {
    requireSymmetric(input);
    const id = randomUUID();
    const key: KeyRecord = {
      id,
      arn: `arn:aws:kms:${region}:${accountId}:key/${id}`,
      description: input.Description ?? '',
      state: 'Enabled',
      policy: input.Policy === undefined ? ownersPolicy(accountId) : requirePolicy(input.Policy),
      tags: input.Tags ?? [],
      material: randomBytes(32).toString('base64'),
      createdAt: now.toISOString(),
    };
    keys(cloud).put({ accountId, region }, id, key);
    return { KeyMetadata: describe(key) };
  },
});

function requireSymmetric({ KeySpec, KeyUsage, Origin, MultiRegion }: CreateKeyCommandInput): void {
  const isSymmetric = (KeySpec ?? 'SYMMETRIC_DEFAULT') === 'SYMMETRIC_DEFAULT';
  const encrypts = (KeyUsage ?? 'ENCRYPT_DECRYPT') === 'ENCRYPT_DECRYPT';
  if (isSymmetric && encrypts && (Origin ?? 'AWS_KMS') === 'AWS_KMS' && MultiRegion !== true) return;
  throw new AwsError(
    'UnsupportedOperationException',
    'the sandbox makes symmetric keys for one region only (SYMMETRIC_DEFAULT, ENCRYPT_DECRYPT, AWS_KMS)',
  );
}

/** What AWS gives a key without a policy: the account decides by IAM. */
function ownersPolicy(accountId: string): string {
  const statement = {
    Sid: 'Enable IAM User Permissions',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${accountId}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

function requirePolicy(text: string | undefined): string {
  try {
    const document: unknown = JSON.parse(text ?? '');
    if (typeof document === 'object' && document !== null && 'Statement' in document) return text ?? '';
  } catch {
    // Answered below.
  }
  throw new AwsError('MalformedPolicyDocumentException', 'the key policy is not a policy document in JSON');
}

function describe(key: KeyRecord): KeyMetadata {
  return {
    KeyId: key.id,
    Arn: key.arn,
    AWSAccountId: key.arn.split(':')[4] ?? '',
    CreationDate: new Date(key.createdAt),
    Description: key.description,
    Enabled: key.state === 'Enabled',
    KeyState: key.state,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    MultiRegion: false,
    ...(key.deletionAt !== undefined && { DeletionDate: new Date(key.deletionAt) }),
  };
}

export const describeKey = defineOperation<DescribeKeyCommandInput, DescribeKeyCommandOutput>({
  service: 'kms',
  name: 'DescribeKey',
  members: ['KeyId'],
  authorize: manageKey('DescribeKey'),
  handle: (input, context) => ({ KeyMetadata: describe(requireKey(context, input.KeyId)) }),
});

export const listKeys = defineOperation<ListKeysCommandInput, ListKeysCommandOutput>({
  service: 'kms',
  name: 'ListKeys',
  members: ['Limit'],
  authorize: () => [{ action: 'kms:ListKeys', resource: '*' }],
  handle: (_input, { cloud, accountId, region }) => ({
    Keys: keys(cloud)
      .list({ accountId, region })
      .map(([KeyId, { arn }]) => ({ KeyId, KeyArn: arn })),
    Truncated: false,
  }),
});

export const updateKeyDescription = defineOperation<
  UpdateKeyDescriptionCommandInput,
  UpdateKeyDescriptionCommandOutput
>({
  service: 'kms',
  name: 'UpdateKeyDescription',
  members: ['Description', 'KeyId'],
  authorize: manageKey('UpdateKeyDescription'),
  handle: (input, context) => {
    changeKey(context, input.KeyId, (key) => ({ ...key, description: input.Description ?? '' }));
    return {};
  },
});

export const putKeyPolicy = defineOperation<PutKeyPolicyCommandInput, PutKeyPolicyCommandOutput>({
  service: 'kms',
  name: 'PutKeyPolicy',
  members: ['KeyId', 'Policy', 'PolicyName'],
  authorize: manageKey('PutKeyPolicy'),
  handle: (input, context) => {
    requireDefault(input.PolicyName);
    const policy = requirePolicy(input.Policy);
    changeKey(context, input.KeyId, (key) => ({ ...key, policy }));
    return {};
  },
});

export const getKeyPolicy = defineOperation<GetKeyPolicyCommandInput, GetKeyPolicyCommandOutput>({
  service: 'kms',
  name: 'GetKeyPolicy',
  members: ['KeyId', 'PolicyName'],
  authorize: manageKey('GetKeyPolicy'),
  handle: (input, context) => {
    requireDefault(input.PolicyName);
    return { Policy: requireKey(context, input.KeyId).policy, PolicyName: 'default' };
  },
});

function requireDefault(name: string | undefined): void {
  if (name !== undefined && name !== 'default')
    throw new AwsError('NotFoundException', 'the only policy of a key is named default');
}

export const listKeyPolicies = defineOperation<ListKeyPoliciesCommandInput, ListKeyPoliciesCommandOutput>({
  service: 'kms',
  name: 'ListKeyPolicies',
  members: ['KeyId'],
  authorize: manageKey('ListKeyPolicies'),
  handle: () => ({ PolicyNames: ['default'], Truncated: false }),
});
