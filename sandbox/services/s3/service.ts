import { rmSync } from 'node:fs';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Service } from '../../cloud/service.ts';
import { finishPendingChange } from './change-object.ts';
import { temporaryDirectory } from './object-path.ts';
import * as bucketEncryption from './operations/bucket-encryption.ts';
import * as bucketLifecycle from './operations/bucket-lifecycle.ts';
import * as bucketLogging from './operations/bucket-logging.ts';
import * as bucketNotification from './operations/bucket-notification.ts';
import * as bucketOwnership from './operations/bucket-ownership.ts';
import * as bucketPolicy from './operations/bucket-policy.ts';
import * as bucketTagging from './operations/bucket-tagging.ts';
import * as bucketVersioning from './operations/bucket-versioning.ts';
import * as buckets from './operations/buckets.ts';
import { completeMultipartUpload } from './operations/complete-multipart-upload.ts';
import { copyObject } from './operations/copy-object.ts';
import { deleteObject, deleteObjects } from './operations/delete-object.ts';
import { getObject, headObject } from './operations/get-object.ts';
import { listObjects, listObjectsV2 } from './operations/list-objects.ts';
import * as multipart from './operations/multipart-upload.ts';
import * as objectTagging from './operations/object-tagging.ts';
import * as publicAccess from './operations/public-access-block.ts';
import { putObject } from './operations/put-object.ts';
import { BUCKETS, pendingChanges } from './store.ts';

export const s3Service: Service = {
  name: 's3',
  operations: {
    AbortMultipartUpload: multipart.abortMultipartUpload,
    CompleteMultipartUpload: completeMultipartUpload,
    CopyObject: copyObject,
    CreateBucket: buckets.createBucket,
    CreateMultipartUpload: multipart.createMultipartUpload,
    DeleteBucket: buckets.deleteBucket,
    DeleteBucketEncryption: bucketEncryption.deleteBucketEncryption,
    DeleteBucketLifecycle: bucketLifecycle.deleteBucketLifecycle,
    DeleteBucketOwnershipControls: bucketOwnership.deleteBucketOwnershipControls,
    DeleteBucketPolicy: bucketPolicy.deleteBucketPolicy,
    DeleteBucketTagging: bucketTagging.deleteBucketTagging,
    DeleteObject: deleteObject,
    DeleteObjects: deleteObjects,
    DeleteObjectTagging: objectTagging.deleteObjectTagging,
    DeletePublicAccessBlock: publicAccess.deletePublicAccessBlock,
    GetBucketEncryption: bucketEncryption.getBucketEncryption,
    GetBucketLifecycleConfiguration: bucketLifecycle.getBucketLifecycleConfiguration,
    GetBucketLocation: buckets.getBucketLocation,
    GetBucketLogging: bucketLogging.getBucketLogging,
    GetBucketNotificationConfiguration: bucketNotification.getBucketNotificationConfiguration,
    GetBucketOwnershipControls: bucketOwnership.getBucketOwnershipControls,
    GetBucketPolicy: bucketPolicy.getBucketPolicy,
    GetBucketTagging: bucketTagging.getBucketTagging,
    GetBucketVersioning: bucketVersioning.getBucketVersioning,
    GetObject: getObject,
    GetObjectTagging: objectTagging.getObjectTagging,
    GetPublicAccessBlock: publicAccess.getPublicAccessBlock,
    HeadBucket: buckets.headBucket,
    HeadObject: headObject,
    ListBuckets: buckets.listBuckets,
    ListMultipartUploads: multipart.listMultipartUploads,
    ListObjects: listObjects,
    ListObjectsV2: listObjectsV2,
    ListParts: multipart.listParts,
    PutBucketEncryption: bucketEncryption.putBucketEncryption,
    PutBucketLifecycleConfiguration: bucketLifecycle.putBucketLifecycleConfiguration,
    PutBucketLogging: bucketLogging.putBucketLogging,
    PutBucketNotificationConfiguration: bucketNotification.putBucketNotificationConfiguration,
    PutBucketOwnershipControls: bucketOwnership.putBucketOwnershipControls,
    PutBucketPolicy: bucketPolicy.putBucketPolicy,
    PutBucketTagging: bucketTagging.putBucketTagging,
    PutBucketVersioning: bucketVersioning.putBucketVersioning,
    PutObject: putObject,
    PutObjectTagging: objectTagging.putObjectTagging,
    PutPublicAccessBlock: publicAccess.putPublicAccessBlock,
    UploadPart: multipart.uploadPart,
  },
  start: async (cloud) => recover(cloud),
};

/** Brings records and files together after a kill, and drops bodies that nobody finished. */
function recover(cloud: Cloud): void {
  for (const [id, pending] of pendingChanges(cloud).list(BUCKETS)) finishPendingChange(cloud, id, pending);
  rmSync(temporaryDirectory(cloud), { recursive: true, force: true });
}
