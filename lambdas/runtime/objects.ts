import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

import { MeshError } from '../../core/errors/mesh-error.ts';

export type ObjectAddress = { readonly bucket: string; readonly key: string };
export type ListedObject = { readonly key: string; readonly etag: string; readonly size: number };

/** Splits `s3://bucket/key`. */
export function parseS3(address: string): ObjectAddress {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.*)$/.exec(address) ?? [];
  if (bucket !== undefined && key !== undefined) return { bucket, key };
  throw new MeshError(`"${address}" is not an address in S3`, { code: 'AddressInvalid', source: 'platform' });
}

/** A page has a thousand objects; a run that needs more than this many pages is refused. */
const PAGES_MAX = 100;

/** Data files below a prefix, in the order of their keys; Athena does not read names that begin with `_` or `.`. */
export async function listDataObjects(s3: S3Client, at: ObjectAddress): Promise<readonly ListedObject[]> {
  const found: ListedObject[] = [];
  let token: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const answer = await s3.send(
      new ListObjectsV2Command({
        Bucket: at.bucket,
        Prefix: at.key,
        ...(token !== undefined && { ContinuationToken: token }),
      }),
    );
    for (const { Key: key, ETag: etag, Size: size } of answer.Contents ?? []) {
      if (key === undefined || !isData(key)) continue;
      found.push({ key, etag: etag ?? '', size: size ?? 0 });
    }
    if (answer.IsTruncated !== true) return found;
    token = answer.NextContinuationToken;
  }
  throw new MeshError(`there are more than ${PAGES_MAX * 1_000} objects below s3://${at.bucket}/${at.key}`, {
    code: 'TooManyObjects',
    hint: 'land fewer, larger files, or move those that were read to another prefix',
  });
}

function isData(key: string): boolean {
  const name = key.split('/').at(-1) ?? '';
  return name !== '' && !name.startsWith('_') && !name.startsWith('.');
}

/** Bytes `from` up to and without `to`, or the whole object. */
export async function getBytes(
  s3: S3Client,
  at: ObjectAddress,
  range?: { readonly from: number; readonly to: number },
): Promise<Uint8Array> {
  const { Body } = await s3.send(
    new GetObjectCommand({
      Bucket: at.bucket,
      Key: at.key,
      ...(range !== undefined && { Range: `bytes=${range.from}-${range.to - 1}` }),
    }),
  );
  return (await Body?.transformToByteArray()) ?? new Uint8Array();
}

export async function putBytes(
  s3: S3Client,
  at: ObjectAddress,
  body: { readonly bytes: Uint8Array | string; readonly contentType: string },
): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      Bucket: at.bucket,
      Key: at.key,
      Body: body.bytes,
      ContentType: body.contentType,
    }),
  );
}

export async function putJson(s3: S3Client, at: ObjectAddress, value: unknown): Promise<void> {
  await putBytes(s3, at, { bytes: `${JSON.stringify(value)}\n`, contentType: 'application/json' });
}
