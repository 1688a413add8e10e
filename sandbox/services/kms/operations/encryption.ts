import { randomBytes } from 'node:crypto';
import type {
  DecryptCommandInput,
  DecryptCommandOutput,
  EncryptCommandInput,
  EncryptCommandOutput,
  GenerateDataKeyCommandInput,
  GenerateDataKeyCommandOutput,
  GenerateDataKeyWithoutPlaintextCommandInput,
  GenerateDataKeyWithoutPlaintextCommandOutput,
} from '@aws-sdk/client-kms';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { keyOf, open, PLAINTEXT_BYTES_MAX, seal } from '../cipher.ts';
import { findUsableKey } from '../find-key.ts';
import { useKey } from '../key-operation.ts';
import type { KeyRecord } from '../store.ts';

function usableKey({ cloud, accountId, region }: RequestContext, keyId: string | undefined): KeyRecord {
  return findUsableKey(cloud, { accountId, region }, keyId ?? '').key;
}

export const encrypt = defineOperation<EncryptCommandInput, EncryptCommandOutput>({
  service: 'kms',
  name: 'Encrypt',
  members: ['EncryptionAlgorithm', 'EncryptionContext', 'KeyId', 'Plaintext'],
  authorize: (input, context) => [
    useKey(context, { action: 'Encrypt', keyId: input.KeyId, encryptionContext: input.EncryptionContext }),
  ],
  handle: (input, context) => {
    const plaintext = input.Plaintext ?? new Uint8Array();
    if (plaintext.length === 0 || plaintext.length > PLAINTEXT_BYTES_MAX)
      throw new AwsError('ValidationException', `a plaintext has 1 to ${PLAINTEXT_BYTES_MAX} bytes`);
    const key = usableKey(context, input.KeyId);
    return {
      KeyId: key.arn,
      CiphertextBlob: seal(key, plaintext, input.EncryptionContext),
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    };
  },
});

export const decrypt = defineOperation<DecryptCommandInput, DecryptCommandOutput>({
  service: 'kms',
  name: 'Decrypt',
  members: ['CiphertextBlob', 'EncryptionAlgorithm', 'EncryptionContext', 'KeyId'],
  authorize: (input, context) => [
    useKey(context, {
      action: 'Decrypt',
      keyId: keyOf(input.CiphertextBlob),
      encryptionContext: input.EncryptionContext,
    }),
  ],
  handle: (input, context) => {
    const key = usableKey(context, keyOf(input.CiphertextBlob));
    if (input.KeyId !== undefined && usableKey(context, input.KeyId).arn !== key.arn)
      throw new AwsError('IncorrectKeyException', 'the ciphertext was made by another key');
    const Plaintext = open(key, input.CiphertextBlob ?? new Uint8Array(), input.EncryptionContext);
    return { KeyId: key.arn, Plaintext, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
  },
});

type DataKeyInput = Pick<
  GenerateDataKeyCommandInput,
  'KeyId' | 'KeySpec' | 'NumberOfBytes' | 'EncryptionContext'
>;

function makeDataKey(input: DataKeyInput, context: RequestContext) {
  const bytes = input.NumberOfBytes ?? (input.KeySpec === 'AES_128' ? 16 : 32);
  if ((input.NumberOfBytes === undefined) === (input.KeySpec === undefined) || bytes < 1 || bytes > 1024)
    throw new AwsError(
      'ValidationException',
      'give KeySpec or NumberOfBytes (1 to 1024), and only one of them',
    );
  const key = usableKey(context, input.KeyId);
  const plaintext = randomBytes(bytes);
  return { arn: key.arn, plaintext, blob: seal(key, plaintext, input.EncryptionContext) };
}

export const generateDataKey = defineOperation<GenerateDataKeyCommandInput, GenerateDataKeyCommandOutput>({
  service: 'kms',
  name: 'GenerateDataKey',
  members: ['EncryptionContext', 'KeyId', 'KeySpec', 'NumberOfBytes'],
  authorize: (input, context) => [
    useKey(context, {
      action: 'GenerateDataKey',
      keyId: input.KeyId,
      encryptionContext: input.EncryptionContext,
    }),
  ],
  handle: (input, context) => {
    const { arn, plaintext, blob } = makeDataKey(input, context);
    return { KeyId: arn, Plaintext: plaintext, CiphertextBlob: blob };
  },
});

export const generateDataKeyWithoutPlaintext = defineOperation<
  GenerateDataKeyWithoutPlaintextCommandInput,
  GenerateDataKeyWithoutPlaintextCommandOutput
>({
  service: 'kms',
  name: 'GenerateDataKeyWithoutPlaintext',
  members: ['EncryptionContext', 'KeyId', 'KeySpec', 'NumberOfBytes'],
  authorize: (input, context) => [
    useKey(context, {
      action: 'GenerateDataKeyWithoutPlaintext',
      keyId: input.KeyId,
      encryptionContext: input.EncryptionContext,
    }),
  ],
  handle: (input, context) => {
    const { arn, blob } = makeDataKey(input, context);
    return { KeyId: arn, CiphertextBlob: blob };
  },
});
