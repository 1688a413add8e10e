import { beforeAll, describe, expect, it, vi } from 'vitest';
import { synthesizeMesh } from '../../../lib/synthesized-mesh.ts';
import { LIKE_NAMED, likeNamedMesh } from './like-named-mesh.ts';
import { difference, type Measured, measured } from './measure/measure.ts';
import { type Assembly, readAssembly } from './mutants/assembly.ts';
import type { Mutant } from './mutants/mutant.ts';
import { MUTANTS } from './mutants/mutants.ts';

let assembly: Assembly;
let before: Measured;

beforeAll(() => {
  vi.stubEnv('CDK_VALIDATION', 'false');
  assembly = readAssembly(synthesizeMesh(likeNamedMesh(), { environment: LIKE_NAMED.environment }));
  before = measured(assembly);
});

const text = ({ stacks, documents }: Assembly): string => JSON.stringify([stacks, [...documents]]);

describe('mutants', () => {
  it('are of many kinds, each with a name of its own', () => {
    expect(new Set(MUTANTS.map(({ id }) => id)).size).toBe(MUTANTS.length);
    expect(MUTANTS.length).toBeGreaterThan(100);
  });

  it('each fit somewhere, and change what is synthesized', () => {
    const whole = text(assembly);
    const idle = MUTANTS.filter((mutant) => {
      const [site] = mutant.sites(assembly);
      return site === undefined || text(site.apply(assembly)) === whole;
    });
    expect(idle.map(({ id }) => id)).toEqual([]);
  });

  it.each([
    ['power-s3-and-kms', 'crossing', /sales-analyst: s3:GetObject on arn:aws:s3:::twins-prod-sales-eu-/],
    ['prefix-without-separator', 'crossing', /on arn:aws:.*sales-eu/],
    ['filter-dropped', 'crossing', /sales-eu-analyst: reads customer/],
    ['power-within-boundary', 'nothing', undefined],
    ['column-dropped', 'lost', /reads order_id/],
  ] as const)('%s: %s by the evaluators themselves', (id, effect, words) => {
    const found = mutantOf(id)
      .sites(assembly)
      .slice(0, 3)
      .map((site) => difference(before, measured(site.apply(assembly))));
    if (effect === 'nothing') expect(found.flatMap(({ crossing }) => crossing)).toEqual([]);
    else expect(found.flatMap((one) => one[effect]).join('\n')).toMatch(words);
  });
});

function mutantOf(id: string): Mutant {
  const found = MUTANTS.find((one) => one.id === id);
  if (!found) throw new Error(`no mutant is called ${id}`);
  return found;
}
