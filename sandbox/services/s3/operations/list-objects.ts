import type {
  ListObjectsCommandInput,
  ListObjectsCommandOutput,
  ListObjectsV2CommandInput,
  ListObjectsV2CommandOutput,
} from '@aws-sdk/client-s3';
import { AwsError } from '../../../cloud/aws-error.ts';
import type { ConditionContext } from '../../../cloud/operation.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { bucketRequest, requireBucket } from '../bucket.ts';
import { listKeys, PAGE_KEYS_MAX } from '../list-keys.ts';
import type { ObjectRecord } from '../store.ts';

type ListInput = {
  readonly Prefix?: string | undefined;
  readonly Delimiter?: string | undefined;
  readonly MaxKeys?: number | undefined;
  readonly EncodingType?: string | undefined;
};

function listContext({ Prefix, Delimiter, MaxKeys }: ListInput): ConditionContext {
  return {
    ...(Prefix !== undefined && { 's3:prefix': Prefix }),
    ...(Delimiter !== undefined && { 's3:delimiter': Delimiter }),
    ...(MaxKeys !== undefined && { 's3:max-keys': String(MaxKeys) }),
  };
}

export const listObjectsV2 = defineOperation<ListObjectsV2CommandInput, ListObjectsV2CommandOutput>({
  service: 's3',
  name: 'ListObjectsV2',
  members: [
    'Bucket',
    'ContinuationToken',
    'Delimiter',
    'EncodingType',
    'ExpectedBucketOwner',
    'FetchOwner',
    'MaxKeys',
    'Prefix',
    'StartAfter',
  ],
  authorize: (input, { cloud }) => [
    bucketRequest(
      requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner),
      'ListBucket',
      listContext(input),
    ),
  ],
  handle: (input, { cloud }) => {
    const bucket = requireBucket(cloud, input.Bucket);
    const { ContinuationToken, StartAfter } = input;
    const after = ContinuationToken === undefined ? (StartAfter ?? '') : readToken(ContinuationToken);
    const { page, output } = listPage(cloud, { bucket: bucket.name, input, after });
    const owner = input.FetchOwner === true ? { ID: bucket.accountId } : undefined;
    return {
      ...output,
      Contents: page.objects.map((record) => ({ ...content(record, input), ...(owner && { Owner: owner }) })),
      KeyCount: page.objects.length + page.prefixes.length,
      ...(ContinuationToken !== undefined && { ContinuationToken }),
      ...(StartAfter !== undefined && { StartAfter }),
      ...(page.last !== undefined && {
        NextContinuationToken: Buffer.from(page.last).toString('base64url'),
      }),
    };
  },
});

export const listObjects = defineOperation<ListObjectsCommandInput, ListObjectsCommandOutput>({
  service: 's3',
  name: 'ListObjects',
  members: ['Bucket', 'Delimiter', 'EncodingType', 'ExpectedBucketOwner', 'Marker', 'MaxKeys', 'Prefix'],
  authorize: (input, { cloud }) => [
    bucketRequest(
      requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner),
      'ListBucket',
      listContext(input),
    ),
  ],
  handle: (input, { cloud }) => {
    const bucket = requireBucket(cloud, input.Bucket);
    const { page, output } = listPage(cloud, { bucket: bucket.name, input, after: input.Marker ?? '' });
    return {
      ...output,
      Marker: input.Marker ?? '',
      Contents: page.objects.map((record) => content(record, input)),
      ...(page.last !== undefined && { NextMarker: encodeText(page.last, input) }),
    };
  },
});

function listPage(
  cloud: Parameters<typeof listKeys>[0],
  of: { readonly bucket: string; readonly input: ListInput; readonly after: string },
) {
  const { bucket, input, after } = of;
  const max = Math.min(input.MaxKeys ?? PAGE_KEYS_MAX, PAGE_KEYS_MAX);
  if (max < 0) throw new AwsError('InvalidArgument', 'max-keys is negative');
  const [prefix, delimiter] = [input.Prefix ?? '', input.Delimiter ?? ''];
  const page =
    max === 0 ? { objects: [], prefixes: [] } : listKeys(cloud, { bucket, prefix, delimiter, after, max });
  const output = {
    Name: bucket,
    Prefix: encodeText(prefix, input),
    MaxKeys: max,
    IsTruncated: page.last !== undefined,
    ...(input.Delimiter !== undefined && { Delimiter: encodeText(delimiter, input) }),
    ...(input.EncodingType === 'url' && { EncodingType: 'url' as const }),
    ...(page.prefixes.length > 0 && {
      CommonPrefixes: page.prefixes.map((Prefix) => ({ Prefix: encodeText(Prefix, input) })),
    }),
  };
  return { page: page as ReturnType<typeof listKeys>, output };
}

function content(record: ObjectRecord, input: ListInput) {
  return {
    Key: encodeText(record.key, input),
    LastModified: new Date(record.lastModified),
    ETag: record.etag,
    Size: record.size,
    StorageClass: 'STANDARD' as const,
  };
}

/** boto and aws-cli ask for keys in URL encoding, because XML cannot hold every character. */
function encodeText(text: string, { EncodingType }: ListInput): string {
  return EncodingType === 'url' ? encodeURIComponent(text).replaceAll('%2F', '/') : text;
}

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (Buffer.from(text).toString('base64url') === token) return text;
  throw new AwsError('InvalidArgument', 'The continuation token provided is incorrect');
}
