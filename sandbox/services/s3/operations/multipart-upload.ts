import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import type {
  AbortMultipartUploadCommandInput,
  AbortMultipartUploadCommandOutput,
  CreateMultipartUploadCommandInput,
  CreateMultipartUploadCommandOutput,
  ListMultipartUploadsCommandInput,
  ListMultipartUploadsCommandOutput,
  ListPartsCommandInput,
  ListPartsCommandOutput,
  UploadPartCommandInput,
  UploadPartCommandOutput,
} from '@aws-sdk/client-s3';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { bucketRequest, objectRequest, requireBucket } from '../bucket.ts';
import { encryptionOf, encryptionOutput } from '../encryption.ts';
import { headersOf, tagsOf } from '../new-record.ts';
import { partPath, requireKey, temporaryPath, uploadDirectory } from '../object-path.ts';
import { receiveBody } from '../receive-body.ts';
import { BUCKETS, parts, uploads } from '../store.ts';
import { requireUpload, uploadWriteRequests } from '../upload.ts';
import { writeRequests } from '../write-requests.ts';

const PART_NUMBER_MAX = 10_000;

export const createMultipartUpload = defineOperation<
  CreateMultipartUploadCommandInput,
  CreateMultipartUploadCommandOutput
>({
  service: 's3',
  name: 'CreateMultipartUpload',
  members: [
    'ACL',
    'Bucket',
    'BucketKeyEnabled',
    'CacheControl',
    'ChecksumAlgorithm',
    'ChecksumType',
    'ContentDisposition',
    'ContentEncoding',
    'ContentLanguage',
    'ContentType',
    'ExpectedBucketOwner',
    'Key',
    'Metadata',
    'SSEKMSKeyId',
    'ServerSideEncryption',
    'StorageClass',
    'Tagging',
  ],
  authorize: writeRequests,
  handle: (input, { cloud, now }) => {
    const bucket = requireBucket(cloud, input.Bucket);
    const id = randomUUID();
    const encryption = encryptionOf(cloud, bucket, input);
    uploads(cloud).put(BUCKETS, id, {
      id,
      bucket: bucket.name,
      key: requireKey(input.Key),
      createdAt: now.toISOString(),
      encryption,
      headers: headersOf(input),
      metadata: input.Metadata ?? {},
      tags: tagsOf(input.Tagging),
    });
    return { Bucket: bucket.name, Key: requireKey(input.Key), UploadId: id, ...encryptionOutput(encryption) };
  },
});

export const uploadPart = defineOperation<UploadPartCommandInput, UploadPartCommandOutput>({
  service: 's3',
  name: 'UploadPart',
  members: [
    'Body',
    'Bucket',
    'ChecksumAlgorithm',
    'ChecksumCRC32',
    'ChecksumSHA1',
    'ChecksumSHA256',
    'ContentLength',
    'ContentMD5',
    'ExpectedBucketOwner',
    'Key',
    'PartNumber',
    'UploadId',
  ],
  authorize: uploadWriteRequests,
  handle: async (input, { cloud, now }) => {
    const upload = requireUpload(cloud, input);
    const number = input.PartNumber ?? 0;
    if (!Number.isInteger(number) || number < 1 || number > PART_NUMBER_MAX)
      throw new AwsError('InvalidArgument', `a part number is 1 to ${PART_NUMBER_MAX}`);
    const temporary = temporaryPath(cloud);
    const { size, etag, crc32 } = await receiveBody(input.Body, temporary, input);
    // The upload may have been aborted while the part was arriving.
    requireUpload(cloud, input);
    mkdirSync(uploadDirectory(cloud, upload.id), { recursive: true });
    renameSync(temporary, partPath(cloud, upload.id, number));
    parts(cloud).put(BUCKETS, `${upload.id}/${number}`, {
      number,
      size,
      etag,
      modifiedAt: now.toISOString(),
    });
    return { ETag: etag, ChecksumCRC32: crc32, ...encryptionOutput(upload.encryption) };
  },
});

export const abortMultipartUpload = defineOperation<
  AbortMultipartUploadCommandInput,
  AbortMultipartUploadCommandOutput
>({
  service: 's3',
  name: 'AbortMultipartUpload',
  members: ['Bucket', 'ExpectedBucketOwner', 'Key', 'UploadId'],
  authorize: (input, { cloud }) => [
    objectRequest(requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner), requireKey(input.Key), {
      action: 'AbortMultipartUpload',
    }),
  ],
  handle: (input, { cloud }) => {
    const { id } = requireUpload(cloud, input);
    cloud.store.transaction(() => {
      for (const [key] of parts(cloud).list(BUCKETS, `${id}/`)) parts(cloud).delete(BUCKETS, key);
      uploads(cloud).delete(BUCKETS, id);
    });
    rmSync(uploadDirectory(cloud, id), { recursive: true, force: true });
    return {};
  },
});

export const listParts = defineOperation<ListPartsCommandInput, ListPartsCommandOutput>({
  service: 's3',
  name: 'ListParts',
  members: ['Bucket', 'ExpectedBucketOwner', 'Key', 'UploadId'],
  authorize: (input, { cloud }) => [
    objectRequest(requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner), requireKey(input.Key), {
      action: 'ListMultipartUploadParts',
    }),
  ],
  handle: (input, { cloud }) => {
    const upload = requireUpload(cloud, input);
    const found = parts(cloud)
      .list(BUCKETS, `${upload.id}/`)
      .map(([, part]) => part)
      .sort((a, b) => a.number - b.number);
    return {
      Bucket: upload.bucket,
      Key: upload.key,
      UploadId: upload.id,
      IsTruncated: false,
      Parts: found.map(({ number, size, etag, modifiedAt }) => ({
        PartNumber: number,
        Size: size,
        ETag: etag,
        LastModified: new Date(modifiedAt),
      })),
    };
  },
});

export const listMultipartUploads = defineOperation<
  ListMultipartUploadsCommandInput,
  ListMultipartUploadsCommandOutput
>({
  service: 's3',
  name: 'ListMultipartUploads',
  members: ['Bucket', 'ExpectedBucketOwner', 'Prefix'],
  authorize: (input, { cloud }) => [
    bucketRequest(
      requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner),
      'ListBucketMultipartUploads',
    ),
  ],
  handle: (input, { cloud }) => {
    const { name } = requireBucket(cloud, input.Bucket);
    const found = uploads(cloud)
      .list(BUCKETS)
      .map(([, upload]) => upload)
      .filter((upload) => upload.bucket === name && upload.key.startsWith(input.Prefix ?? ''));
    return {
      Bucket: name,
      IsTruncated: false,
      Uploads: found.map(({ id, key, createdAt }) => ({
        UploadId: id,
        Key: key,
        Initiated: new Date(createdAt),
      })),
    };
  },
});
