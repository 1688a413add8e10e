import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cloud } from '../../sandbox/cloud/cloud.ts';
import { Store } from '../../sandbox/cloud/store.ts';
import { registerServices } from '../../sandbox/register-services.ts';

const cloud = new Cloud({
  store: new Store(':memory:'),
  // Nothing is called, so nothing is written.
  directory: join(tmpdir(), 'freehold-offered-operations'),
  clock: () => new Date(),
  authorize: () => {},
});
registerServices(cloud);

/** Names of the operations that the sandbox offers of a service. */
export function offeredOperations(service: string): readonly string[] {
  return Object.keys(cloud.services().find(({ name }) => name === service)?.operations ?? {});
}
