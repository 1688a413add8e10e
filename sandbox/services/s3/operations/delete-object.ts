import type {
  _Error as S3Error,
  DeletedObject,
  DeleteObjectCommandInput,
  DeleteObjectCommandOutput,
  DeleteObjectsCommandInput,
  DeleteObjectsCommandOutput,
  ObjectIdentifier,
} from '@aws-sdk/client-s3';
import { AwsError } from '../../../cloud/aws-error.ts';
import { type AuthorizationRequest, defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { findObject, objectRequest, requireBucket } from '../bucket.ts';
import { removeObject } from '../change-object.ts';
import { requireKey } from '../object-path.ts';
import { preconditionFailed } from '../preconditions.ts';
import type { BucketRecord } from '../store.ts';

const KEYS_MAX = 1000;

export const deleteObject = defineOperation<DeleteObjectCommandInput, DeleteObjectCommandOutput>({
  service: 's3',
  name: 'DeleteObject',
  members: ['Bucket', 'ExpectedBucketOwner', 'IfMatch', 'Key', 'VersionId'],
  authorize: (input, { cloud }) => [
    deleteRequest(requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner), input),
  ],
  handle: (input, context) => {
    const bucket = requireBucket(context.cloud, input.Bucket);
    const key = requireKey(input.Key);
    const current = findObject(context.cloud, bucket.name, key);
    const wanted = input.IfMatch?.replaceAll('"', '');
    if (wanted !== undefined && wanted !== '*' && wanted !== current?.etag.replaceAll('"', ''))
      throw preconditionFailed('If-Match');
    return remove(context, bucket, input);
  },
});

type Target = { readonly Key?: string | undefined; readonly VersionId?: string | undefined };

function deleteRequest(bucket: BucketRecord, target: Target): AuthorizationRequest {
  const action = target.VersionId === undefined ? 'DeleteObject' : 'DeleteObjectVersion';
  return objectRequest(bucket, requireKey(target.Key), { action });
}

/** Older versions are not kept, so that removing one of them finds nothing to do. */
function remove({ cloud }: RequestContext, bucket: BucketRecord, target: Target): { VersionId?: string } {
  const key = requireKey(target.Key);
  const current = findObject(cloud, bucket.name, key);
  const isCurrent = target.VersionId === undefined || target.VersionId === (current?.versionId ?? 'null');
  if (current && isCurrent) removeObject(cloud, bucket.name, key);
  return target.VersionId === undefined ? {} : { VersionId: target.VersionId };
}

export const deleteObjects = defineOperation<DeleteObjectsCommandInput, DeleteObjectsCommandOutput>({
  service: 's3',
  name: 'DeleteObjects',
  members: ['Bucket', 'ChecksumAlgorithm', 'Delete', 'ExpectedBucketOwner'],
  // Each key is authorised by itself: one that is denied does not stop the others.
  authorize: (input, { cloud }) => {
    requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner);
    return [];
  },
  handle: (input, context) => {
    const bucket = requireBucket(context.cloud, input.Bucket);
    const targets = input.Delete?.Objects ?? [];
    if (targets.length === 0 || targets.length > KEYS_MAX)
      throw new AwsError('MalformedXML', `DeleteObjects takes 1 to ${KEYS_MAX} keys`);
    const deleted: DeletedObject[] = [];
    const errors: S3Error[] = [];
    for (const target of targets) {
      const error = tryDelete(context, bucket, target);
      if (error) errors.push(error);
      else deleted.push({ ...target });
    }
    return {
      ...(input.Delete?.Quiet !== true && deleted.length > 0 && { Deleted: deleted }),
      ...(errors.length > 0 && { Errors: errors }),
    };
  },
});

function tryDelete(
  context: RequestContext,
  bucket: BucketRecord,
  target: ObjectIdentifier,
): S3Error | undefined {
  try {
    const { Key, VersionId } = target;
    const other = Object.entries(target).find(
      ([name, value]) => value !== undefined && name !== 'Key' && name !== 'VersionId',
    );
    if (other)
      throw new AwsError('InvalidArgument', `the sandbox does not support ${other[0]} of DeleteObjects`);
    context.cloud.authorize(context.caller, [deleteRequest(bucket, { Key, VersionId })]);
    remove(context, bucket, { Key, VersionId });
    return undefined;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const Code = error.code === 'AccessDeniedException' ? 'AccessDenied' : error.code;
    return { ...target, Code, Message: error.message };
  }
}
