import { expect, it } from 'vitest';
import type { RegistryHead } from '../../../core/pipeline/run.ts';
import { deployedProduct, measureProducts } from '../../../lambdas/measure-slo/measure-products.ts';

const HEAD: RegistryHead = {
  pk: 'flights/v1',
  sk: 'head',
  run: 'a',
  attempt: 1,
  manifestSha256: 'b',
  version: '1.0.0',
  inputs: [],
  tables: {},
  publishedAt: '2026-01-01T06:00:00Z',
  freshAsOf: '2026-01-01T00:00:00Z',
  completeness: 0.9,
  validity: 0.8,
  checksPassed: 1,
  checksFailed: 0,
};

const scope = {
  mesh: 'aviation',
  environment: 'local',
  domain: 'operations',
  now: new Date('2026-01-02T00:00:00Z'),
};

it('measures what was published and is silent about what never was', async () => {
  const metrics = await measureProducts(
    [
      { product: 'flights', major: 1 },
      { product: 'planned', major: 1 },
    ],
    { ...scope, headOf: async ({ product }) => (product === 'flights' ? HEAD : undefined) },
  );
  expect(metrics.map(({ name, value }) => [name, value])).toEqual([
    ['FreshnessHours', 24],
    ['Completeness', 0.9],
    ['Validity', 0.8],
    ['PublicationAgeHours', 18],
  ]);
  expect(metrics[0]?.dimensions).toEqual({
    Mesh: 'aviation',
    Environment: 'local',
    Domain: 'operations',
    Product: 'flights-v1',
  });
});

it('reads at most ten heads at a time', async () => {
  let running = 0;
  let most = 0;
  const products = Array.from({ length: 35 }, (_, index) => ({ product: `p${index}`, major: 1 }));
  const metrics = await measureProducts(products, {
    ...scope,
    headOf: async () => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      return HEAD;
    },
  });
  expect(metrics).toHaveLength(35 * 4);
  expect(most).toBe(10);
});

it('tells products from other parameters by their names', () => {
  expect(deployedProduct('/aviation/local/operations/flight-reports/v12')).toEqual({
    product: 'flight-reports',
    major: 12,
  });
  expect(deployedProduct('/aviation/local/operations/namespace/grants')).toBeUndefined();
  expect(deployedProduct('/aviation/local/operations/v1')).toBeUndefined();
});
