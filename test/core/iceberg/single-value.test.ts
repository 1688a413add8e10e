import fc from 'fast-check';
import { expect, it } from 'vitest';

import { decodeSingleValue, encodeSingleValue } from '../../../core/iceberg/single-value.ts';
import { lowerBound, upperBound } from '../../../core/iceberg/string-bounds.ts';

it('reads back every decimal that it writes, in the least bytes', () => {
  const type = { kind: 'decimal', precision: 38, scale: 0 } as const;
  const largest = 10n ** 38n;
  fc.assert(
    fc.property(fc.bigInt({ min: -largest, max: largest }), (value) => {
      const bytes = encodeSingleValue(type, value);
      expect(decodeSingleValue(type, bytes)).toBe(value);
      expect(bytes.length).toBeLessThanOrEqual(16);
    }),
  );
  // Appendix D's example: the unscaled value in two's complement, most significant byte first.
  expect([...encodeSingleValue(type, 1420n)]).toEqual([0x05, 0x8c]);
  expect([...encodeSingleValue(type, -1n)]).toEqual([0xff]);
});

it('reads a bound that was written before its column was widened', () => {
  const int = encodeSingleValue({ kind: 'int' }, -7);
  expect(decodeSingleValue({ kind: 'long' }, int)).toBe(-7n);
  const float = encodeSingleValue({ kind: 'float' }, 0.5);
  expect(decodeSingleValue({ kind: 'double' }, float)).toBe(0.5);
});

it('keeps every text between its shortened bounds', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const bytes = Buffer.from(text);
      const [lower, upper] = [lowerBound(bytes), upperBound(bytes)];
      if (lower !== undefined) expect(Buffer.compare(lower, bytes)).toBeLessThanOrEqual(0);
      if (upper !== undefined) expect(Buffer.compare(upper, bytes)).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 500 },
  );
});
