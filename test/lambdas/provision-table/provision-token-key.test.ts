import { createHash, createHmac } from 'node:crypto';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';

import { provisionTokenKey } from '../../../lambdas/provision-table/provision-token-key.ts';

/** A bucket that keeps what is put first where that is asked for, as S3 does. */
class Bucket extends S3Client {
  readonly texts = new Map<string, string>();

  override async send(command: object): Promise<never> {
    if (!(command instanceof PutObjectCommand)) throw new Error('only puts are expected');
    const { Key = '', Body, IfNoneMatch } = command.input;
    if (IfNoneMatch === '*' && this.texts.has(Key)) {
      throw Object.assign(new Error('At least one of the pre-conditions'), { name: 'PreconditionFailed' });
    }
    this.texts.set(Key, String(Body));
    // What it answers is not read.
    return undefined as never;
  }
}

const PLACE = { bucket: 'products', key: 'token.key/key.json' };

it('writes a key once, whatever runs twice', async () => {
  const s3 = new Bucket();
  expect(await provisionTokenKey(PLACE, { s3 })).toBe('created');
  const first = s3.texts.get(PLACE.key);
  expect(await provisionTokenKey(PLACE, { s3 })).toBe('kept');
  expect(s3.texts.get(PLACE.key)).toBe(first);
  const other = new Bucket();
  await provisionTokenKey(PLACE, { s3: other });
  expect(other.texts.get(PLACE.key)).not.toBe(first);
});

it('writes what HMAC-SHA256 makes of 32 bytes that nobody can foresee', async () => {
  const s3 = new Bucket();
  const asked: number[] = [];
  const key = Buffer.from('0123456789abcdef0123456789abcdef');
  await provisionTokenKey(PLACE, { s3, random: (bytes) => (asked.push(bytes), key) });
  expect(asked).toEqual([32]);
  const row: Record<string, string> = JSON.parse(s3.texts.get(PLACE.key) ?? '');
  const pad = (name: string) => Buffer.from(row[name] ?? '', 'base64');
  const sha256 = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
  const value = Buffer.from('ann@example.com');
  const token = sha256(pad('outer_pad'), sha256(pad('inner_pad'), value));
  expect(token).toEqual(createHmac('sha256', key).update(value).digest());
});
