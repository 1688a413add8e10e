import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Cloud } from '../../../cloud/cloud.ts';
import { lambdaStore } from '../store.ts';
import { codeDirectory } from './install-code.ts';

/** Removes code that no function uses any more; safe at start only, when no worker runs. */
export async function pruneCode(cloud: Cloud): Promise<void> {
  for (const { scope, value } of lambdaStore(cloud).functions.listAll()) {
    const current = codeDirectory(cloud, scope, value.name, value.codeSha256);
    const parent = dirname(current);
    for (const name of await readdir(parent).catch(() => [])) {
      const path = join(parent, name);
      if (path !== current) await rm(path, { recursive: true, force: true });
    }
  }
}
