import { createReadStream } from 'node:fs';
import { mkdirSync, renameSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Caller } from '../../cloud/caller.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { RequestContext } from '../../cloud/operation.ts';
import { requireBucket } from './bucket.ts';
import { writeObject } from './change-object.ts';
import { encryptionOf } from './encryption.ts';
import { newRecord } from './new-record.ts';
import { requireKey, temporaryPath } from './object-path.ts';
import type { ReceivedBody } from './receive-body.ts';
import { writeRequests } from './write-requests.ts';
import type { ObjectRecord } from './store.ts';

/**
 * Moves a finished local file in as an object, authorised as `s3:PutObject` of that caller: no byte is copied.
 * The file has to lie on the file system of the cloud's directory.
 */
export async function putObjectFile(
  cloud: Cloud,
  caller: Caller,
  object: {
    readonly bucket: string;
    readonly key: string;
    readonly path: string;
    readonly contentType?: string;
  },
): Promise<ObjectRecord> {
  authorizePutObject(cloud, caller, object);
  const body = await measureFile(object.path);
  const bucket = requireBucket(cloud, object.bucket);
  const temporary = temporaryPath(cloud);
  mkdirSync(dirname(temporary), { recursive: true });
  renameSync(object.path, temporary);
  const record = newRecord({
    key: requireKey(object.key),
    body,
    now: cloud.clock(),
    versioned: bucket.versioned,
    encryption: encryptionOf(cloud, bucket, {}),
    writer: { ContentType: object.contentType },
  });
  writeObject(cloud, { bucket: bucket.name, temporary, record, reason: 'PutObject' });
  return record;
}

/** Throws unless the caller may put this object: before work whose result would be written there. */
export function authorizePutObject(
  cloud: Cloud,
  caller: Caller,
  object: { readonly bucket: string; readonly key: string },
): void {
  const context: Pick<RequestContext, 'cloud' | 'caller'> = { cloud, caller };
  cloud.authorize(caller, writeRequests({ Bucket: object.bucket, Key: object.key }, context));
}

async function measureFile(path: string): Promise<ReceivedBody> {
  const md5 = createHash('md5');
  let [size, crc] = [0, 0];
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    md5.update(chunk);
    crc = crc32(chunk, crc);
    size += chunk.length;
  }
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc);
  return { size, etag: `"${md5.digest('hex')}"`, crc32: bytes.toString('base64') };
}
