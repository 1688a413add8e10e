import { expect, it } from 'vitest';
import { measure } from '../../../core/slo/measure.ts';
import { metricDimensions, metricValues } from '../../../core/slo/product-metrics.ts';

const HEAD = {
  freshAsOf: '2026-01-01T00:00:00Z',
  publishedAt: '2026-01-01T06:00:00Z',
  completeness: 0.99,
  validity: 0.5,
};
const NOW = new Date('2026-01-02T00:00:00Z');

it('measures the age of the data and of the publication', () => {
  expect(measure(HEAD, { freshnessHours: 24, completeness: 0.95 }, NOW)).toEqual({
    freshnessHours: 24,
    isFresh: true,
    publicationAgeHours: 18,
    completeness: 0.99,
    isComplete: true,
    validity: 0.5,
  });
});

it('finds a broken promise of freshness and of completeness', () => {
  const late = measure(HEAD, { freshnessHours: 23.9, completeness: 1 }, NOW);
  expect(late).toMatchObject({ isFresh: false, isComplete: false });
});

it('says nothing of freshness where nothing is promised', () => {
  expect(measure(HEAD, { completeness: 1 }, NOW).isFresh).toBeNull();
});

it('never calls data fresh whose time cannot be read, and publishes no number for it', () => {
  const measured = measure({ ...HEAD, freshAsOf: '' }, { freshnessHours: 24, completeness: 1 }, NOW);
  expect(measured.isFresh).toBe(false);
  expect(metricValues(measured)).toEqual({ Completeness: 0.99, Validity: 0.5, PublicationAgeHours: 18 });
});

it('takes a clock that runs ahead for now', () => {
  const measured = measure({ ...HEAD, freshAsOf: '2026-01-03T00:00:00Z' }, { completeness: 1 }, NOW);
  expect(measured.freshnessHours).toBe(0);
});

it('keeps majors apart', () => {
  const scope = { mesh: 'm', environment: 'e', domain: 'd', product: 'p' };
  expect(metricDimensions({ ...scope, major: 1 })).not.toEqual(metricDimensions({ ...scope, major: 2 }));
});
