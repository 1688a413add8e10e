import type {
  CreateBucketCommandInput,
  CreateBucketCommandOutput,
  DeleteBucketCommandInput,
  DeleteBucketCommandOutput,
  GetBucketLocationCommandInput,
  GetBucketLocationCommandOutput,
  HeadBucketCommandInput,
  HeadBucketCommandOutput,
  ListBucketsCommandInput,
  ListBucketsCommandOutput,
} from '@aws-sdk/client-s3';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { bucketArn, bucketRequest, requireBucket } from '../bucket.ts';
import { BUCKETS, buckets, objects, uploads } from '../store.ts';

const NAME = /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

export const createBucket = defineOperation<CreateBucketCommandInput, CreateBucketCommandOutput>({
  service: 's3',
  name: 'CreateBucket',
  members: ['Bucket', 'CreateBucketConfiguration', 'ObjectOwnership'],
  authorize: (input) => [{ action: 's3:CreateBucket', resource: bucketArn(input.Bucket ?? '') }],
  handle: (input, { cloud, accountId, region, now }) => {
    const name = input.Bucket ?? '';
    if (!NAME.test(name))
      throw new AwsError('InvalidBucketName', `${JSON.stringify(name)} is not a valid bucket name`);
    requireRegion(input.CreateBucketConfiguration?.LocationConstraint, region);
    const existing = buckets(cloud).get(BUCKETS, name);
    if (existing) throw bucketExists(existing.accountId === accountId);
    buckets(cloud).put(BUCKETS, name, {
      name,
      accountId,
      region,
      createdAt: now.toISOString(),
      encryption: { algorithm: 'AES256' },
      versioned: false,
      sendsEvents: false,
      tags: [],
      // What new buckets have since 2023: nothing public, no ACLs.
      publicAccessBlock: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      ownership: { Rules: [{ ObjectOwnership: input.ObjectOwnership ?? 'BucketOwnerEnforced' }] },
    });
    return { Location: `/${name}` };
  },
});

function requireRegion(constraint: string | undefined, region: string): void {
  if ((constraint ?? 'us-east-1') === region) return;
  throw new AwsError(
    'IllegalLocationConstraintException',
    `The ${constraint ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to (${region}).`,
  );
}

function bucketExists(isOwn: boolean): AwsError {
  return isOwn
    ? new AwsError('BucketAlreadyOwnedByYou', 'you have this bucket already', { status: 409 })
    : new AwsError('BucketAlreadyExists', 'another account has a bucket of this name', { status: 409 });
}

export const deleteBucket = defineOperation<DeleteBucketCommandInput, DeleteBucketCommandOutput>({
  service: 's3',
  name: 'DeleteBucket',
  members: ['Bucket', 'ExpectedBucketOwner'],
  authorize: (input, { cloud }) => [
    bucketRequest(requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner), 'DeleteBucket'),
  ],
  handle: (input, { cloud }) => {
    const { name } = requireBucket(cloud, input.Bucket);
    const isUsed =
      objects(cloud).list(BUCKETS, `${name}/`).length > 0 ||
      uploads(cloud)
        .list(BUCKETS)
        .some(([, upload]) => upload.bucket === name);
    if (isUsed)
      throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', {
        status: 409,
        details: { BucketName: name },
      });
    buckets(cloud).delete(BUCKETS, name);
    return {};
  },
});

export const headBucket = defineOperation<HeadBucketCommandInput, HeadBucketCommandOutput>({
  service: 's3',
  name: 'HeadBucket',
  members: ['Bucket', 'ExpectedBucketOwner'],
  authorize: (input, { cloud }) => [
    bucketRequest(requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner), 'ListBucket'),
  ],
  handle: (input, { cloud }) => ({ BucketRegion: requireBucket(cloud, input.Bucket).region }),
});

export const getBucketLocation = defineOperation<
  GetBucketLocationCommandInput,
  GetBucketLocationCommandOutput
>({
  service: 's3',
  name: 'GetBucketLocation',
  members: ['Bucket', 'ExpectedBucketOwner'],
  authorize: (input, { cloud }) => [
    bucketRequest(requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner), 'GetBucketLocation'),
  ],
  handle: (input, { cloud }) => {
    const { region } = requireBucket(cloud, input.Bucket);
    // The oldest region has no name here. The SDK lists regions as a closed union, the sandbox takes any.
    return region === 'us-east-1'
      ? {}
      : { LocationConstraint: region as NonNullable<GetBucketLocationCommandOutput['LocationConstraint']> };
  },
});

export const listBuckets = defineOperation<ListBucketsCommandInput, ListBucketsCommandOutput>({
  service: 's3',
  name: 'ListBuckets',
  members: ['Prefix'],
  authorize: () => [{ action: 's3:ListAllMyBuckets', resource: '*' }],
  handle: (input, { cloud, accountId }) => ({
    Owner: { ID: accountId },
    Buckets: buckets(cloud)
      .list(BUCKETS, input.Prefix ?? '')
      .filter(([, bucket]) => bucket.accountId === accountId)
      .map(([Name, bucket]) => ({
        Name,
        CreationDate: new Date(bucket.createdAt),
        BucketRegion: bucket.region,
      })),
  }),
});
