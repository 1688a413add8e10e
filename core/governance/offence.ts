import { applyWaivers } from './apply-waivers.ts';
import type { Finding } from './finding.ts';
import type { Policy } from './policy.ts';
import type { CheckContext, CompiledCheck } from './run-primitive.ts';
import type { Waiver } from './waiver.ts';

/** What a policy found, before it is asked who excuses it. */
export type Offence = { readonly offenders: readonly string[]; readonly problem?: string };

export type CompiledPolicy = {
  readonly applies: (context: CheckContext) => boolean;
  readonly checks: readonly CompiledCheck[];
};

/** `undefined` where the policy holds or does not apply. What cannot be evaluated is an offence. */
export function offenceOf(compile: () => CompiledPolicy, context: CheckContext): Offence | undefined {
  try {
    const { applies, checks } = compile();
    if (!applies(context)) return undefined;
    const offenders = [...new Set(checks.flatMap((check) => check(context)))];
    return offenders.length === 0 ? undefined : { offenders };
  } catch (cause) {
    return { offenders: [], problem: cause instanceof Error ? cause.message : String(cause) };
  }
}

export type Judgement = {
  readonly policy: Policy;
  readonly offence: Offence | undefined;
  readonly waivers: readonly Waiver[];
  readonly resource: string;
  /** ISO date. */
  readonly today: string;
};

/** The findings that an offence amounts to today. */
export function findingsOf({ policy, offence, waivers, resource, today }: Judgement): Finding[] {
  if (offence === undefined) return [];
  const finding: Finding = {
    policy: policy.id,
    version: policy.version,
    statement: policy.statement,
    resource,
    ...offence,
    severity: policy.effectiveFrom <= today ? policy.severity : 'warning',
    remediation: policy.remediation,
    disposition: 'violation',
  };
  return applyWaivers(finding, policy.waivable ? waivers : [], today);
}

/** The day in UTC. */
export const dayOf = (now: Date): string => now.toISOString().slice(0, 10);
