import type { PutObjectCommandInput, PutObjectCommandOutput } from '@aws-sdk/client-s3';
import { defineOperation } from '../../../cloud/operation.ts';
import { findObject, requireBucket } from '../bucket.ts';
import { writeObject } from '../change-object.ts';
import { encryptionOf, encryptionOutput } from '../encryption.ts';
import { newRecord } from '../new-record.ts';
import { requireKey, temporaryPath } from '../object-path.ts';
import { requireCondition } from '../preconditions.ts';
import { receiveBody } from '../receive-body.ts';
import { writeRequests } from '../write-requests.ts';

export const putObject = defineOperation<PutObjectCommandInput, PutObjectCommandOutput>({
  service: 's3',
  name: 'PutObject',
  members: [
    'ACL',
    'Body',
    'Bucket',
    'BucketKeyEnabled',
    'CacheControl',
    'ChecksumAlgorithm',
    'ChecksumCRC32',
    'ChecksumSHA1',
    'ChecksumSHA256',
    'ContentDisposition',
    'ContentEncoding',
    'ContentLanguage',
    'ContentLength',
    'ContentMD5',
    'ContentType',
    'ExpectedBucketOwner',
    'IfMatch',
    'IfNoneMatch',
    'Key',
    'Metadata',
    'SSEKMSKeyId',
    'ServerSideEncryption',
    'StorageClass',
    'Tagging',
  ],
  authorize: writeRequests,
  handle: async (input, { cloud, now }) => {
    const key = requireKey(input.Key);
    const temporary = temporaryPath(cloud);
    const body = await receiveBody(input.Body, temporary, input);
    // Whoever waited for the body sees the bucket and the object as they are now.
    const bucket = requireBucket(cloud, input.Bucket);
    const current = findObject(cloud, bucket.name, key);
    requireCondition(input, current, temporary);
    const record = newRecord({
      key,
      body,
      now,
      versioned: bucket.versioned,
      encryption: encryptionOf(cloud, bucket, input),
      writer: input,
    });
    writeObject(cloud, { bucket: bucket.name, temporary, record, reason: 'PutObject' });
    return {
      ETag: record.etag,
      ChecksumCRC32: body.crc32,
      ChecksumType: 'FULL_OBJECT',
      ...(record.versionId !== undefined && { VersionId: record.versionId }),
      ...encryptionOutput(record.encryption),
    };
  },
});
