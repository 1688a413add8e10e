import { randomBytes } from 'node:crypto';

import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

export type TokenKeyPlace = { readonly bucket: string; readonly key: string };

export type TokenKeyWorld = {
  readonly s3: S3Client;
  /** So many bytes that nobody can foresee. */
  readonly random?: (bytes: number) => Buffer;
};

/** A block of SHA-256, to which HMAC fills the key up. */
const BLOCK_BYTES = 64;
const KEY_BYTES = 32;
/** RFC 2104. */
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

/**
 * Writes the key of a domain, once: with another one every token would be another. The key itself is kept nowhere;
 * what is written is all that HMAC-SHA256 makes of it.
 */
export async function provisionTokenKey(
  place: TokenKeyPlace,
  { s3, random = randomBytes }: TokenKeyWorld,
): Promise<'created' | 'kept'> {
  const key = Buffer.concat([random(KEY_BYTES), Buffer.alloc(BLOCK_BYTES - KEY_BYTES)]);
  const padded = (pad: number): string => Buffer.from(key.map((byte) => byte ^ pad)).toString('base64');
  const row = { inner_pad: padded(INNER_PAD), outer_pad: padded(OUTER_PAD) };
  try {
    await s3.send(
      new PutObjectCommand({
        Bucket: place.bucket,
        Key: place.key,
        Body: `${JSON.stringify(row)}\n`,
        ContentType: 'application/json',
        // Whoever comes second, or again, finds the key that is there.
        IfNoneMatch: '*',
      }),
    );
    return 'created';
  } catch (error) {
    if (error instanceof Error && error.name === 'PreconditionFailed') return 'kept';
    throw error;
  }
}
