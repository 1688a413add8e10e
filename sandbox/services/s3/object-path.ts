import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { AwsError } from '../../cloud/aws-error.ts';
import type { Cloud } from '../../cloud/cloud.ts';

const SEGMENT_BYTES_MAX = 255;
const KEY_BYTES_MAX = 1024;

/**
 * File that holds an object's body: `<directory>/s3/<bucket>/<key>`. A key that is no path (a folder marker, empty or
 * dotted segments, names that are too long) lies under its hash in `s3-other`, so that none leads out of the bucket.
 */
export function objectPath(cloud: Cloud, bucket: string, key: string): string {
  if (isPath(key)) return join(cloud.directory, 's3', bucket, key);
  const hash = createHash('sha256').update(key).digest('hex');
  return join(cloud.directory, 's3-other', bucket, hash);
}

function isPath(key: string): boolean {
  return key
    .split('/')
    .every(
      (segment) =>
        segment !== '' &&
        segment !== '.' &&
        segment !== '..' &&
        Buffer.byteLength(segment) <= SEGMENT_BYTES_MAX,
    );
}

export function requireKey(key: string | undefined): string {
  if (key === undefined || key === '') throw new AwsError('InvalidArgument', 'an object needs a key');
  if (Buffer.byteLength(key) > KEY_BYTES_MAX)
    throw new AwsError('KeyTooLongError', 'Your key is too long', {
      details: { MaxSizeAllowed: KEY_BYTES_MAX },
    });
  if (key.includes('\0')) throw new AwsError('InvalidArgument', 'the sandbox keeps no key with a NUL in it');
  return key;
}

/** A new file for a body that is still being written. */
export function temporaryPath(cloud: Cloud): string {
  return join(temporaryDirectory(cloud), randomUUID());
}

export function temporaryDirectory(cloud: Cloud): string {
  return join(cloud.directory, 's3-temporary');
}

/** Where the parts of a multipart upload lie until it is completed. */
export function partPath(cloud: Cloud, uploadId: string, part: number): string {
  return join(uploadDirectory(cloud, uploadId), String(part));
}

export function uploadDirectory(cloud: Cloud, uploadId: string): string {
  return join(cloud.directory, 's3-uploads', uploadId);
}
