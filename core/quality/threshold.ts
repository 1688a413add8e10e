import { assertNever } from '../errors/invariant.ts';
import type { CompiledCheck } from './audit-plan.ts';

export type Threshold = Pick<CompiledCheck, 'operator' | 'threshold'>;

/**
 * Whether a measured number keeps the promise. Both ends of a range belong to it: the standard's prose
 * says `>` and `<`, but its own examples and the tools that read them include the ends.
 */
export function holds({ operator, threshold }: Threshold, measured: number): boolean {
  if (!Number.isFinite(measured)) return false;
  const [low, high] = typeof threshold === 'number' ? [threshold, threshold] : threshold;
  switch (operator) {
    case 'mustBe':
      return measured === low;
    case 'mustNotBe':
      return measured !== low;
    case 'mustBeGreaterThan':
      return measured > low;
    case 'mustBeGreaterOrEqualTo':
      return measured >= low;
    case 'mustBeLessThan':
      return measured < low;
    case 'mustBeLessOrEqualTo':
      return measured <= low;
    case 'mustBeBetween':
      return measured >= low && measured <= high;
    case 'mustNotBeBetween':
      return measured < low || measured > high;
    default:
      return assertNever(operator);
  }
}

/** The promise in short: `between 3000 and 4000`, `< 1 %`. */
export function describeThreshold({ operator, threshold }: Threshold, unit: CompiledCheck['unit']): string {
  const suffix = unit === 'percent' ? ' %' : unit === 'ageHours' ? ' h' : '';
  const [low, high] = typeof threshold === 'number' ? [threshold, threshold] : threshold;
  switch (operator) {
    case 'mustBe':
      return `= ${low}${suffix}`;
    case 'mustNotBe':
      return `≠ ${low}${suffix}`;
    case 'mustBeGreaterThan':
      return `> ${low}${suffix}`;
    case 'mustBeGreaterOrEqualTo':
      return `≥ ${low}${suffix}`;
    case 'mustBeLessThan':
      return `< ${low}${suffix}`;
    case 'mustBeLessOrEqualTo':
      return `≤ ${low}${suffix}`;
    case 'mustBeBetween':
      return `between ${low} and ${high}${suffix}`;
    case 'mustNotBeBetween':
      return `not between ${low} and ${high}${suffix}`;
    default:
      return assertNever(operator);
  }
}
