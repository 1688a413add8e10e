import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contractSchema, parseContract } from '../../../core/contract/contract.ts';
import { EDITIONS } from '../../../core/contract/edition.ts';
import { hasStandards } from '../../standards.ts';
import { withFault } from './fault.ts';
import { officialDocuments, officialVerdict } from './odcs.ts';

const examples = [...officialDocuments('examples'), ...officialDocuments('examples-prerelease-v3.2.0')];
const negatives = officialDocuments('negative-prerelease-v3.2.0');

test.skipIf(!hasStandards)('the saved standard has examples, good and bad', () => {
  expect([examples.length > 0, negatives.length > 0]).toEqual([true, true]);
});

describe.skipIf(!hasStandards)('official examples', () => {
  test.each(examples)('accepts $name of edition $edition', ({ document }) => {
    expect(parseContract(document)).toHaveProperty('contract');
  });

  test.each(negatives)('refuses $name', ({ document }) => {
    expect(parseContract(document)).toHaveProperty('issues');
  });
});

describe.each(hasStandards ? EDITIONS : [])('edition %s', (edition) => {
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
