import { expect, it } from 'vitest';
import { ATTAINMENT_GOAL, BURN_ALERTS, objectivesOf } from '../../../core/slo/objectives.ts';

it('makes an objective of a promised freshness, and of nothing else', () => {
  expect(objectivesOf({ promises: { completeness: 0.9 } })).toEqual([]);
  expect(objectivesOf({ promises: { completeness: 0.9, freshnessHours: 24 } })).toEqual([
    { name: 'freshness', metric: 'FreshnessHours', atMost: 24, statement: 'data is at most 24 hours old' },
  ]);
  const [minutes] = objectivesOf({ promises: { completeness: 1, freshnessHours: 1 / 60 } });
  expect(minutes?.statement).toBe('data is at most 0.02 hours old');
});

it('tells of burn rates that its goal can reach', () => {
  const highest = 1 / (1 - ATTAINMENT_GOAL / 100);
  for (const { rate, longMinutes, shortMinutes } of BURN_ALERTS) {
    expect(rate).toBeLessThan(highest);
    expect(shortMinutes).toBe(longMinutes / 12);
  }
});
