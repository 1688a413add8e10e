import { createHash } from 'node:crypto';

import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod';

import { MeshError } from '../../core/errors/mesh-error.ts';
import type { ManifestPointer, ProductManifest } from '../../core/pipeline/manifest.ts';

const Pointer = z.object({
  bucket: z.string(),
  key: z.string(),
  sha256: z.string(),
  version: z.string(),
});

/** Where the manifest of a product is, as its SSM parameter says. */
export async function readPointer(ssm: SSMClient, parameter: string): Promise<ManifestPointer> {
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: parameter }));
  return Pointer.parse(JSON.parse(Parameter?.Value ?? 'null'));
}

/** Reads a manifest and refuses one that is not what the pointer was written for. */
export async function readManifest(
  s3: S3Client,
  at: { readonly bucket: string; readonly key: string; readonly sha256: string },
): Promise<ProductManifest> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: at.bucket, Key: at.key }));
  const text = (await Body?.transformToString()) ?? '';
  const sha256 = createHash('sha256').update(text).digest('hex');
  if (sha256 !== at.sha256) {
    throw new MeshError(`the manifest s3://${at.bucket}/${at.key} has sha256 ${sha256}, not ${at.sha256}`, {
      code: 'ManifestChanged',
      hint: 'deploy the product again',
      source: 'platform',
    });
  }
  // Our own synthesis wrote it, and the hash says that nobody else did.
  const manifest = JSON.parse(text) as ProductManifest;
  if (manifest.schema === 'freehold.manifest.v1') return manifest;
  throw new MeshError(
    `the manifest s3://${at.bucket}/${at.key} has the unknown schema ${String(manifest.schema)}`,
    {
      code: 'ManifestUnknown',
      hint: 'deploy the namespace and the product with the same version of Freehold',
    },
  );
}
