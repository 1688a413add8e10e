import { createHash } from 'node:crypto';
import { createWriteStream, mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { AwsError } from '../../cloud/aws-error.ts';

export type ReceivedBody = { readonly size: number; readonly etag: string; readonly crc32: string };

/** Checksums which a writer sends, base64. */
export type SentChecksums = {
  readonly ContentMD5?: string | undefined;
  readonly ChecksumCRC32?: string | undefined;
  readonly ChecksumSHA1?: string | undefined;
  readonly ChecksumSHA256?: string | undefined;
};

/** Writes a body to a file of its own and compares it with the checksums that came along. */
export async function receiveBody(body: unknown, path: string, sent: SentChecksums): Promise<ReceivedBody> {
  mkdirSync(dirname(path), { recursive: true });
  const [md5, sha1, sha256] = [createHash('md5'), createHash('sha1'), createHash('sha256')];
  let [size, crc] = [0, 0];
  async function* measure(source: AsyncIterable<Uint8Array | string>): AsyncGenerator<Buffer> {
    for await (const piece of source) {
      const chunk = Buffer.from(piece);
      size += chunk.length;
      crc = crc32(chunk, crc);
      md5.update(chunk);
      if (sent.ChecksumSHA1 !== undefined) sha1.update(chunk);
      if (sent.ChecksumSHA256 !== undefined) sha256.update(chunk);
      yield chunk;
    }
  }
  try {
    await pipeline(readableOf(body), measure, createWriteStream(path));
    const digest = md5.digest();
    const crcText = base64Crc(crc);
    requireSame('Content-MD5', sent.ContentMD5, () => digest.toString('base64'));
    requireSame('CRC32', sent.ChecksumCRC32, () => crcText);
    requireSame('SHA1', sent.ChecksumSHA1, () => sha1.digest('base64'));
    requireSame('SHA256', sent.ChecksumSHA256, () => sha256.digest('base64'));
    return { size, etag: `"${digest.toString('hex')}"`, crc32: crcText };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

function readableOf(body: unknown): Readable {
  if (body === undefined || body === null) return Readable.from([]);
  if (body instanceof Readable) return body;
  if (typeof body === 'string' || body instanceof Uint8Array) return Readable.from([Buffer.from(body)]);
  throw new AwsError('InvalidRequest', 'a body is text, bytes or a Node stream');
}

function base64Crc(crc: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc);
  return bytes.toString('base64');
}

function requireSame(name: string, sent: string | undefined, actual: () => string): void {
  if (sent === undefined) return;
  const computed = actual();
  if (computed !== sent) throw new AwsError('BadDigest', `the body's ${name} is ${computed}, not ${sent}`);
}
