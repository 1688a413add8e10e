import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Caller } from '../../sandbox/cloud/caller.ts';
import { type Authorize, Cloud } from '../../sandbox/cloud/cloud.ts';
import type { Service } from '../../sandbox/cloud/service.ts';
import { Store } from '../../sandbox/cloud/store.ts';
import { startGateway } from '../../sandbox/gateway/start-gateway.ts';

export const ACCOUNT = '111122223333';
export const OTHER_ACCOUNT = '444455556666';
export const REGION = 'eu-west-1';

export const root = (accountId = ACCOUNT): Caller => ({
  principal: { kind: 'root' },
  accountId,
  region: REGION,
});

export type TestCloud = {
  readonly cloud: Cloud;
  readonly endpoint: string;
  /** For SDK clients; the key id is `AKIA<account>`. */
  readonly config: (accountId?: string) => {
    readonly region: string;
    readonly endpoint: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly maxAttempts: number;
  };
  /** The same directory in a new process's eyes. */
  readonly restart: () => Promise<Cloud>;
  readonly stop: () => Promise<void>;
};

/** A cloud on a directory of its own, behind a real gateway; what IAM says is up to the test. */
export async function startTestCloud(options: {
  readonly services: (cloud: Cloud) => readonly Service[];
  readonly authorize?: Authorize;
  readonly clock?: () => Date;
}): Promise<TestCloud> {
  const directory = mkdtempSync(join(tmpdir(), 'freehold-'));
  const open = async (): Promise<Cloud> => {
    const cloud = new Cloud({
      store: new Store(join(directory, 'state.sqlite')),
      directory,
      clock: options.clock ?? (() => new Date()),
      authorize: options.authorize ?? (() => {}),
    });
    for (const service of options.services(cloud)) cloud.register(service);
    for (const service of cloud.services()) await service.start?.(cloud);
    return cloud;
  };
  const cloud = await open();
  const reopened: Cloud[] = [];
  const gateway = await startGateway({
    cloud,
    port: 0,
    findKey: (key) =>
      /^AKIA\d{12}$/.test(key) ? { caller: root(key.slice(4)), secretAccessKey: 'secret' } : undefined,
  });
  return {
    cloud,
    endpoint: gateway.endpoint,
    config: (accountId = ACCOUNT) => ({
      region: REGION,
      endpoint: gateway.endpoint,
      credentials: { accessKeyId: `AKIA${accountId}`, secretAccessKey: 'secret' },
      maxAttempts: 1,
    }),
    restart: async () => {
      const again = await open();
      reopened.push(again);
      return again;
    },
    stop: async () => {
      await gateway.close();
      for (const each of [cloud, ...reopened]) {
        for (const service of each.services()) await service.stop?.();
        each.store.close();
      }
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
