import { mkdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { AwsError } from '../../cloud/aws-error.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import { emitServiceEvent } from '../events/emit.ts';
import { bucketArn, requireBucket } from './bucket.ts';
import { objectPath } from './object-path.ts';
import { BUCKETS, objects, type ObjectRecord, type PendingChange, pendingChanges } from './store.ts';

/** What S3 says in `Object Created`. */
export type WriteReason = 'PutObject' | 'CopyObject' | 'CompleteMultipartUpload';

/**
 * Makes a finished file the body of an object. The intent is written first, then the file is renamed, then record and
 * event are written as one: whenever the process dies, `finishPendingChange` brings body and record together.
 */
export function writeObject(
  cloud: Cloud,
  change: {
    readonly bucket: string;
    readonly temporary: string;
    readonly record: ObjectRecord;
    readonly reason: WriteReason;
  },
): void {
  const id = randomUUID();
  const pending: PendingChange = { kind: 'write', ...change };
  pendingChanges(cloud).put(BUCKETS, id, pending);
  try {
    moveInto(change.temporary, objectPath(cloud, change.bucket, change.record.key));
  } catch (error) {
    pendingChanges(cloud).delete(BUCKETS, id);
    rmSync(change.temporary, { force: true });
    throw error;
  }
  completeWrite(cloud, id, pending);
}

/** Removes an object's record, then its body. */
export function removeObject(cloud: Cloud, bucket: string, key: string): void {
  const id = randomUUID();
  const removed = cloud.store.transaction(() => {
    if (!objects(cloud).delete(BUCKETS, `${bucket}/${key}`)) return false;
    pendingChanges(cloud).put(BUCKETS, id, { kind: 'remove', bucket, key });
    emit(cloud, bucket, 'Object Deleted', {
      object: { key },
      reason: 'DeleteObject',
      'deletion-type': 'Permanently Deleted',
    });
    return true;
  });
  if (!removed) return;
  removeBody(cloud, bucket, key);
  pendingChanges(cloud).delete(BUCKETS, id);
}

/** Completes or drops a change during which the process was killed. */
export function finishPendingChange(cloud: Cloud, id: string, pending: PendingChange): void {
  if (pending.kind === 'remove') {
    removeBody(cloud, pending.bucket, pending.key);
    pendingChanges(cloud).delete(BUCKETS, id);
    return;
  }
  // The temporary file is still there when the rename did not happen: nobody was told that the object exists.
  if (removeFile(pending.temporary)) pendingChanges(cloud).delete(BUCKETS, id);
  else completeWrite(cloud, id, pending);
}

function completeWrite(cloud: Cloud, id: string, pending: PendingChange & { kind: 'write' }): void {
  cloud.store.transaction(() => {
    objects(cloud).put(BUCKETS, `${pending.bucket}/${pending.record.key}`, pending.record);
    pendingChanges(cloud).delete(BUCKETS, id);
    emitCreated(cloud, pending);
  });
}

function emitCreated(cloud: Cloud, { bucket, record, reason }: PendingChange & { kind: 'write' }): void {
  const object = {
    key: record.key,
    size: record.size,
    etag: record.etag.replaceAll('"', ''),
    ...(record.versionId !== undefined && { 'version-id': record.versionId }),
    sequencer: record.lastModified.replaceAll(/\D/g, ''),
  };
  emit(cloud, bucket, 'Object Created', { object, reason });
}

function emit(cloud: Cloud, bucket: string, detailType: string, detail: object): void {
  const { sendsEvents, accountId, region } = requireBucket(cloud, bucket);
  if (!sendsEvents) return;
  emitServiceEvent(cloud, {
    accountId,
    region,
    source: 'aws.s3',
    detailType,
    resources: [bucketArn(bucket)],
    detail: { version: '0', bucket: { name: bucket }, ...detail },
  });
}

const MOVE_ATTEMPTS_MAX = 4;

function moveInto(temporary: string, path: string): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      // Most objects come beside others: to ask for the directory first takes longer than the rename.
      if (attempt > 1) mkdirSync(dirname(path), { recursive: true });
      renameSync(temporary, path);
      return;
    } catch (error) {
      const code = errorCode(error);
      // No directory yet, or the removal of the last object below took it away.
      if (code === 'ENOENT' && attempt < MOVE_ATTEMPTS_MAX) continue;
      if (['EEXIST', 'ENOTDIR', 'EISDIR', 'ENOTEMPTY'].includes(code))
        throw new AwsError(
          'InvalidRequest',
          'the sandbox keeps objects as files: a key cannot be both an object and the beginning of another key up to a slash',
        );
      throw error;
    }
  }
}

function removeBody(cloud: Cloud, bucket: string, key: string): void {
  const path = objectPath(cloud, bucket, key);
  removeFile(path);
  const top = join(cloud.directory, 's3', bucket);
  for (let directory = dirname(path); directory.startsWith(`${top}/`); directory = dirname(directory)) {
    try {
      rmdirSync(directory);
    } catch {
      return;
    }
  }
}

/** Whether the file was there. */
function removeFile(path: string): boolean {
  try {
    rmSync(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
