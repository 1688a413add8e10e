import type {
  DeleteObjectTaggingCommandInput,
  DeleteObjectTaggingCommandOutput,
  GetObjectTaggingCommandInput,
  GetObjectTaggingCommandOutput,
  PutObjectTaggingCommandInput,
  PutObjectTaggingCommandOutput,
  Tag,
} from '@aws-sdk/client-s3';
import { AwsError } from '../../../cloud/aws-error.ts';
import { type AuthorizationRequest, defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { objectRequest, requireBucket } from '../bucket.ts';
import { requireKey } from '../object-path.ts';
import { type ReadInput, requireObject } from '../read-object.ts';
import { BUCKETS, objects } from '../store.ts';

const TAGS_MAX = 10;

function taggingRequests(action: string) {
  return (input: ReadInput, { cloud }: RequestContext): readonly AuthorizationRequest[] => [
    objectRequest(requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner), requireKey(input.Key), {
      action,
    }),
  ];
}

function setTags(input: ReadInput, context: RequestContext, tags: readonly Tag[]): void {
  const { bucket, record } = requireObject(input, context);
  objects(context.cloud).put(BUCKETS, `${bucket.name}/${record.key}`, { ...record, tags });
}

export const putObjectTagging = defineOperation<PutObjectTaggingCommandInput, PutObjectTaggingCommandOutput>({
  service: 's3',
  name: 'PutObjectTagging',
  members: ['Bucket', 'ChecksumAlgorithm', 'ContentMD5', 'ExpectedBucketOwner', 'Key', 'Tagging'],
  authorize: taggingRequests('PutObjectTagging'),
  handle: (input, context) => {
    const tags = input.Tagging?.TagSet ?? [];
    if (tags.length > TAGS_MAX) throw new AwsError('BadRequest', `an object has at most ${TAGS_MAX} tags`);
    setTags(input, context, tags);
    return {};
  },
});

export const getObjectTagging = defineOperation<GetObjectTaggingCommandInput, GetObjectTaggingCommandOutput>({
  service: 's3',
  name: 'GetObjectTagging',
  members: ['Bucket', 'ExpectedBucketOwner', 'Key'],
  authorize: taggingRequests('GetObjectTagging'),
  handle: (input, context) => ({ TagSet: [...requireObject(input, context).record.tags] }),
});

export const deleteObjectTagging = defineOperation<
  DeleteObjectTaggingCommandInput,
  DeleteObjectTaggingCommandOutput
>({
  service: 's3',
  name: 'DeleteObjectTagging',
  members: ['Bucket', 'ExpectedBucketOwner', 'Key'],
  authorize: taggingRequests('DeleteObjectTagging'),
  handle: (input, context) => {
    setTags(input, context, []);
    return {};
  },
});
