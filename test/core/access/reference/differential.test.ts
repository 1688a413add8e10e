import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';
import { uncovered } from './coverage.ts';

describe('the evaluator and the reference interpreter', () => {
  it('agree on three thousand random requests', () => {
    const { seen, disagreement } = compare({ seed: 20_261_128, questions: 3_000 });
    expect(disagreement).toBeUndefined();
    expect(uncovered(seen, 1)).toEqual([]);
  });
});
