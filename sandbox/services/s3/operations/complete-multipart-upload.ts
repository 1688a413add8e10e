import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type {
  CompletedPart,
  CompleteMultipartUploadCommandInput,
  CompleteMultipartUploadCommandOutput,
} from '@aws-sdk/client-s3';
import { AwsError } from '../../../cloud/aws-error.ts';
import type { Cloud } from '../../../cloud/cloud.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { findObject, requireBucket } from '../bucket.ts';
import { writeObject } from '../change-object.ts';
import { encryptionOutput } from '../encryption.ts';
import { newVersionId } from '../new-record.ts';
import { partPath, temporaryPath, uploadDirectory } from '../object-path.ts';
import { requireCondition } from '../preconditions.ts';
import { BUCKETS, type PartRecord, parts, type UploadRecord, uploads } from '../store.ts';
import { requireUpload, uploadWriteRequests } from '../upload.ts';

const PART_BYTES_MIN = 5 * 1024 * 1024;

export const completeMultipartUpload = defineOperation<
  CompleteMultipartUploadCommandInput,
  CompleteMultipartUploadCommandOutput
>({
  service: 's3',
  name: 'CompleteMultipartUpload',
  members: [
    'Bucket',
    'ChecksumType',
    'ExpectedBucketOwner',
    'IfMatch',
    'IfNoneMatch',
    'Key',
    'MultipartUpload',
    'UploadId',
  ],
  authorize: uploadWriteRequests,
  handle: async (input, { cloud, now }) => {
    const upload = requireUpload(cloud, input);
    const chosen = requireParts(cloud, upload, input.MultipartUpload?.Parts ?? []);
    const temporary = temporaryPath(cloud);
    await concatenate(cloud, upload, chosen, temporary);
    const bucket = requireBucket(cloud, upload.bucket);
    requireCondition(input, findObject(cloud, bucket.name, upload.key), temporary);
    const record = {
      key: upload.key,
      size: chosen.reduce((sum, part) => sum + part.size, 0),
      etag: multipartEtag(chosen),
      lastModified: now.toISOString(),
      encryption: upload.encryption,
      ...(bucket.versioned && { versionId: newVersionId() }),
      headers: upload.headers,
      metadata: upload.metadata,
      tags: upload.tags,
    };
    writeObject(cloud, { bucket: bucket.name, temporary, record, reason: 'CompleteMultipartUpload' });
    forget(cloud, upload);
    return {
      Bucket: bucket.name,
      Key: upload.key,
      ETag: record.etag,
      Location: `${cloud.endpoint}/${bucket.name}/${encodeURIComponent(upload.key)}`,
      ...(record.versionId !== undefined && { VersionId: record.versionId }),
      ...encryptionOutput(upload.encryption),
    };
  },
});

/** The parts in the order and with the ETags that the caller names. */
function requireParts(
  cloud: Cloud,
  upload: UploadRecord,
  named: readonly CompletedPart[],
): readonly PartRecord[] {
  if (named.length === 0) throw new AwsError('MalformedXML', 'a multipart upload needs at least one part');
  const chosen = named.map(({ PartNumber, ETag }) => {
    const part = parts(cloud).get(BUCKETS, `${upload.id}/${PartNumber}`);
    if (part && part.etag.replaceAll('"', '') === ETag?.replaceAll('"', '')) return part;
    throw new AwsError('InvalidPart', `the part ${PartNumber} was not uploaded with the ETag ${ETag}`);
  });
  chosen.forEach((part, index) => {
    const next = chosen[index + 1];
    if (!next) return;
    if (next.number <= part.number)
      throw new AwsError('InvalidPartOrder', 'The list of parts was not in ascending order.');
    if (part.size < PART_BYTES_MIN)
      throw new AwsError('EntityTooSmall', `the part ${part.number} is smaller than ${PART_BYTES_MIN} bytes`);
  });
  return chosen;
}

async function concatenate(
  cloud: Cloud,
  upload: UploadRecord,
  chosen: readonly PartRecord[],
  path: string,
): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  async function* bytes(): AsyncGenerator<Buffer> {
    for (const { number } of chosen) yield* createReadStream(partPath(cloud, upload.id, number));
  }
  await pipeline(Readable.from(bytes()), createWriteStream(path));
}

/** S3's ETag of a multipart object: the MD5 of the parts' MD5s, and their number. */
function multipartEtag(chosen: readonly PartRecord[]): string {
  const hash = createHash('md5');
  for (const { etag } of chosen) hash.update(Buffer.from(etag.replaceAll('"', ''), 'hex'));
  return `"${hash.digest('hex')}-${chosen.length}"`;
}

function forget(cloud: Cloud, { id }: UploadRecord): void {
  cloud.store.transaction(() => {
    for (const [key] of parts(cloud).list(BUCKETS, `${id}/`)) parts(cloud).delete(BUCKETS, key);
    uploads(cloud).delete(BUCKETS, id);
  });
  rmSync(uploadDirectory(cloud, id), { recursive: true, force: true });
}
