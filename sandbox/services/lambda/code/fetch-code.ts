import type { FunctionCode } from '@aws-sdk/client-lambda';
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { AwsError } from '../../../cloud/aws-error.ts';
import type { RequestContext } from '../../../cloud/operation.ts';

/** AWS's limit on a bundle that is sent in the request. */
const ZIP_FILE_BYTES_MAX = 50 * 1024 * 1024;

/** The bundle's bytes, from the request or, with the caller's own S3 rights, from a bucket. */
export async function fetchCode(code: FunctionCode, context: RequestContext): Promise<Buffer> {
  if (code.ImageUri !== undefined)
    refuse('container images are not offered by the sandbox; use a ZIP bundle');
  if (code.ZipFile !== undefined) {
    if (code.ZipFile.length > ZIP_FILE_BYTES_MAX) refuse('the ZipFile is larger than 50 MB; use S3');
    return Buffer.from(code.ZipFile);
  }
  if (code.S3Bucket === undefined || code.S3Key === undefined)
    refuse('Please provide a source for function code.');
  return await fromS3(code.S3Bucket, code.S3Key, code.S3ObjectVersion, context);
}

async function fromS3(
  Bucket: string,
  Key: string,
  VersionId: string | undefined,
  { cloud, caller }: RequestContext,
): Promise<Buffer> {
  const input = { Bucket, Key, ...(VersionId !== undefined && { VersionId }) };
  try {
    const via = { ...caller, viaService: 'lambda.amazonaws.com' };
    // The operation's output, by the SDK's own shape.
    const { Body } = (await cloud.dispatch(via, 's3', 'GetObject', input)) as GetObjectCommandOutput;
    return await readBody(Body);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError(
      'InvalidParameterValueException',
      `Error occurred while GetObject. S3 Error Code: ${error.code}. S3 Error Message: ${error.message}`,
    );
  }
}

/** Bodies are bytes, text, or a stream of either. */
async function readBody(body: unknown): Promise<Buffer> {
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body);
  const chunks: Uint8Array[] = [];
  if (isStream(body)) for await (const chunk of body) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function isStream(body: unknown): body is AsyncIterable<Uint8Array | string> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

function refuse(why: string): never {
  throw new AwsError('InvalidParameterValueException', why);
}
