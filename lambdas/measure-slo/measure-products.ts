import type { RegistryHead } from '../../core/pipeline/run.ts';
import { measure } from '../../core/slo/measure.ts';
import { metricDimensions, metricValues, type ProductMetric } from '../../core/slo/product-metrics.ts';

/** A product of the domain, as the name of its parameter says. */
export type DeployedProduct = { readonly product: string; readonly major: number };

export type MetricDatum = {
  readonly name: ProductMetric;
  readonly value: number;
  readonly dimensions: Readonly<Record<string, string>>;
};

export type MeasureProducts = {
  readonly mesh: string;
  readonly environment: string;
  readonly domain: string;
  readonly now: Date;
  readonly headOf: (product: DeployedProduct) => Promise<RegistryHead | undefined>;
};

/** Registry reads at a time. */
const READS_CONCURRENCY_MAX = 10;

/** The metrics of every product that was ever published. */
export async function measureProducts(
  products: readonly DeployedProduct[],
  options: MeasureProducts,
): Promise<readonly MetricDatum[]> {
  const measured: MetricDatum[] = [];
  for (let start = 0; start < products.length; start += READS_CONCURRENCY_MAX) {
    const batch = products.slice(start, start + READS_CONCURRENCY_MAX);
    const metrics = await Promise.all(batch.map((product) => measureProduct(product, options)));
    measured.push(...metrics.flat());
  }
  return measured;
}

async function measureProduct(
  deployed: DeployedProduct,
  { mesh, environment, domain, now, headOf }: MeasureProducts,
): Promise<readonly MetricDatum[]> {
  const head = await headOf(deployed);
  if (head === undefined) return [];
  // Metrics are facts; whether they keep the promise is for the alarm, which knows the contract.
  const values = metricValues(measure(head, { completeness: 1 }, now));
  const dimensions = metricDimensions({ mesh, environment, domain, ...deployed });
  return Object.entries(values).map(([name, value]) => ({
    // `metricValues` has no other keys.
    name: name as ProductMetric,
    value,
    dimensions,
  }));
}

/** The product of a parameter `/<mesh>/<environment>/<domain>/<product>/v<major>`; others hold other things. */
export function deployedProduct(parameter: string): DeployedProduct | undefined {
  const [, product, major] = /^\/[^/]+\/[^/]+\/[^/]+\/([^/]+)\/v(\d+)$/.exec(parameter) ?? [];
  return product === undefined ? undefined : { product, major: Number(major) };
}
