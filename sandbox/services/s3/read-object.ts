import { createReadStream, openSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { sdkStreamMixin } from '@smithy/core/serde';
import { AwsError } from '../../cloud/aws-error.ts';
import type { AuthorizationRequest, RequestContext } from '../../cloud/operation.ts';
import { bucketRequest, findObject, objectRequest, requireBucket } from './bucket.ts';
import { encryptionOutput, keyRequests } from './encryption.ts';
import { requireKey } from './object-path.ts';
import { noSuchKey } from './preconditions.ts';
import type { BucketRecord, ObjectRecord } from './store.ts';

export type ReadInput = {
  readonly Bucket: string | undefined;
  readonly Key: string | undefined;
  readonly VersionId?: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
};

/** What a reader must be allowed, in S3 and with the key that encrypts the object. */
export function readRequests(
  input: ReadInput,
  { cloud, caller }: Pick<RequestContext, 'cloud' | 'caller'>,
): readonly AuthorizationRequest[] {
  const bucket = requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner);
  const key = requireKey(input.Key);
  const record = findObject(cloud, bucket.name, key);
  const action = input.VersionId === undefined ? 'GetObject' : 'GetObjectVersion';
  return [
    objectRequest(bucket, key, { action }),
    ...(record
      ? keyRequests(cloud, { caller, bucket, key, encryption: record.encryption, action: 'Decrypt' })
      : []),
  ];
}

/** The object that a reader asked for; whether it is absent is told only to those who may list the bucket. */
export function requireObject(
  input: ReadInput,
  { cloud, caller }: Pick<RequestContext, 'cloud' | 'caller'>,
): { readonly bucket: BucketRecord; readonly record: ObjectRecord } {
  const bucket = requireBucket(cloud, input.Bucket);
  const key = requireKey(input.Key);
  const record = findObject(cloud, bucket.name, key);
  if (!record) {
    cloud.authorize(caller, [bucketRequest(bucket, 'ListBucket')]);
    throw noSuchKey(key);
  }
  if (input.VersionId !== undefined && input.VersionId !== (record.versionId ?? 'null'))
    throw new AwsError(
      'NoSuchVersion',
      `the sandbox keeps the current version only, which is ${record.versionId ?? 'null'}`,
      { status: 404, details: { Key: key, VersionId: input.VersionId } },
    );
  return { bucket, record };
}

/** Inclusive positions of the first and last byte. */
export type ByteRange = { readonly first: number; readonly last: number };

/** Reads `bytes=0-9`, `bytes=10-` and `bytes=-5`; `undefined` is the whole object. */
export function byteRange(range: string | undefined, size: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(range ?? '');
  // A header that is no single range is ignored, as RFC 9110 has it.
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const [, from = '', to = ''] = match;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (first <= last) return { first, last };
  throw new AwsError('InvalidRange', 'The requested range is not satisfiable', {
    status: 416,
    details: { RangeRequested: range ?? '', ActualObjectSize: size },
  });
}

/** The headers of an object, as `GetObject` and `HeadObject` tell them. */
export function describeObject(record: ObjectRecord, range: ByteRange | undefined, withChecksum: boolean) {
  return {
    AcceptRanges: 'bytes',
    ETag: record.etag,
    LastModified: new Date(record.lastModified),
    ContentLength: range ? range.last - range.first + 1 : record.size,
    ...(range && { ContentRange: `bytes ${range.first}-${range.last}/${record.size}` }),
    ContentType: 'binary/octet-stream',
    ...record.headers,
    Metadata: { ...record.metadata },
    ...(record.versionId !== undefined && { VersionId: record.versionId }),
    ...(record.tags.length > 0 && { TagCount: record.tags.length }),
    ...(withChecksum &&
      !range &&
      record.crc32 !== undefined && { ChecksumCRC32: record.crc32, ChecksumType: 'FULL_OBJECT' as const }),
    ...encryptionOutput(record.encryption),
  };
}

/** The bytes of an object, with the SDK's methods to collect them. */
export function bodyStream(
  path: string,
  range: ByteRange | undefined,
): NonNullable<GetObjectCommandOutput['Body']> {
  // Opened at once: an overwrite that comes next renames another file into this place.
  const fd = openSync(path, 'r');
  const stream: Readable = createReadStream(path, {
    fd,
    ...(range && { start: range.first, end: range.last }),
  });
  // For a Node stream the mixin answers just this type.
  return sdkStreamMixin(stream) as NonNullable<GetObjectCommandOutput['Body']>;
}
