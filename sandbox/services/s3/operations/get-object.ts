import type {
  GetObjectCommandInput,
  GetObjectCommandOutput,
  HeadObjectCommandInput,
  HeadObjectCommandOutput,
} from '@aws-sdk/client-s3';
import { defineOperation } from '../../../cloud/operation.ts';
import { objectPath } from '../object-path.ts';
import { requireReadable } from '../preconditions.ts';
import { bodyStream, byteRange, describeObject, readRequests, requireObject } from '../read-object.ts';

export const getObject = defineOperation<GetObjectCommandInput, GetObjectCommandOutput>({
  service: 's3',
  name: 'GetObject',
  members: [
    'Bucket',
    'ChecksumMode',
    'ExpectedBucketOwner',
    'IfMatch',
    'IfModifiedSince',
    'IfNoneMatch',
    'IfUnmodifiedSince',
    'Key',
    'Range',
    'VersionId',
  ],
  authorize: readRequests,
  handle: (input, context) => {
    const { bucket, record } = requireObject(input, context);
    requireReadable(record, input);
    const range = byteRange(input.Range, record.size);
    return {
      ...describeObject(record, range, input.ChecksumMode === 'ENABLED'),
      Body: bodyStream(objectPath(context.cloud, bucket.name, record.key), range),
    };
  },
});

export const headObject = defineOperation<HeadObjectCommandInput, HeadObjectCommandOutput>({
  service: 's3',
  name: 'HeadObject',
  members: [
    'Bucket',
    'ChecksumMode',
    'ExpectedBucketOwner',
    'IfMatch',
    'IfModifiedSince',
    'IfNoneMatch',
    'IfUnmodifiedSince',
    'Key',
    'VersionId',
  ],
  authorize: readRequests,
  handle: (input, context) => {
    const { record } = requireObject(input, context);
    requireReadable(record, input);
    return describeObject(record, undefined, input.ChecksumMode === 'ENABLED');
  },
});
