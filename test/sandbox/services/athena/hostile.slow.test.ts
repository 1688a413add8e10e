import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Observation, observe, telling } from './hostile/observe.ts';
import { hostileGroups } from './hostile/statements.ts';
import { TwinLakes } from './hostile/twin-lakes.ts';

const GROUPS = hostileGroups();
const COUNT = GROUPS.reduce((total, { statements }) => total + statements.length, 0);

let twins: TwinLakes;

beforeAll(async () => {
  twins = await TwinLakes.open();
});

afterAll(async () => await twins[Symbol.asyncDispose]());

/** Words of the engine and of the sandbox's own names, which no answer may have unless it was asked with them. */
const INTERNAL = [
  'DuckDB',
  'read_parquet(',
  'Binder Error',
  'Catalog Error',
  'LINE 1',
  'athena_table',
  'allowed_',
];

describe(`the ${COUNT} hostile statements`, () => {
  it.each(GROUPS)('tell nothing that is withheld: $name', async ({ statements }) => {
    const observed = await observe(twins, statements);
    expect(await telling(twins, observed)).toEqual([]);
    expect(observed.flatMap(internalWords)).toEqual([]);
  });

  it('tell the worlds apart where somebody may read all', async () => {
    const asked = GROUPS.filter(({ name }) => ['columns', 'rows'].includes(name)).flatMap(
      ({ statements }) => statements,
    );
    const observed = await observe(
      twins,
      asked.map(({ sql }) => ({ reader: 'open', sql })),
    );
    const apart = observed.filter(({ calm, wild }) => calm !== wild).length;
    expect(apart).toBeGreaterThan(150);
  });
});

function internalWords({ sql, calm }: Observation): readonly string[] {
  const words = INTERNAL.filter(
    (word) => calm.includes(word) && !sql.toLowerCase().includes(word.toLowerCase()),
  );
  const isUnknown = calm.includes('GENERIC_INTERNAL_ERROR');
  return [...words, ...(isUnknown ? ['GENERIC_INTERNAL_ERROR'] : [])].map((word) => `${word}: ${sql}`);
}
