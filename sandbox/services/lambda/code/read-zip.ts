import { inflateRawSync } from 'node:zlib';
import { AwsError } from '../../../cloud/aws-error.ts';

export type ZipEntry = { readonly path: string; readonly content: Buffer };

/** AWS's limit on unzipped code. */
const UNZIPPED_BYTES_MAX = 262_144_000;
const ENTRIES_MAX = 20_000;
const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const END_LENGTH = 22;
const ENTRY_LENGTH = 46;
const LOCAL_LENGTH = 30;
const COMMENT_LENGTH_MAX = 0xffff;
const STORED = 0;
const DEFLATED = 8;

/** The files of a ZIP archive (APPNOTE 6.3.10, without ZIP64 and encryption, which Lambda refuses too). */
export function readZip(archive: Buffer): readonly ZipEntry[] {
  const end = findEnd(archive);
  const count = archive.readUInt16LE(end + 10);
  if (count > ENTRIES_MAX) refuse(`it holds more than ${ENTRIES_MAX} files`);
  const entries: ZipEntry[] = [];
  let at = archive.readUInt32LE(end + 16);
  let left = UNZIPPED_BYTES_MAX;
  for (let index = 0; index < count; index += 1) {
    if (at + ENTRY_LENGTH > archive.length || archive.readUInt32LE(at) !== ENTRY_SIGNATURE) {
      refuse('its directory is damaged');
    }
    const path = entryPath(archive, at);
    if (!path.endsWith('/')) {
      const content = entryContent(archive, at, left);
      left -= content.length;
      entries.push({ path, content });
    }
    at += ENTRY_LENGTH + [28, 30, 32].reduce((sum, field) => sum + archive.readUInt16LE(at + field), 0);
  }
  return entries;
}

function findEnd(archive: Buffer): number {
  const first = Math.max(0, archive.length - END_LENGTH - COMMENT_LENGTH_MAX);
  for (let at = archive.length - END_LENGTH; at >= first; at -= 1) {
    if (archive.readUInt32LE(at) === END_SIGNATURE) return at;
  }
  return refuse('it is not a ZIP archive');
}

/** A path that leaves the archive's own folder would write over foreign files. */
function entryPath(archive: Buffer, at: number): string {
  const path = archive.toString('utf8', at + ENTRY_LENGTH, at + ENTRY_LENGTH + archive.readUInt16LE(at + 28));
  const escapes = path.startsWith('/') || /[\\\0]/.test(path) || path.split('/').includes('..');
  return escapes ? refuse(`its path ${JSON.stringify(path)} leaves the folder`) : path;
}

function entryContent(archive: Buffer, at: number, bytesMax: number): Buffer {
  const method = archive.readUInt16LE(at + 10);
  const compressed = archive.readUInt32LE(at + 20);
  const local = archive.readUInt32LE(at + 42);
  if (local + LOCAL_LENGTH > archive.length) refuse('its directory is damaged');
  const start = local + LOCAL_LENGTH + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  const bytes = archive.subarray(start, start + compressed);
  if (method === STORED && bytes.length <= bytesMax) return bytes;
  if (method === DEFLATED) return inflate(bytes, bytesMax);
  return refuse(`it is larger than ${UNZIPPED_BYTES_MAX} bytes or uses compression method ${method}`);
}

function inflate(bytes: Buffer, bytesMax: number): Buffer {
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.max(1, bytesMax) });
  } catch (error) {
    return refuse(error instanceof Error ? error.message : 'it is damaged');
  }
}

function refuse(why: string): never {
  throw new AwsError('InvalidParameterValueException', `Could not unzip uploaded file: ${why}.`);
}
