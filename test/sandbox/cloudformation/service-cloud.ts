import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createAuthorize } from '../../../sandbox/authorization/create-authorize.ts';
import { Cloud } from '../../../sandbox/cloud/cloud.ts';
import { Store } from '../../../sandbox/cloud/store.ts';

const SERVICES = resolve(import.meta.dirname, '../../../sandbox/services');

/** A cloud with every service of the sandbox, under real IAM. */
export async function serviceCloud() {
  const directory = mkdtempSync(join(tmpdir(), 'freehold-cfn-'));
  const store = new Store(':memory:');
  const cloud = new Cloud({ store, directory, clock: () => new Date(), authorize: createAuthorize() });
  for (const name of readdirSync(SERVICES)) {
    const path = join(SERVICES, name, 'service.ts');
    if (!existsSync(path)) continue;
    const module: Record<string, unknown> = await import(path);
    for (const exported of Object.values(module)) {
      const service = typeof exported === 'function' ? exported(cloud) : exported;
      if (service?.operations) cloud.register(service);
    }
  }
  return {
    cloud,
    directory,
    [Symbol.asyncDispose]: async () => {
      for (const service of cloud.services()) await service.stop?.();
      store.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
