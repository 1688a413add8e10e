import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Cloud } from '../../../cloud/cloud.ts';
import type { Scope } from '../../../cloud/store.ts';
import { readZip } from './read-zip.ts';

export type InstalledCode = { readonly codeSha256: string; readonly codeSize: number };

/** Folder that holds all code of an account's function. */
export function functionDirectory(cloud: Cloud, { accountId, region }: Scope, name: string): string {
  return join(cloud.directory, 'lambda', accountId, region, name);
}

/** Folder of one version of the code. */
export function codeDirectory(cloud: Cloud, scope: Scope, name: string, codeSha256: string): string {
  const hex = Buffer.from(codeSha256, 'base64').toString('hex').slice(0, 32);
  return join(functionDirectory(cloud, scope, name), hex);
}

/** Unpacks a bundle into its folder; the folder appears whole or not at all. */
export async function installCode(
  cloud: Cloud,
  scope: Scope,
  name: string,
  archive: Buffer,
): Promise<InstalledCode> {
  const codeSha256 = createHash('sha256').update(archive).digest('base64');
  const directory = codeDirectory(cloud, scope, name, codeSha256);
  const entries = readZip(archive);
  if (!existsSync(directory)) {
    const scratch = `${directory}.${randomUUID()}`;
    for (const { path, content } of entries) {
      const file = join(scratch, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }
    await mkdir(scratch, { recursive: true });
    await rename(scratch, directory).catch(async (error: unknown) => {
      await rm(scratch, { recursive: true, force: true });
      if (!existsSync(directory)) throw error;
    });
  }
  return { codeSha256, codeSize: archive.length };
}
