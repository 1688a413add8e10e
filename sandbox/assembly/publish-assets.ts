import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Caller } from '../cloud/caller.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { perCloud } from '../cloud/per-cloud.ts';
import { isNotFound } from '../cloudformation/not-found.ts';
import { serviceCalls } from '../cloudformation/service-calls.ts';
import { bootstrapRoleArn } from './bootstrap-names.ts';
import type { FileAsset, StackArtifact } from './stack-artifact.ts';
import { zipDirectory } from './zip-directory.ts';

/** As many as a mesh has functions; beyond, directories are packed anew. */
const ZIPS_MAX = 32;

/** Puts a stack's files into its account's bootstrap bucket; what is there already is not read again. */
export async function publishAssets(cloud: Cloud, stack: StackArtifact): Promise<void> {
  const environment = { accountId: stack.account, region: stack.region };
  const caller: Caller = {
    ...environment,
    principal: {
      kind: 'role',
      arn: bootstrapRoleArn('file-publishing', environment),
      sessionName: 'freehold-publishing',
    },
  };
  for (const asset of stack.assets) await publish(cloud, caller, asset);
}

async function publish(cloud: Cloud, caller: Caller, asset: FileAsset): Promise<void> {
  const call = serviceCalls(cloud, caller);
  const at = { Bucket: asset.bucket, Key: asset.key };
  const isThere = await call('s3', 'HeadObject', at).then(() => true, absent);
  if (isThere) return;
  const body = asset.packaging === 'zip' ? zipOnce(cloud, asset) : readFileSync(asset.path);
  await call('s3', 'PutObject', {
    ...at,
    Body: body,
    ContentLength: body.byteLength,
    ContentType: asset.packaging === 'zip' ? 'application/zip' : 'application/json',
    ChecksumSHA256: createHash('sha256').update(body).digest('base64'),
  });
}

const zips = perCloud(() => new Map<string, Uint8Array>());

/** The functions of a mesh are the same in each of its accounts, and the key is named by the content. */
function zipOnce(cloud: Cloud, { path, key }: FileAsset): Uint8Array {
  const known = zips(cloud);
  const zip = known.get(key) ?? zipDirectory(path);
  if (known.size < ZIPS_MAX) known.set(key, zip);
  return zip;
}

function absent(error: unknown): false {
  if (isNotFound(error)) return false;
  throw error;
}
