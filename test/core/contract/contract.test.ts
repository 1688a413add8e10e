import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contractSchema, parseContract } from '../../../core/contract/contract.ts';
import { EDITIONS } from '../../../core/contract/edition.ts';
import { officialDocuments, officialVerdict } from './odcs.ts';

const examples = [...officialDocuments('examples'), ...officialDocuments('examples-prerelease-v3.2.0')];
const negatives = officialDocuments('negative-prerelease-v3.2.0');

describe('official examples', () => {
  test.each(examples)('accepts $name of edition $edition', ({ document }) => {
    expect(parseContract(document)).toHaveProperty('contract');
  });

  test.each(negatives)('refuses $name', ({ document }) => {
    expect(parseContract(document)).toHaveProperty('issues');
  });
});

describe.each(EDITIONS)('edition %s', (edition) => {
  const isOfficial = officialVerdict(edition);
  const own = examples.filter((example) => example.edition === edition).map(({ document }) => document);
  const seeds =
    own.length > 0 ? own : examples.map(({ document }) => ({ ...Object(document), apiVersion: 'v3.0.2' }));

  test('has examples to start from', () => {
    expect(seeds.some((seed) => isOfficial(seed))).toBe(true);
  });

  test('gives the verdict of the official schema on documents with random faults', () => {
    fc.assert(
      fc.property(fc.constantFrom(...seeds), fc.infiniteStream(fc.nat(0xffff)), (seed, numbers) => {
        const next = (bound: number): number => Number(numbers.next().value) % bound;
        const document = withFault(structuredClone(seed), next);
        const verdict = contractSchema(edition).safeParse(document);
        if (verdict.success !== isOfficial(document)) {
          throw new Error(
            `differs: ${JSON.stringify(verdict.error?.issues ?? 'accepted')} ${JSON.stringify(document)}`,
          );
        }
      }),
      { numRuns: Number(process.env['RUNS'] ?? 300) },
    );
  });
});

const WORDS = [
  'id',
  'name',
  'description',
  'unknown',
  'logicalType',
  'items',
  'mustBe',
  'metric',
  'type',
  'to',
  'tags',
  'enum',
];
const VALUES = ['text', 'library', 'date', 'array', 5, true, null, [], {}, ['x'], { name: 'x' }, -1.5];

/** Deletes, renames, adds or replaces one value, somewhere in the document. */
function withFault(document: unknown, next: (bound: number) => number): unknown {
  let parent = document as Record<string, unknown>;
  const depth = 1 + next(9);
  for (let level = 0; level < depth; level++) {
    const children = Object.values(parent).filter((value) => typeof value === 'object' && value !== null);
    if (children.length === 0) break;
    parent = children[next(children.length)] as Record<string, unknown>;
  }
  const keys = Object.keys(parent);
  const key = keys[next(Math.max(1, keys.length))];
  const kind = next(4);
  if (Array.isArray(parent)) {
    if (kind === 0) parent.pop();
    else parent.push(VALUES[next(VALUES.length)]);
  } else if (kind === 0 && key !== undefined) delete parent[key];
  else if (kind === 1 && key !== undefined) parent[key] = VALUES[next(VALUES.length)];
  else if (kind === 2 && key !== undefined) {
    parent[WORDS[next(WORDS.length)] ?? 'x'] = parent[key];
    delete parent[key];
  } else parent[WORDS[next(WORDS.length)] ?? 'x'] = VALUES[next(VALUES.length)];
  return document;
}
