import { GetKeyPolicyCommand, KMSClient, ListAliasesCommand, ListKeysCommand } from '@aws-sdk/client-kms';
import {
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  ListBucketsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { LiveResource } from '../../../core/access/world/live/live-account.ts';
import { assetBucket } from '../../../core/naming/names.ts';
import { mapBounded } from '../../deploy/map-bounded.ts';
import { pages, parsed, type Reader, token, unless } from './reader.ts';

const BUCKETS_CONCURRENCY_MAX = 4;

/** Buckets with their policies and keys. */
export const readBuckets: Reader = async ({ account, region, client }) => {
  const s3 = new S3Client({ ...client, forcePathStyle: client['endpoint'] !== undefined });
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  // What the bootstrap publishes for deployments is trusted with them.
  const own = Buckets.filter(({ Name }) => Name !== assetBucket(account, region));
  const read = await mapBounded(
    own,
    BUCKETS_CONCURRENCY_MAX,
    async ({ Name = '' }) => await readBucket(s3, Name),
  );
  return read.flat();
};

async function readBucket(s3: S3Client, Bucket: string): Promise<readonly LiveResource[]> {
  const encryption = await unless(
    async () => await s3.send(new GetBucketEncryptionCommand({ Bucket })),
    'ServerSideEncryptionConfigurationNotFoundError',
  );
  const policy = await unless(
    async () => await s3.send(new GetBucketPolicyCommand({ Bucket })),
    'NoSuchBucketPolicy',
  );
  const rules = encryption?.ServerSideEncryptionConfiguration?.Rules ?? [];
  const bucket = {
    type: 'AWS::S3::Bucket',
    arn: `arn:aws:s3:::${Bucket}`,
    name: Bucket,
    properties: {
      BucketName: Bucket,
      BucketEncryption: {
        ServerSideEncryptionConfiguration: rules.map(({ ApplyServerSideEncryptionByDefault: by }) => ({
          ServerSideEncryptionByDefault: {
            SSEAlgorithm: by?.SSEAlgorithm,
            KMSMasterKeyID: by?.KMSMasterKeyID,
          },
        })),
      },
    },
  };
  if (policy?.Policy === undefined) return [bucket];
  const properties = { Bucket, PolicyDocument: parsed(policy.Policy) };
  return [bucket, { type: 'AWS::S3::BucketPolicy', arn: `${bucket.arn}?policy`, name: Bucket, properties }];
}

/** Keys that are in use, with their policies and aliases. */
export const readKeys: Reader = async ({ client }) => {
  const kms = new KMSClient(client);
  const keys = await pages(async (Marker) => {
    const page = await kms.send(new ListKeysCommand({ ...token('Marker', Marker) }));
    return { items: page.Keys, next: page.NextMarker };
  });
  const aliases = await pages(async (Marker) => {
    const page = await kms.send(new ListAliasesCommand({ ...token('Marker', Marker) }));
    return { items: page.Aliases, next: page.NextMarker };
  });
  const policies = await Promise.all(
    keys.map(async ({ KeyId = '', KeyArn = '' }): Promise<LiveResource> => {
      const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId }));
      return { type: 'AWS::KMS::Key', arn: KeyArn, name: KeyId, properties: { KeyPolicy: parsed(Policy) } };
    }),
  );
  const named = aliases
    .filter(({ TargetKeyId }) => TargetKeyId !== undefined)
    .map(({ AliasName = '', AliasArn = '', TargetKeyId }): LiveResource => {
      const key = keys.find(({ KeyId }) => KeyId === TargetKeyId);
      const properties = { AliasName, TargetKeyId: key?.KeyArn ?? TargetKeyId };
      return { type: 'AWS::KMS::Alias', arn: AliasArn, name: AliasName, properties };
    });
  return [...policies, ...named];
};
