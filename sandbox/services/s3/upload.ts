import { AwsError } from '../../cloud/aws-error.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { AuthorizationRequest, RequestContext } from '../../cloud/operation.ts';
import { objectRequest, requireBucket } from './bucket.ts';
import { keyRequests } from './encryption.ts';
import { requireKey } from './object-path.ts';
import { BUCKETS, type UploadRecord, uploads } from './store.ts';

export type UploadInput = {
  readonly Bucket: string | undefined;
  readonly Key: string | undefined;
  readonly UploadId: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
};

export function requireUpload(cloud: Cloud, input: UploadInput): UploadRecord {
  const upload = uploads(cloud).get(BUCKETS, input.UploadId ?? '');
  if (upload && upload.bucket === input.Bucket && upload.key === input.Key) return upload;
  throw new AwsError('NoSuchUpload', 'The specified multipart upload does not exist.', { status: 404 });
}

/** Parts are encrypted with the upload's key: writing one needs a data key, and `CompleteMultipartUpload` reads them. */
export function uploadWriteRequests(
  input: UploadInput,
  { cloud, caller }: RequestContext,
): readonly AuthorizationRequest[] {
  const bucket = requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner);
  const key = requireKey(input.Key);
  const upload = uploads(cloud).get(BUCKETS, input.UploadId ?? '');
  const encryption = upload?.encryption ?? { algorithm: 'AES256' };
  const of = { caller, bucket, key, encryption };
  return [
    objectRequest(bucket, key, { action: 'PutObject' }),
    ...keyRequests(cloud, { ...of, action: 'GenerateDataKey' }),
    ...keyRequests(cloud, { ...of, action: 'Decrypt' }),
  ];
}
