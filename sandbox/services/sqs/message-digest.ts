import { createHash } from 'node:crypto';
import type { MessageAttribute } from './store.ts';

export function bodyDigest(body: string): string {
  return createHash('md5').update(body).digest('hex');
}

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html */
export function attributesDigest(attributes: Readonly<Record<string, MessageAttribute>>): string | undefined {
  const names = Object.keys(attributes).toSorted();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  for (const name of names) {
    const { type = '', text, base64 = '' } = attributes[name] ?? {};
    for (const part of [name, type]) hash.update(withLength(Buffer.from(part)));
    hash.update(Buffer.of(text === undefined ? 2 : 1));
    hash.update(withLength(text === undefined ? Buffer.from(base64, 'base64') : Buffer.from(text)));
  }
  return hash.digest('hex');
}

function withLength(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
