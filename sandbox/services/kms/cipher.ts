import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AwsError } from '../../cloud/aws-error.ts';
import type { KeyRecord } from './store.ts';

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
export const PLAINTEXT_BYTES_MAX = 4096;

export type EncryptionContext = Readonly<Record<string, string>> | undefined;

/** Version, length of the ARN, ARN, nonce, tag, ciphertext: as on AWS, the blob tells which key made it. */
export function seal(key: KeyRecord, plaintext: Uint8Array, context: EncryptionContext): Buffer {
  const arn = Buffer.from(key.arn);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key.material, 'base64'), nonce);
  cipher.setAAD(associatedData(key.arn, context));
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([Buffer.from([VERSION, arn.length]), arn, nonce, cipher.getAuthTag(), sealed]);
}

export function open(key: KeyRecord, blob: Uint8Array, context: EncryptionContext): Buffer {
  const bytes = Buffer.from(blob);
  const start = 2 + (bytes[1] ?? 0);
  const nonce = bytes.subarray(start, start + NONCE_BYTES);
  const tag = bytes.subarray(start + NONCE_BYTES, start + NONCE_BYTES + TAG_BYTES);
  try {
    const options = { authTagLength: TAG_BYTES };
    const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key.material, 'base64'), nonce, options);
    decipher.setAAD(associatedData(key.arn, context));
    decipher.setAuthTag(tag);
    return Buffer.concat([
      decipher.update(bytes.subarray(start + NONCE_BYTES + TAG_BYTES)),
      decipher.final(),
    ]);
  } catch {
    throw invalidCiphertext();
  }
}

/** ARN of the key that made a blob. */
export function keyOf(blob: Uint8Array | undefined): string {
  const bytes = Buffer.from(blob ?? []);
  const length = bytes[1] ?? 0;
  if (bytes[0] !== VERSION || bytes.length < 2 + length + NONCE_BYTES + TAG_BYTES) throw invalidCiphertext();
  return bytes.subarray(2, 2 + length).toString();
}

/** The context is bound to the ciphertext, whatever the order of its members. */
function associatedData(arn: string, context: EncryptionContext): Buffer {
  const members = Object.entries(context ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.from(JSON.stringify([arn, members]));
}

function invalidCiphertext(): AwsError {
  return new AwsError(
    'InvalidCiphertextException',
    'the ciphertext was not made by this key with this encryption context',
  );
}
