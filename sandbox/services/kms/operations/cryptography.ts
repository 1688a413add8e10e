import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type {
  DecryptCommandInput,
  DecryptCommandOutput,
  EncryptCommandInput,
  EncryptCommandOutput,
  GenerateDataKeyCommandInput,
  GenerateDataKeyCommandOutput,
} from '@aws-sdk/client-kms';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { findUsableKey } from '../find-key.ts';
import { onKey } from '../permit.ts';
import type { KeyRecord } from '../store.ts';

const PLAINTEXT_BYTES_MAX = 4_096;
const DATA_KEY_BYTES = { AES_128: 16, AES_256: 32 } as const;
const DATA_KEY_BYTES_MAX = 1_024;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_ID_BYTES = 36;

type EncryptionContext = Readonly<Record<string, string>> | undefined;

export const encrypt = defineOperation<EncryptCommandInput, EncryptCommandOutput>({
  service: 'kms',
  name: 'Encrypt',
  authorize: ({ KeyId }, context) => onKey('Encrypt', KeyId, context),
  handle: ({ KeyId = '', Plaintext = new Uint8Array(), EncryptionContext }, context) => {
    if (Plaintext.length === 0 || Plaintext.length > PLAINTEXT_BYTES_MAX) {
      throw new AwsError('ValidationException', `a plaintext has 1 to ${PLAINTEXT_BYTES_MAX} bytes`);
    }
    const { key } = findUsableKey(context.cloud, context, KeyId);
    return {
      KeyId: key.arn,
      CiphertextBlob: seal(key, Plaintext, EncryptionContext),
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    };
  },
});

export const decrypt = defineOperation<DecryptCommandInput, DecryptCommandOutput>({
  service: 'kms',
  name: 'Decrypt',
  authorize: ({ CiphertextBlob, KeyId }, context) =>
    onKey('Decrypt', KeyId ?? keyIdOf(CiphertextBlob), context),
  handle: ({ CiphertextBlob = new Uint8Array(), KeyId, EncryptionContext }, context) => {
    const { key } = findUsableKey(context.cloud, context, KeyId ?? keyIdOf(CiphertextBlob));
    return {
      KeyId: key.arn,
      Plaintext: open(key, CiphertextBlob, EncryptionContext),
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    };
  },
});

export const generateDataKey = defineOperation<GenerateDataKeyCommandInput, GenerateDataKeyCommandOutput>({
  service: 'kms',
  name: 'GenerateDataKey',
  authorize: ({ KeyId }, context) => onKey('GenerateDataKey', KeyId, context),
  handle: (input, context) => {
    const { key } = findUsableKey(context.cloud, context, input.KeyId ?? '');
    const plaintext = randomBytes(dataKeyBytes(input));
    return {
      KeyId: key.arn,
      Plaintext: plaintext,
      CiphertextBlob: seal(key, plaintext, input.EncryptionContext),
    };
  },
});

function dataKeyBytes({ KeySpec, NumberOfBytes }: GenerateDataKeyCommandInput): number {
  const bytes = KeySpec === undefined ? NumberOfBytes : DATA_KEY_BYTES[KeySpec];
  if (bytes !== undefined && bytes >= 1 && bytes <= DATA_KEY_BYTES_MAX) return bytes;
  throw new AwsError('ValidationException', 'give either a KeySpec or a NumberOfBytes from 1 to 1024');
}

/** Key id, nonce, tag, ciphertext; the encryption context is authenticated and not kept. */
function seal(key: KeyRecord, plaintext: Uint8Array, context: EncryptionContext): Uint8Array {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key.material, 'base64'), iv);
  cipher.setAAD(canonical(context));
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([Buffer.from(key.id), iv, cipher.getAuthTag(), sealed]);
}

function open(key: KeyRecord, blob: Uint8Array, context: EncryptionContext): Uint8Array {
  const bytes = Buffer.from(blob);
  const iv = bytes.subarray(KEY_ID_BYTES, KEY_ID_BYTES + IV_BYTES);
  const tag = bytes.subarray(KEY_ID_BYTES + IV_BYTES, KEY_ID_BYTES + IV_BYTES + TAG_BYTES);
  try {
    const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key.material, 'base64'), iv);
    decipher.setAAD(canonical(context));
    decipher.setAuthTag(tag);
    const sealed = bytes.subarray(KEY_ID_BYTES + IV_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(sealed), decipher.final()]);
  } catch {
    throw new AwsError(
      'InvalidCiphertextException',
      'the ciphertext is not of this key and encryption context',
    );
  }
}

function keyIdOf(blob: Uint8Array | undefined): string {
  const id = Buffer.from(blob ?? [])
    .subarray(0, KEY_ID_BYTES)
    .toString();
  if (/^[0-9a-f-]{36}$/.test(id)) return id;
  throw new AwsError('InvalidCiphertextException', 'the ciphertext is not one of KMS');
}

function canonical(context: EncryptionContext): Buffer {
  return Buffer.from(JSON.stringify(Object.entries(context ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1))));
}
