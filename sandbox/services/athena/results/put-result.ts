import { createReadStream, type ReadStream } from 'node:fs';
import type { ResultConfiguration } from '@aws-sdk/client-athena';
import { AwsError } from '../../../cloud/aws-error.ts';
import type { Caller } from '../../../cloud/caller.ts';
import type { Cloud } from '../../../cloud/cloud.ts';
import { QueryFailure } from '../query-failure.ts';
import { parseS3 } from '../tables/list-files.ts';

export type Upload = {
  readonly location: string;
  readonly body: { readonly file: string } | { readonly text: string };
  readonly contentType: string;
  readonly configuration?: ResultConfiguration;
};

/** Writes an object with the caller's own rights, as Athena does with results and with what UNLOAD writes. */
export async function putObject(cloud: Cloud, caller: Caller, upload: Upload): Promise<void> {
  const { bucket, key } = parseS3(upload.location);
  const { configuration } = upload;
  const body = bodyOf(upload);
  try {
    await cloud.dispatch(caller, 's3', 'PutObject', {
      Bucket: bucket,
      Key: key,
      Body: body,
      ContentType: upload.contentType,
      ...(configuration?.ExpectedBucketOwner !== undefined && {
        ExpectedBucketOwner: configuration.ExpectedBucketOwner,
      }),
      ...encryption(configuration),
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw accessDenied(upload.location, error);
  } finally {
    if (typeof body !== 'string') body.destroy();
  }
}

/** A refused write never reads its stream, whose file may be gone before it is opened: nobody else hears of that. */
function bodyOf({ body }: Upload): string | ReadStream {
  if ('text' in body) return body.text;
  return createReadStream(body.file).on('error', () => undefined);
}

export function accessDenied(location: string, error: AwsError): QueryFailure {
  return new QueryFailure(
    `Access denied when writing to location: ${location} (${error.code}: ${error.message})`,
    { type: 1501 },
  );
}

function encryption(configuration: ResultConfiguration | undefined): Readonly<Record<string, string>> {
  const { EncryptionOption, KmsKey } = configuration?.EncryptionConfiguration ?? {};
  if (EncryptionOption === 'SSE_KMS') {
    return { ServerSideEncryption: 'aws:kms', ...(KmsKey !== undefined && { SSEKMSKeyId: KmsKey }) };
  }
  return EncryptionOption === 'SSE_S3' ? { ServerSideEncryption: 'AES256' } : {};
}
