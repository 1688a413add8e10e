import { copyFile } from 'node:fs/promises';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CopyObjectCommandInput, CopyObjectCommandOutput } from '@aws-sdk/client-s3';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { findObject, requireBucket } from '../bucket.ts';
import { writeObject } from '../change-object.ts';
import { encryptionOf, encryptionOutput } from '../encryption.ts';
import { headersOf, newVersionId, tagsOf } from '../new-record.ts';
import { objectPath, requireKey, temporaryPath } from '../object-path.ts';
import { requireCondition, requireReadable } from '../preconditions.ts';
import { readRequests, requireObject } from '../read-object.ts';
import { writeRequests } from '../write-requests.ts';

export const copyObject = defineOperation<CopyObjectCommandInput, CopyObjectCommandOutput>({
  service: 's3',
  name: 'CopyObject',
  members: [
    'ACL',
    'Bucket',
    'BucketKeyEnabled',
    'CacheControl',
    'ChecksumAlgorithm',
    'ContentDisposition',
    'ContentEncoding',
    'ContentLanguage',
    'ContentType',
    'CopySource',
    'CopySourceIfMatch',
    'CopySourceIfNoneMatch',
    'ExpectedBucketOwner',
    'IfMatch',
    'IfNoneMatch',
    'Key',
    'Metadata',
    'MetadataDirective',
    'SSEKMSKeyId',
    'ServerSideEncryption',
    'StorageClass',
    'Tagging',
    'TaggingDirective',
  ],
  authorize: (input, context) => [
    ...readRequests(sourceOf(input.CopySource), context),
    ...writeRequests(input, context),
  ],
  handle: async (input, context) => {
    const { cloud, now } = context;
    const source = requireObject(sourceOf(input.CopySource), context);
    requireReadable(source.record, {
      IfMatch: input.CopySourceIfMatch,
      IfNoneMatch: input.CopySourceIfNoneMatch,
    });
    const temporary = temporaryPath(cloud);
    mkdirSync(dirname(temporary), { recursive: true });
    await copyFile(objectPath(cloud, source.bucket.name, source.record.key), temporary);
    const bucket = requireBucket(cloud, input.Bucket);
    const key = requireKey(input.Key);
    requireCondition(input, findObject(cloud, bucket.name, key), temporary);
    const { versionId: _, ...copied } = source.record;
    const record = {
      ...copied,
      key,
      lastModified: now.toISOString(),
      encryption: encryptionOf(cloud, bucket, input),
      ...(bucket.versioned && { versionId: newVersionId() }),
      ...(input.MetadataDirective === 'REPLACE' && {
        headers: headersOf(input),
        metadata: input.Metadata ?? {},
      }),
      ...(input.TaggingDirective === 'REPLACE' && { tags: tagsOf(input.Tagging) }),
    };
    writeObject(cloud, { bucket: bucket.name, temporary, record, reason: 'CopyObject' });
    return {
      CopyObjectResult: { ETag: record.etag, LastModified: now },
      ...(record.versionId !== undefined && { VersionId: record.versionId }),
      ...encryptionOutput(record.encryption),
    };
  },
});

/** `bucket/key?versionId=…`, with or without a slash in front, percent-encoded. */
export function sourceOf(source: string | undefined): { Bucket: string; Key: string; VersionId?: string } {
  const [path = '', search = ''] = (source ?? '').split(/\?versionId=/);
  const match = /^\/?([^/]+)\/(.+)$/s.exec(decode(path));
  if (!match?.[1] || !match[2])
    throw new AwsError('InvalidArgument', 'a copy source is <bucket>/<key>; access points are not supported');
  return { Bucket: match[1], Key: match[2], ...(search !== '' && { VersionId: search }) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
