import { describe, expect, it } from 'vitest';
import { propertyDifferences } from '../../../core/cloudformation/property-differences.ts';

const pathsOf = (expected: object, actual: object) =>
  propertyDifferences({ ...expected }, { ...actual }).map(({ path, kind }) => `${path} ${kind}`);

describe('propertyDifferences', () => {
  it.each([
    ['a number as text', { Days: '3' }, { Days: 3 }],
    [
      'a list in another order',
      { Tags: [{ Key: 'a' }, { Key: 'b' }] },
      { Tags: [{ Key: 'b' }, { Key: 'a' }] },
    ],
    ['one item without its list', { Policy: { Action: ['s3:Get'] } }, { Policy: { Action: 's3:Get' } }],
    ['nothing, written as an empty list', { Roles: [] }, { Roles: undefined }],
    ['what the template leaves open', { A: { B: 1 } }, { A: { B: 1, C: 2 }, D: 3 }],
    ['what cannot be read', { Code: 'x', A: 1 }, { A: 1 }],
  ])('takes %s for the same', (_what, expected, actual) => {
    expect(pathsOf(expected, actual)).toEqual([]);
  });

  it.each([
    [{ A: { B: 1, C: 2 } }, { A: { B: 1, C: 3 } }, ['/A/C NOT_EQUAL']],
    [{ A: true }, { A: undefined }, ['/A REMOVE']],
    [{ Tags: [{ Key: 'a' }] }, { Tags: [{ Key: 'a' }, { Key: 'b' }] }, ['/Tags NOT_EQUAL']],
    [{ Tags: [{ Key: 'a' }, { Key: 'a' }] }, { Tags: [{ Key: 'a' }, { Key: 'b' }] }, ['/Tags NOT_EQUAL']],
    [{ A: { B: 'x' } }, { A: 'x' }, ['/A NOT_EQUAL']],
  ])('finds that %j is not %j', (expected, actual, paths) => {
    expect(pathsOf(expected, actual)).toEqual(paths);
  });
});
