import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextFire, parseExpression } from '../../../../sandbox/services/scheduler/schedule-expression.ts';
import { fromLocal, toLocal } from '../../../../sandbox/services/scheduler/zoned-time.ts';

const next = (text: string, after: string, zone = 'UTC') =>
  nextFire(parseExpression(text, zone), new Date(after), new Date('2026-01-01T00:00:00Z'))?.toISOString();

describe('the next time of', () => {
  it.each([
    ['cron(0 6 * * ? *)', '2026-03-01T05:59:59Z', '2026-03-01T06:00:00.000Z'],
    ['cron(0 6 * * ? *)', '2026-03-01T06:00:00Z', '2026-03-02T06:00:00.000Z'],
    ['cron(0/15 8-9 * * ? *)', '2026-03-01T08:46:00Z', '2026-03-01T09:00:00.000Z'],
    ['cron(0/15 8-9 * * ? *)', '2026-03-01T09:45:00Z', '2026-03-02T08:00:00.000Z'],
    ['cron(0 12 ? * MON-FRI *)', '2026-03-06T13:00:00Z', '2026-03-09T12:00:00.000Z'],
    ['cron(0 12 ? * 1 *)', '2026-03-02T00:00:00Z', '2026-03-08T12:00:00.000Z'],
    ['cron(0 0 L * ? *)', '2026-02-01T00:00:00Z', '2026-02-28T00:00:00.000Z'],
    ['cron(0 0 LW * ? *)', '2026-02-01T00:00:00Z', '2026-02-27T00:00:00.000Z'],
    ['cron(0 0 1W * ? *)', '2026-07-15T00:00:00Z', '2026-08-03T00:00:00.000Z'],
    ['cron(0 0 ? * 6#3 *)', '2026-03-01T00:00:00Z', '2026-03-20T00:00:00.000Z'],
    ['cron(0 0 ? * FRIL *)', '2026-03-01T00:00:00Z', '2026-03-27T00:00:00.000Z'],
    ['cron(0 0 29 2 ? *)', '2026-03-01T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['cron(0 0 1 JAN ? 2030)', '2026-03-01T00:00:00Z', '2030-01-01T00:00:00.000Z'],
    ['cron(0 0 1 1 ? 2020)', '2026-03-01T00:00:00Z', undefined],
    ['cron(0 0 31 2 ? *)', '2026-03-01T00:00:00Z', undefined],
    ['rate(5 minutes)', '2026-01-01T00:07:00Z', '2026-01-01T00:10:00.000Z'],
    ['rate(1 day)', '2025-12-01T00:00:00Z', '2026-01-01T00:00:00.000Z'],
    ['at(2026-05-01T10:00:00)', '2026-05-01T09:00:00Z', '2026-05-01T10:00:00.000Z'],
    ['at(2026-05-01T10:00:00)', '2026-05-01T10:00:00Z', undefined],
  ])('%s after %s is %s', (text, after, expected) => {
    expect(next(text, after)).toBe(expected);
  });

  it.each([
    // Summer time began on 29 March 2026 at 2:00, so 2:30 did not exist.
    ['cron(30 2 * * ? *)', '2026-03-28T12:00:00Z', '2026-03-30T00:30:00.000Z'],
    ['cron(0 6 * * ? *)', '2026-03-28T12:00:00Z', '2026-03-29T04:00:00.000Z'],
    // It ended on 25 October at 3:00: 2:30 came twice and counts once.
    ['cron(30 2 * * ? *)', '2026-10-24T12:00:00Z', '2026-10-25T00:30:00.000Z'],
    ['cron(30 2 * * ? *)', '2026-10-25T00:30:00Z', '2026-10-26T01:30:00.000Z'],
    ['at(2026-07-01T12:00:00)', '2026-07-01T00:00:00Z', '2026-07-01T10:00:00.000Z'],
  ])('%s in Zurich after %s is %s', (text, after, expected) => {
    expect(next(text, after, 'Europe/Zurich')).toBe(expected);
  });
});

describe('an expression', () => {
  it.each([
    'cron(0 6 * * *)',
    'cron(0 6 * * * *)',
    'cron(0 6 ? * ? *)',
    'cron(60 6 * * ? *)',
    'cron(0 6 0 * ? *)',
    'cron(0 6 ? * 0 *)',
    'cron(5-1 6 * * ? *)',
    'cron(0/0 6 * * ? *)',
    'rate(0 minutes)',
    'rate(5 seconds)',
    'at(2026-13-01T00:00:00)',
    'every day',
  ])('%s is refused', (text) => {
    expect(() => parseExpression(text, 'UTC')).toThrow(
      expect.objectContaining({ code: 'ValidationException' }),
    );
  });

  it('needs a time zone that exists', () => {
    expect(() => parseExpression('rate(1 day)', 'Mars/Base')).toThrow('"Mars/Base" is not a time zone');
  });
});

describe('a local time', () => {
  it('is read back from the instant that it was made of', () => {
    const zones = fc.constantFrom(
      'UTC',
      'Europe/Zurich',
      'America/New_York',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
    );
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }),
        zones,
        (at, zone) => {
          const local = toLocal(at, zone);
          const back = fromLocal(local, zone);
          expect(back && toLocal(back, zone)).toEqual(local);
        },
      ),
    );
  });
});
