import type { Product } from '../spec/mesh.ts';
import type { ProductMetric } from './product-metrics.ts';

/** What is watched over time: a metric that has to stay within a promise. */
export type Objective = {
  /** Of the product: `freshness`. */
  readonly name: 'freshness';
  readonly metric: ProductMetric;
  /** Good while the metric is at most this. */
  readonly atMost: number;
  readonly statement: string;
};

/** Percentage of the time in which a promise has to be kept. */
export const ATTAINMENT_GOAL = 99;
/** Days over which that is looked at: 99 % of them leave seven hours. */
export const GOAL_DAYS = 30;
/** `measure-slo` runs this often, and a period of an objective is as long. */
export const MEASURED_EVERY_MINUTES = 5;

/**
 * Burn rates that people are told of, each in a long and a short window that both must exceed: the long one so that
 * a blink tells nobody, the short one so that it ends with its cause. 14.4 eats 2 % of the budget in an hour, 6 eats
 * 5 % in six.
 * @see https://sre.google/workbook/alerting-on-slos/
 */
export const BURN_ALERTS = [
  { name: 'fast', rate: 14.4, longMinutes: 60, shortMinutes: 5 },
  { name: 'slow', rate: 6, longMinutes: 360, shortMinutes: 30 },
] as const;
export type BurnAlert = (typeof BURN_ALERTS)[number];

/**
 * The objectives of a product. Completeness and validity have none: a run that breaks them is refused by the gate,
 * so that readers never see it, and is told of as a failed run.
 */
export function objectivesOf({ promises }: Pick<Product, 'promises'>): readonly Objective[] {
  const { freshnessHours } = promises;
  if (freshnessHours === undefined) return [];
  return [
    {
      name: 'freshness',
      metric: 'FreshnessHours',
      atMost: freshnessHours,
      statement: `data is at most ${hours(freshnessHours)} old`,
    },
  ];
}

function hours(amount: number): string {
  return amount === 1 ? '1 hour' : `${Number(amount.toFixed(2))} hours`;
}
