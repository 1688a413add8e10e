import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fuzz, smallerTexts } from './hostile/fuzz.ts';
import { TwinLakes } from './hostile/twin-lakes.ts';

let twins: TwinLakes;

beforeAll(async () => {
  twins = await TwinLakes.open();
});

afterAll(async () => await twins[Symbol.asyncDispose]());

const COUNT = 300;

describe('made-up statements', () => {
  it.each([1, 2_000, 3_000])(`tell nothing that is withheld: ${COUNT} from seed %i`, async (seed) => {
    const { findings, succeeded } = await fuzz(twins, { seed, count: COUNT });
    expect(findings).toEqual([]);
    // A fuzzer whose statements are all refused would find nothing.
    expect(succeeded).toBeGreaterThan(COUNT / 4);
  });
});

describe('a finding', () => {
  it('becomes smaller by a parenthesis or a clause', () => {
    expect(smallerTexts('SELECT abs(id + 1) FROM t WHERE id > 1 AND x = 2 ORDER BY 1')).toEqual([
      'SELECT abs(id + 1) FROM t AND x = 2 ORDER BY 1',
      'SELECT abs(id + 1) FROM t WHERE id > 1 AND x = 2',
      'SELECT abs(id + 1) FROM t WHERE id > 1 ORDER BY 1',
      'SELECT abs(1) FROM t WHERE id > 1 AND x = 2 ORDER BY 1',
      'SELECT absid + 1 FROM t WHERE id > 1 AND x = 2 ORDER BY 1',
    ]);
  });
});
