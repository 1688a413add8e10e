import { AwsError } from '../../cloud/aws-error.ts';
import type { AuthorizationRequest, RequestContext } from '../../cloud/operation.ts';
import { objectRequest, requireBucket } from './bucket.ts';
import { type EncryptionHeaders, encryptionKeys, encryptionOf, keyRequests } from './encryption.ts';
import { requireKey } from './object-path.ts';

export type WriteInput = EncryptionHeaders & {
  readonly Bucket: string | undefined;
  readonly Key: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
  readonly ACL?: string | undefined;
  readonly Tagging?: string | undefined;
  readonly StorageClass?: string | undefined;
};

/** What a writer of an object must be allowed, in S3 and with the key that encrypts it. */
export function writeRequests(
  input: WriteInput,
  { cloud, caller }: Pick<RequestContext, 'cloud' | 'caller'>,
): readonly AuthorizationRequest[] {
  const bucket = requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner);
  const key = requireKey(input.Key);
  refuseUnsupported(input);
  const context = {
    ...encryptionKeys(input),
    ...(input.ACL !== undefined && { 's3:x-amz-acl': input.ACL }),
  };
  return [
    objectRequest(bucket, key, { action: 'PutObject', context }),
    ...(input.Tagging === undefined ? [] : [objectRequest(bucket, key, { action: 'PutObjectTagging' })]),
    ...keyRequests(cloud, {
      caller,
      bucket,
      key,
      encryption: encryptionOf(cloud, bucket, input),
      action: 'GenerateDataKey',
    }),
  ];
}

function refuseUnsupported({ ACL, StorageClass }: WriteInput): void {
  if (ACL !== undefined && ACL !== 'bucket-owner-full-control')
    throw new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs');
  if (StorageClass !== undefined && StorageClass !== 'STANDARD')
    throw new AwsError(
      'InvalidStorageClass',
      `the sandbox does not support the storage class ${StorageClass}`,
    );
}
