import { createHash } from 'node:crypto';

import type { GlueClient } from '@aws-sdk/client-glue';
import type { S3Client } from '@aws-sdk/client-s3';

import { MeshError } from '../../core/errors/mesh-error.ts';
import { SNAPSHOT_PARAMETER } from '../../core/naming/names.ts';
import type { ManifestInput, ProductManifest } from '../../core/pipeline/manifest.ts';
import type { PinnedInput } from '../../core/pipeline/run.ts';
import { getGlueTable } from '../runtime/iceberg-catalog.ts';
import { listDataObjects } from '../runtime/objects.ts';

export type PinClients = { readonly glue: GlueClient; readonly s3: S3Client };

/** What each input is now: the snapshot that readers see, or the hash of the files that have landed. */
export async function pinInputs(
  manifest: ProductManifest,
  clients: PinClients,
): Promise<readonly PinnedInput[]> {
  const pinned: PinnedInput[] = [];
  const absent: string[] = [];
  for (const input of manifest.inputs) {
    const one = await pinInput(input, clients);
    if (one === undefined) absent.push(describe(input));
    else pinned.push(one);
  }
  if (absent.length === 0) return pinned;
  throw new MeshError(`there is nothing to read yet: ${absent.join('; ')}`, {
    code: 'WaitingForUpstreams',
    hint: 'the run starts by itself when the last of them arrives',
  });
}

async function pinInput(input: ManifestInput, clients: PinClients): Promise<PinnedInput | undefined> {
  switch (input.kind) {
    case 'product': {
      // Through a resource link the local name answers with the producer's table.
      const table = await getGlueTable(clients.glue, input);
      const version = table?.Parameters?.[SNAPSHOT_PARAMETER];
      return version === undefined ? undefined : { key: input.key, version, product: input.product };
    }
    case 'source': {
      const objects = await listDataObjects(clients.s3, { bucket: input.bucket, key: input.prefix });
      if (objects.length === 0) return undefined;
      const lines = objects.map(({ key, etag, size }) => `${key}\n${etag}\n${size}\n`);
      return {
        key: input.key,
        version: createHash('sha256').update(lines.join('')).digest('hex').slice(0, 32),
      };
    }
  }
}

function describe(input: ManifestInput): string {
  return input.kind === 'product'
    ? `${input.product} has never been published (${input.database}.${input.table})`
    : `no file has landed below s3://${input.bucket}/${input.prefix}`;
}
