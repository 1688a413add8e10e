import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';
import { uncovered } from './coverage.ts';

describe('the evaluator and the reference interpreter', () => {
  it('agree on a hundred thousand random requests', { timeout: 600_000 }, () => {
    const { seen, disagreement } = compare({ seed: 1, questions: 100_000 });
    expect(disagreement).toBeUndefined();
    expect(uncovered(seen, 100)).toEqual([]);
  });
});
