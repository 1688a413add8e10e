import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { Store } from '../../../sandbox/cloud/store.ts';

const HOME = { accountId: '111111111111', region: 'eu-west-1' };

describe('a store', () => {
  it('reads back what was written last, whatever was read before', () => {
    const key = fc.constantFrom('a', 'b');
    const value = fc.oneof(fc.string({ maxLength: 3 }), fc.constant('x'.repeat(20_000)));
    const step = fc.oneof(
      fc.record({ kind: fc.constant('put' as const), key, value }),
      fc.record({ kind: fc.constantFrom('get' as const, 'delete' as const), key }),
      fc.record({ kind: fc.constant('undone' as const), key, value }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const store = new Store(':memory:');
        const things = store.collection<string>('thing');
        const model = new Map<string, string>();
        for (const one of steps) {
          if (one.kind === 'put') {
            things.put(HOME, one.key, one.value);
            model.set(one.key, one.value);
          } else if (one.kind === 'delete') {
            expect(things.delete(HOME, one.key)).toBe(model.delete(one.key));
          } else if (one.kind === 'undone') {
            const undone = (): never => {
              things.put(HOME, one.key, one.value);
              throw new Error('undone');
            };
            expect(() => store.transaction(undone)).toThrow('undone');
          }
          for (const name of ['a', 'b']) expect(things.get(HOME, name)).toBe(model.get(name));
        }
        store.close();
      }),
    );
  });

  it('keeps collections, accounts and regions apart', () => {
    const store = new Store(':memory:');
    store.collection<number>('thing').put(HOME, 'a', 1);
    expect(store.collection<number>('other').get(HOME, 'a')).toBeUndefined();
    expect(store.collection<number>('thing').get({ ...HOME, region: 'eu-west-2' }, 'a')).toBeUndefined();
    expect(
      store.collection<number>('thing').get({ ...HOME, accountId: '222222222222' }, 'a'),
    ).toBeUndefined();
    store.close();
  });

  it('gives each reader a value of its own', () => {
    const store = new Store(':memory:');
    const things = store.collection<{ n: number }>('thing');
    things.put(HOME, 'a', { n: 1 });
    const read = things.get(HOME, 'a');
    if (read !== undefined) read.n = 2;
    expect(things.get(HOME, 'a')).toEqual({ n: 1 });
    store.close();
  });
});
