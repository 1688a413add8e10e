import type { Measured } from './measure.ts';

/** Few by design: custom metrics are what a mesh of this kind pays for. */
export const PRODUCT_METRICS = ['FreshnessHours', 'Completeness', 'Validity', 'PublicationAgeHours'] as const;
export type ProductMetric = (typeof PRODUCT_METRICS)[number];

export type MetricScope = {
  readonly mesh: string;
  readonly environment: string;
  readonly domain: string;
  readonly product: string;
  readonly major: number;
};

/** Dimensions of a product's metrics; majors that are served side by side are measured apart. */
export function metricDimensions({ mesh, environment, domain, product, major }: MetricScope) {
  return { Mesh: mesh, Environment: environment, Domain: domain, Product: `${product}-v${major}` } as const;
}

/** Values of a product's metrics. What is infinitely old has no number that CloudWatch takes, and is left out. */
export function metricValues(measured: Measured): Readonly<Partial<Record<ProductMetric, number>>> {
  const values: Record<ProductMetric, number> = {
    FreshnessHours: measured.freshnessHours,
    Completeness: measured.completeness,
    Validity: measured.validity,
    PublicationAgeHours: measured.publicationAgeHours,
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => Number.isFinite(value)));
}
