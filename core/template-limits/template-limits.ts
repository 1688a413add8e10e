import { POLICY_LIMITS } from './policy-limits.ts';
import { RESOURCE_LIMITS } from './resource-limits.ts';
import { STACK_LIMITS } from './stack-limits.ts';
import type { MeasuredTemplate, TemplateLimit, Use } from './template-limit.ts';

/** All limits that a template is held to, in the order of the reference. */
export const TEMPLATE_LIMITS: readonly TemplateLimit[] = [
  ...STACK_LIMITS,
  ...POLICY_LIMITS,
  ...RESOURCE_LIMITS,
];

/** From this share of a limit on, its use is worth a warning. */
export const NEAR = 0.8;

export type LimitFinding = Use & { readonly limit: TemplateLimit; readonly isOver: boolean };

/** What of a template is near a limit, or over it. */
export function checkLimits(measured: MeasuredTemplate): readonly LimitFinding[] {
  return TEMPLATE_LIMITS.flatMap((limit) =>
    limit
      .measure(measured)
      .filter(({ used }) => used >= limit.max * NEAR)
      .map((use) => ({ ...use, limit, isOver: use.used > limit.max })),
  );
}

/** `9,300 of 10,240 characters of all inline policies of a role (91 %)` */
export function describeUse({ used, limit: { max, what } }: LimitFinding): string {
  const percent = Math.round((100 * used) / max);
  return `${used.toLocaleString('en')} of ${max.toLocaleString('en')} ${what} (${percent} %)`;
}
