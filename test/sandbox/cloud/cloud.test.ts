import { expect, it } from 'vitest';
import { Cloud } from '../../../sandbox/cloud/cloud.ts';
import { Store } from '../../../sandbox/cloud/store.ts';

it('stops who calls before who is called, so that nothing is begun that nobody ends', async () => {
  const cloud = new Cloud({
    store: new Store(':memory:'),
    directory: '/nowhere',
    clock: () => new Date(0),
    authorize: () => {},
  });
  const log: string[] = [];
  let isStopped = false;
  cloud.register({
    name: 'athena',
    operations: {},
    stop: async () => {
      isStopped = true;
    },
  });
  cloud.register({
    name: 'states',
    operations: {},
    stop: async () => {
      log.push(isStopped ? 'a query to nobody' : 'a last query');
    },
  });
  await cloud.stop();
  expect(log).toEqual(['a last query']);
  expect(isStopped).toBe(true);
});
