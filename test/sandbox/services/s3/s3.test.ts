import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import * as s3 from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuthorizationRequest } from '../../../../sandbox/cloud/operation.ts';
import { AwsError } from '../../../../sandbox/cloud/aws-error.ts';
import { objectPath } from '../../../../sandbox/services/s3/object-path.ts';
import { putObjectFile } from '../../../../sandbox/services/s3/put-object-file.ts';
import { s3Service } from '../../../../sandbox/services/s3/service.ts';
import { BUCKETS, pendingChanges } from '../../../../sandbox/services/s3/store.ts';
import { ACCOUNT, OTHER_ACCOUNT, root, startTestCloud, type TestCloud } from '../../start-test-cloud.ts';

let test: TestCloud;
let client: s3.S3Client;
const asked: AuthorizationRequest[] = [];
const denied = new Set<string>();

beforeAll(async () => {
  test = await startTestCloud({
    services: () => [s3Service],
    authorize: (_cloud, _caller, requests) => {
      for (const request of requests) {
        asked.push(request);
        if (denied.has(`${request.action} ${request.resource}`))
          throw new AwsError('AccessDeniedException', 'no');
      }
    },
  });
  client = new s3.S3Client({ ...test.config(), forcePathStyle: true });
  await createBucket('data-bucket');
});
afterAll(async () => {
  client.destroy();
  await test.stop();
});

const createBucket = async (Bucket: string) =>
  await client.send(
    new s3.CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
  );
const put = async (Key: string, Body: string, more: Partial<s3.PutObjectCommandInput> = {}) =>
  await client.send(new s3.PutObjectCommand({ Bucket: 'data-bucket', Key, Body, ...more }));
const read = async (Key: string, more: Partial<s3.GetObjectCommandInput> = {}) =>
  await client.send(new s3.GetObjectCommand({ Bucket: 'data-bucket', Key, ...more }));

describe('buckets', () => {
  it('are born private and are told as they are', async () => {
    const location = await client.send(new s3.GetBucketLocationCommand({ Bucket: 'data-bucket' }));
    expect(location.LocationConstraint).toBe('eu-west-1');
    const block = await client.send(new s3.GetPublicAccessBlockCommand({ Bucket: 'data-bucket' }));
    expect(block.PublicAccessBlockConfiguration?.BlockPublicPolicy).toBe(true);
    const head = await client.send(new s3.HeadBucketCommand({ Bucket: 'data-bucket' }));
    expect(head.BucketRegion).toBe('eu-west-1');
  });

  it('have names that belong to one account only', async () => {
    await expect(createBucket('data-bucket')).rejects.toMatchObject({ name: 'BucketAlreadyOwnedByYou' });
    const other = new s3.S3Client({ ...test.config(OTHER_ACCOUNT), forcePathStyle: true });
    const again = new s3.CreateBucketCommand({
      Bucket: 'data-bucket',
      CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
    });
    await expect(other.send(again)).rejects.toMatchObject({ name: 'BucketAlreadyExists' });
    expect((await other.send(new s3.ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
  });

  it('give back the configuration that was put, and none that was not', async () => {
    const Bucket = 'config-bucket';
    await createBucket(Bucket);
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    await expect(client.send(new s3.GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchBucketPolicy',
      $metadata: { httpStatusCode: 404 },
    });
    await client.send(new s3.PutBucketPolicyCommand({ Bucket, Policy }));
    expect((await client.send(new s3.GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy);
    const Rules = [
      { ID: 'old', Status: 'Enabled' as const, Filter: { Prefix: 'tmp/' }, Expiration: { Days: 3 } },
    ];
    await client.send(
      new s3.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }),
    );
    expect((await client.send(new s3.GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules).toEqual(
      Rules,
    );
    await client.send(
      new s3.PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } }),
    );
    expect((await client.send(new s3.GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual([
      { Key: 'a', Value: 'b' },
    ]);
    const queue = {
      QueueConfigurations: [{ QueueArn: 'arn:aws:sqs:x', Events: ['s3:ObjectCreated:*' as const] }],
    };
    await expect(
      client.send(
        new s3.PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: queue }),
      ),
    ).rejects.toThrow('the sandbox does not support QueueConfigurations');
  });

  it('are deleted when they are empty', async () => {
    await createBucket('short-lived');
    await client.send(new s3.PutObjectCommand({ Bucket: 'short-lived', Key: 'k', Body: 'x' }));
    const remove = new s3.DeleteBucketCommand({ Bucket: 'short-lived' });
    await expect(client.send(remove)).rejects.toMatchObject({ name: 'BucketNotEmpty' });
    await client.send(new s3.DeleteObjectCommand({ Bucket: 'short-lived', Key: 'k' }));
    await client.send(new s3.DeleteBucketCommand({ Bucket: 'short-lived' }));
    await expect(client.send(new s3.HeadBucketCommand({ Bucket: 'short-lived' }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 404 },
    });
  });
});

describe('objects', () => {
  it('are plain files and come back with what was said of them', async () => {
    const written = await put('raw/a b+c é.txt', 'hello', {
      ContentType: 'text/plain',
      Metadata: { origin: 'test' },
    });
    expect(written.ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
    expect(readFileSync(join(test.cloud.directory, 's3/data-bucket/raw/a b+c é.txt'), 'utf8')).toBe('hello');
    const got = await read('raw/a b+c é.txt');
    expect(await got.Body?.transformToString()).toBe('hello');
    expect(got).toMatchObject({ ContentType: 'text/plain', Metadata: { origin: 'test' }, ContentLength: 5 });
  });

  it('are read in ranges', async () => {
    await put('range', '0123456789');
    const part = await read('range', { Range: 'bytes=2-4' });
    expect([await part.Body?.transformToString(), part.ContentRange, part.$metadata.httpStatusCode]).toEqual([
      '234',
      'bytes 2-4/10',
      206,
    ]);
    expect(await (await read('range', { Range: 'bytes=-3' })).Body?.transformToString()).toBe('789');
    await expect(read('range', { Range: 'bytes=20-' })).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  it('never lead out of their bucket', async () => {
    const keys = ['../escape', 'a/../../escape', '/leading', 'double//slash', 'folder/', './dot'];
    for (const key of keys) {
      await client.send(new s3.PutObjectCommand({ Bucket: 'data-bucket', Key: key, Body: key }));
      expect(await (await read(key)).Body?.transformToString()).toBe(key);
      expect(objectPath(test.cloud, 'data-bucket', key)).toContain('/s3-other/data-bucket/');
    }
    expect(existsSync(join(test.cloud.directory, 's3/escape'))).toBe(false);
    await client.send(
      new s3.DeleteObjectsCommand({
        Bucket: 'data-bucket',
        Delete: { Objects: keys.map((Key) => ({ Key })) },
      }),
    );
  });

  it('honour conditional writes', async () => {
    await put('once', '1', { IfNoneMatch: '*' });
    await expect(put('once', '2', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    });
    const { ETag } = await read('once');
    await put('once', '3', { IfMatch: ETag });
    await expect(put('once', '4', { IfMatch: ETag })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(await (await read('once')).Body?.transformToString()).toBe('3');
  });

  it('answer a conditional read of the known version with 304', async () => {
    const { ETag } = await put('cached', 'x');
    await expect(read('cached', { IfNoneMatch: ETag })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
  });

  it('refuse a body that does not fit its checksum, and parameters that are not understood', async () => {
    await expect(put('sum', 'x', { ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' })).rejects.toMatchObject({
      name: 'BadDigest',
    });
    await expect(read('sum')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(put('lock', 'x', { ObjectLockLegalHoldStatus: 'ON' })).rejects.toThrow(
      'the sandbox does not support the parameter ObjectLockLegalHoldStatus of s3:PutObject',
    );
  });

  it('cannot be a file and a directory at once', async () => {
    await put('both/child', 'x');
    await expect(put('both', 'x')).rejects.toThrow(
      'a key cannot be both an object and the beginning of another key',
    );
    await client.send(new s3.DeleteObjectCommand({ Bucket: 'data-bucket', Key: 'both/child' }));
    await put('both', 'x');
  });

  it('are copied with their metadata', async () => {
    await put('origin/é', 'copy me', { Metadata: { a: 'b' } });
    await client.send(
      new s3.CopyObjectCommand({
        Bucket: 'data-bucket',
        Key: 'copied',
        CopySource: `data-bucket/${encodeURIComponent('origin/é')}`,
      }),
    );
    const copy = await read('copied');
    expect([await copy.Body?.transformToString(), copy.Metadata]).toEqual(['copy me', { a: 'b' }]);
  });

  it('arrive in parts', async () => {
    const target = { Bucket: 'data-bucket', Key: 'big' };
    const { UploadId } = await client.send(new s3.CreateMultipartUploadCommand(target));
    const chunks = [Buffer.alloc(5 * 1024 * 1024, 'a'), Buffer.from('end')];
    const Parts = await Promise.all(
      chunks.map(async (Body, index) => {
        const PartNumber = index + 1;
        const { ETag } = await client.send(
          new s3.UploadPartCommand({ ...target, UploadId, PartNumber, Body }),
        );
        return { ETag, PartNumber };
      }),
    );
    const done = await client.send(
      new s3.CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }),
    );
    expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    const body = await (await read('big')).Body?.transformToByteArray();
    expect(Buffer.compare(Buffer.from(body ?? []), Buffer.concat(chunks))).toBe(0);
    await expect(client.send(new s3.ListPartsCommand({ ...target, UploadId }))).rejects.toMatchObject({
      name: 'NoSuchUpload',
    });
  });

  it('arrive as a stream without a known checksum', async () => {
    const Body = Readable.from([Buffer.from('str'), Buffer.from('eam')]);
    await client.send(
      new s3.PutObjectCommand({ Bucket: 'data-bucket', Key: 'stream', Body, ContentLength: 6 }),
    );
    expect(await (await read('stream')).Body?.transformToString()).toBe('stream');
  });

  it('are moved in from a file without copying', async () => {
    const path = join(test.cloud.directory, 'result.csv');
    writeFileSync(path, 'a,b');
    const record = await putObjectFile(test.cloud, root(), {
      bucket: 'data-bucket',
      key: 'results/1.csv',
      path,
    });
    expect([record.size, existsSync(path)]).toEqual([3, false]);
    expect(await (await read('results/1.csv')).Body?.transformToString()).toBe('a,b');
  });
});

describe('listing', () => {
  beforeAll(async () => {
    await createBucket('list-bucket');
    for (const Key of ['a/1', 'a/2', 'a/3', 'b/1', 'c', 'd'])
      await client.send(new s3.PutObjectCommand({ Bucket: 'list-bucket', Key, Body: Key }));
  });

  it('rolls keys up at the delimiter', async () => {
    const page = await client.send(new s3.ListObjectsV2Command({ Bucket: 'list-bucket', Delimiter: '/' }));
    expect(page.Contents?.map(({ Key }) => Key)).toEqual(['c', 'd']);
    expect(page.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['a/', 'b/']);
  });

  it.each([undefined, '/'])(
    'gives every entry once over pages of any size (delimiter %s)',
    async (Delimiter) => {
      const all = Delimiter === undefined ? ['a/1', 'a/2', 'a/3', 'b/1', 'c', 'd'] : ['a/', 'b/', 'c', 'd'];
      for (const MaxKeys of [1, 2, 3, 4, 10]) {
        const seen: (string | undefined)[] = [];
        let ContinuationToken: string | undefined;
        do {
          const page: s3.ListObjectsV2CommandOutput = await client.send(
            new s3.ListObjectsV2Command({ Bucket: 'list-bucket', Delimiter, MaxKeys, ContinuationToken }),
          );
          seen.push(
            ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
            ...(page.Contents ?? []).map(({ Key }) => Key),
          );
          expect(page.KeyCount).toBeLessThanOrEqual(MaxKeys);
          ContinuationToken = page.NextContinuationToken;
        } while (ContinuationToken !== undefined);
        expect(seen, `pages of ${MaxKeys}`).toEqual(all);
      }
    },
  );
});

describe('permissions', () => {
  it('name the action, the object and the prefix', async () => {
    asked.length = 0;
    await client.send(new s3.ListObjectsV2Command({ Bucket: 'data-bucket', Prefix: 'raw/' }));
    await put('perm', 'x', { ServerSideEncryption: 'AES256' });
    expect(asked).toEqual([
      {
        action: 's3:ListBucket',
        resource: 'arn:aws:s3:::data-bucket',
        resourceAccount: ACCOUNT,
        context: { 's3:ResourceAccount': ACCOUNT, 's3:prefix': 'raw/' },
      },
      {
        action: 's3:PutObject',
        resource: 'arn:aws:s3:::data-bucket/perm',
        resourceAccount: ACCOUNT,
        context: { 's3:ResourceAccount': ACCOUNT, 's3:x-amz-server-side-encryption': 'AES256' },
      },
    ]);
  });

  it('tell that an object is absent only to those who may list', async () => {
    denied.add('s3:ListBucket arn:aws:s3:::data-bucket');
    await expect(read('absent')).rejects.toMatchObject({ name: 'AccessDenied' });
    denied.clear();
    await expect(read('absent')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('are asked for each key of a batch', async () => {
    await put('batch/1', 'x');
    await put('batch/2', 'x');
    denied.add('s3:DeleteObject arn:aws:s3:::data-bucket/batch/1');
    const answer = await client.send(
      new s3.DeleteObjectsCommand({
        Bucket: 'data-bucket',
        Delete: { Objects: [{ Key: 'batch/1' }, { Key: 'batch/2' }] },
      }),
    );
    denied.clear();
    expect(answer.Deleted).toEqual([{ Key: 'batch/2' }]);
    expect(answer.Errors).toMatchObject([{ Key: 'batch/1', Code: 'AccessDenied' }]);
    expect(await (await read('batch/1')).Body?.transformToString()).toBe('x');
  });
});

describe('a killed process', () => {
  const record = {
    key: 'killed',
    size: 3,
    etag: '"x"',
    lastModified: '2026-01-01T00:00:00.000Z',
    encryption: { algorithm: 'AES256' as const },
    headers: {},
    metadata: {},
    tags: [],
  };
  const pending = (temporary: string) => {
    const change = { kind: 'write' as const, bucket: 'data-bucket', temporary, record, reason: 'PutObject' };
    pendingChanges(test.cloud).put(BUCKETS, 'p', change);
  };

  it('drops a write whose file had not been renamed yet', async () => {
    const temporary = join(test.cloud.directory, 's3-temporary', 'unfinished');
    mkdirSync(join(test.cloud.directory, 's3-temporary'), { recursive: true });
    writeFileSync(temporary, 'abc');
    pending(temporary);
    await test.restart();
    await expect(read('killed')).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(existsSync(temporary)).toBe(false);
  });

  it('completes a write whose file had been renamed', async () => {
    writeFileSync(objectPath(test.cloud, 'data-bucket', 'killed'), 'abc');
    pending(join(test.cloud.directory, 's3-temporary', 'gone'));
    await test.restart();
    expect(await (await read('killed')).Body?.transformToString()).toBe('abc');
    expect(pendingChanges(test.cloud).list(BUCKETS)).toEqual([]);
  });
});
