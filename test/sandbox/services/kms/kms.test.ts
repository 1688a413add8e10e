import * as kms from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketEncryptionCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AwsError } from '../../../../sandbox/cloud/aws-error.ts';
import type { AuthorizationRequest } from '../../../../sandbox/cloud/operation.ts';
import { kmsService } from '../../../../sandbox/services/kms/service.ts';
import { s3Service } from '../../../../sandbox/services/s3/service.ts';
import { ACCOUNT, startTestCloud, type TestCloud } from '../../start-test-cloud.ts';

let test: TestCloud;
let client: kms.KMSClient;
let now = new Date('2026-01-01T00:00:00Z');
const asked: AuthorizationRequest[] = [];
let deniedAction = '';

beforeAll(async () => {
  test = await startTestCloud({
    services: () => [kmsService, s3Service],
    clock: () => now,
    authorize: (_cloud, _caller, requests) => {
      asked.push(...requests);
      if (requests.some(({ action }) => action === deniedAction))
        throw new AwsError('AccessDeniedException', 'no');
    },
  });
  client = new kms.KMSClient(test.config());
});
afterAll(async () => {
  client.destroy();
  await test.stop();
});

const createKey = async (more: kms.CreateKeyCommandInput = {}) => {
  const { KeyMetadata } = await client.send(new kms.CreateKeyCommand(more));
  if (!KeyMetadata?.Arn || !KeyMetadata.KeyId) throw new Error('no key');
  return { arn: KeyMetadata.Arn, id: KeyMetadata.KeyId };
};
const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString();

describe('a key', () => {
  it('decrypts what it encrypted, in the same encryption context only', async () => {
    const { id, arn } = await createKey();
    const EncryptionContext = { purpose: 'test', domain: 'a' };
    const { CiphertextBlob } = await client.send(
      new kms.EncryptCommand({ KeyId: id, Plaintext: Buffer.from('secret'), EncryptionContext }),
    );
    expect(text(CiphertextBlob)).not.toContain('secret');
    const swapped = { domain: 'a', purpose: 'test' };
    const opened = await client.send(new kms.DecryptCommand({ CiphertextBlob, EncryptionContext: swapped }));
    expect([text(opened.Plaintext), opened.KeyId]).toEqual(['secret', arn]);
    const other = new kms.DecryptCommand({ CiphertextBlob, EncryptionContext: { purpose: 'other' } });
    await expect(client.send(other)).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
    const garbage = new kms.DecryptCommand({ CiphertextBlob: Buffer.from('garbage') });
    await expect(client.send(garbage)).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
  });

  it('gives data keys whose sealed form opens to the plain one', async () => {
    const { id } = await createKey();
    const made = await client.send(new kms.GenerateDataKeyCommand({ KeyId: id, KeySpec: 'AES_256' }));
    const opened = await client.send(new kms.DecryptCommand({ CiphertextBlob: made.CiphertextBlob }));
    expect(made.Plaintext).toHaveLength(32);
    expect(Buffer.compare(Buffer.from(opened.Plaintext ?? []), Buffer.from(made.Plaintext ?? []))).toBe(0);
  });

  it('answers to its alias', async () => {
    const { id, arn } = await createKey();
    await client.send(new kms.CreateAliasCommand({ AliasName: 'alias/mine', TargetKeyId: id }));
    const found = await client.send(new kms.DescribeKeyCommand({ KeyId: 'alias/mine' }));
    expect(found.KeyMetadata).toMatchObject({ Arn: arn, KeyState: 'Enabled', KeySpec: 'SYMMETRIC_DEFAULT' });
    await expect(
      client.send(new kms.CreateAliasCommand({ AliasName: 'alias/mine', TargetKeyId: id })),
    ).rejects.toMatchObject({ name: 'AlreadyExistsException' });
    await client.send(new kms.DeleteAliasCommand({ AliasName: 'alias/mine' }));
    await expect(client.send(new kms.DescribeKeyCommand({ KeyId: 'alias/mine' }))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
  });

  it('does not work while it is disabled, and goes after its waiting period', async () => {
    const { id } = await createKey();
    const encrypt = new kms.EncryptCommand({ KeyId: id, Plaintext: Buffer.from('x') });
    await client.send(new kms.DisableKeyCommand({ KeyId: id }));
    await expect(client.send(encrypt)).rejects.toMatchObject({ name: 'DisabledException' });
    await client.send(new kms.ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: 7 }));
    await expect(client.send(encrypt)).rejects.toMatchObject({ name: 'KMSInvalidStateException' });
    now = new Date('2026-01-09T00:00:00Z');
    await test.restart();
    await expect(client.send(new kms.DescribeKeyCommand({ KeyId: id }))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
  });

  it('refuses what the sandbox does not make', async () => {
    await expect(createKey({ KeySpec: 'RSA_2048' })).rejects.toMatchObject({
      name: 'UnsupportedOperationException',
    });
    await expect(createKey({ Policy: 'no json' })).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
    });
  });

  it('is asked through its own policy', async () => {
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    const { id, arn } = await createKey({ Policy });
    asked.length = 0;
    await client.send(
      new kms.EncryptCommand({ KeyId: id, Plaintext: Buffer.from('x'), EncryptionContext: { a: 'b' } }),
    );
    expect(asked).toEqual([
      {
        action: 'kms:Encrypt',
        resource: arn,
        resourceAccount: ACCOUNT,
        resourcePolicy: Policy,
        mustAllowByResource: true,
        context: {
          'kms:CallerAccount': ACCOUNT,
          'kms:EncryptionContextKeys': ['a'],
          'kms:EncryptionContext:a': 'b',
        },
      },
    ]);
  });
});

it('guards the objects of a bucket that it encrypts by default', async () => {
  const { arn } = await createKey();
  const s3 = new S3Client({ ...test.config(), forcePathStyle: true });
  const Bucket = 'sealed-bucket';
  await s3.send(
    new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
  );
  const rule = {
    ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: arn },
    BucketKeyEnabled: true,
  };
  await s3.send(
    new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } }),
  );
  asked.length = 0;
  const written = await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
  expect(written).toMatchObject({
    ServerSideEncryption: 'aws:kms',
    SSEKMSKeyId: arn,
    BucketKeyEnabled: true,
  });
  expect(asked.at(-1)).toMatchObject({
    action: 'kms:GenerateDataKey',
    resource: arn,
    context: {
      'kms:ViaService': 's3.eu-west-1.amazonaws.com',
      'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::sealed-bucket',
    },
  });
  deniedAction = 'kms:Decrypt';
  await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'k' }))).rejects.toMatchObject({
    name: 'AccessDenied',
  });
  deniedAction = '';
  s3.destroy();
});
