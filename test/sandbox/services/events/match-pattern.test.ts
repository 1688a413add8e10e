import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../../sandbox/cloud/aws-error.ts';
import { matchesPattern } from '../../../../sandbox/services/events/match-pattern.ts';
import { matchesWildcard } from '../../../../sandbox/services/events/match-wildcard.ts';
import { parsePattern } from '../../../../sandbox/services/events/parse-pattern.ts';

const EVENT = {
  source: 'aws.s3',
  account: '111111111111',
  resources: ['arn:a', 'arn:b'],
  detail: {
    bucket: { name: 'landing' },
    object: { key: 'flights/2024/01.csv', size: 120 },
    flag: true,
    empty: '',
    nothing: null,
    list: [
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ],
  },
};

const object = (key: unknown) => ({ detail: { object: { key: [key] } } });
const size = (numeric: unknown) => ({ detail: { object: { size: [{ numeric }] } } });

describe('a pattern', () => {
  it.each<[pattern: unknown, matches: boolean]>([
    [{ source: ['aws.s3'] }, true],
    [{ source: ['aws.ec2', 'aws.s3'] }, true],
    [{ source: ['aws.ec2'] }, false],
    [{ source: ['aws.s3'], account: ['2'] }, false],
    [{ missing: ['x'] }, false],
    [{ resources: ['arn:b'] }, true],
    [{ detail: { flag: [true], nothing: [null] } }, true],
    [{ detail: { flag: ['true'] } }, false],
    [object({ prefix: 'flights/' }), true],
    [object({ prefix: 'Flights/' }), false],
    [object({ prefix: { 'equals-ignore-case': 'FLIGHTS/' } }), true],
    [object({ suffix: '.csv' }), true],
    [object({ suffix: '.json' }), false],
    [object({ wildcard: 'flights/*/01.*' }), true],
    [object({ wildcard: 'flights/*/02.*' }), false],
    [object({ 'equals-ignore-case': 'FLIGHTS/2024/01.CSV' }), true],
    [object({ 'anything-but': 'other' }), true],
    [object({ 'anything-but': ['flights/2024/01.csv', 'x'] }), false],
    [object({ 'anything-but': { prefix: 'flights/' } }), false],
    [object({ 'anything-but': { suffix: ['.json', '.xml'] } }), true],
    [object({ 'anything-but': { wildcard: '*/2024/*' } }), false],
    [{ detail: { absent: [{ 'anything-but': 'x' }] } }, false],
    [size(['>', 100]), true],
    [size(['>', 100, '<=', 120]), true],
    [size(['=', 121]), false],
    [size(['<', 0]), false],
    [{ detail: { object: { key: [{ numeric: ['>', 0] }] } } }, false],
    [{ detail: { flag: [{ exists: true }] } }, true],
    [{ detail: { absent: [{ exists: false }] } }, true],
    [{ detail: { absent: [{ exists: true }] } }, false],
    [{ detail: { flag: [{ exists: false }] } }, false],
    [{ detail: { bucket: [{ exists: true }] } }, false],
    [{ detail: { nothing: [{ exists: true }] } }, true],
    [{ detail: { empty: [''] } }, true],
    [{ $or: [{ source: ['x'] }, { account: ['111111111111'] }] }, true],
    [{ $or: [{ source: ['x'] }, { account: ['2'] }], resources: ['arn:a'] }, false],
    [{ detail: { $or: [{ flag: [false] }, { bucket: { name: ['landing'] } }] } }, true],
    [{ detail: { list: { a: [1], b: [2] } } }, true],
    [{ detail: { list: { a: [1], b: [4] } } }, false],
  ])('%j: %s', (pattern, expected) => {
    expect(matchesPattern(parsePattern(JSON.stringify(pattern)), EVENT)).toBe(expected);
  });

  it.each([
    '{',
    '[]',
    '{}',
    '{"source":"aws.s3"}',
    '{"source":[]}',
    '{"source":[["a"]]}',
    '{"source":[{"prefix":"a","suffix":"b"}]}',
    '{"source":[{"regex":"a"}]}',
    '{"source":[{"numeric":["~",1]}]}',
    '{"source":[{"numeric":[">","1"]}]}',
    '{"source":[{"anything-but":{"exists":true}}]}',
    '{"$or":[{"source":["a"]}]}',
    '{"detail":{}}',
  ])('%s is refused', (text) => {
    expect(() => parsePattern(text)).toThrow(AwsError);
  });
});

describe('a wildcard', () => {
  it.each<[pattern: string, text: string, matches: boolean]>([
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['a*b*c', 'axxbyyc', true],
    ['a*b*c', 'axxbyy', false],
    ['\\*', '*', true],
    ['\\*', 'x', false],
    ['*.csv', 'a.csv.csv', true],
    ['[a-z]', 'b', false],
  ])('%s on %s: %s', (pattern, text, expected) => {
    expect(matchesWildcard(pattern, text)).toBe(expected);
  });

  it('takes no exponential time', () => {
    expect(matchesWildcard('*a'.repeat(200), 'a'.repeat(5_000).concat('b'))).toBe(false);
  });
});
