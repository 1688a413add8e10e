import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { observe, telling } from './hostile/observe.ts';
import { hostileGroups } from './hostile/statements.ts';
import { TwinLakes } from './hostile/twin-lakes.ts';

let twins: TwinLakes;

beforeAll(async () => {
  twins = await TwinLakes.open();
});

afterAll(async () => await twins[Symbol.asyncDispose]());

/** Groups whose statements reach the engine take long: one of so many here, all of them in the slow tests. */
const SAMPLED: Readonly<Record<string, number>> = { columns: 12, errors: 12, names: 6, rows: 12 };

describe('a hostile statement', () => {
  it.each(hostileGroups())('tells nothing that is withheld: $name', async ({ name, statements }) => {
    const sample = statements.filter((_, at) => at % (SAMPLED[name] ?? 1) === 0);
    expect(await telling(twins, await observe(twins, sample))).toEqual([]);
  });

  it('would be seen to tell: the same ones do, of who may read all', async () => {
    const asked = ['SELECT pilot FROM flights', 'SELECT count(*) FROM flights', 'SELECT id FROM logs'];
    const observed = await observe(
      twins,
      asked.map((sql) => ({ reader: 'open', sql })),
    );
    expect((await telling(twins, observed)).map(({ sql }) => sql)).toEqual(asked.slice(0, 2));
  });

  it.each([
    `SELECT repeat('x', 2000000000)`,
    `SELECT count(*) FROM unnest(sequence(1, 100000000)) AS t(n)`,
    `SELECT count(*) FROM unnest(sequence(1, -100000000, -1)) AS t(n)`,
    `SELECT cardinality(sequence(date '2001-01-01', date '9001-01-01', interval '1' day))`,
    `SELECT length(lpad('x', 2000000000, 'y'))`,
    `SELECT length(rpad('x', 2000000000, 'y'))`,
  ])('cannot take the memory of the machine: %s', async (sql) => {
    const { state, reason } = await twins.lakes.calm.query('texas', sql);
    expect([state, reason]).toEqual(['FAILED', expect.stringContaining('INVALID_FUNCTION_ARGUMENT')]);
  });
});
