import { applyWaivers } from './apply-waivers.ts';
import { compileCondition } from './cel.ts';
import type { Finding } from './finding.ts';
import type { Policy, Stage } from './policy.ts';
import { type CheckContext, type CompiledCheck, compileCheck } from './run-check.ts';
import type { PolicySubject } from './subject.ts';
import type { Waiver } from './waiver.ts';

export type Law = {
  readonly policies: readonly Policy[];
  readonly waivers: readonly Waiver[];
};

export type EvaluateSubject = Law & {
  readonly subject: PolicySubject;
  readonly stage: Stage;
  readonly now: Date;
};

/**
 * The verdict of every policy that applies to one product in one stage.
 * More policies can only find more: the verdict is the conjunction of all layers.
 */
export function evaluateSubject({ subject, policies, waivers, stage, now }: EvaluateSubject): Finding[] {
  const context = { subject, today: now.toISOString().slice(0, 10) };
  return policies
    .filter(({ stages, domain }) => stages.includes(stage) && (domain ?? subject.domain) === subject.domain)
    .flatMap((policy) => judge(policy, context))
    .flatMap(({ finding, policy }) => applyWaivers(finding, policy.waivable ? waivers : [], context.today));
}

type Judged = { readonly policy: Policy; readonly finding: Finding };

function judge(policy: Policy, context: CheckContext): Judged[] {
  const found = offendersOf(policy, context);
  if (found === undefined) return [];
  const isInForce = policy.effectiveFrom <= context.today;
  const finding: Finding = {
    policy: policy.id,
    version: policy.version,
    statement: policy.statement,
    resource: context.subject.resource,
    ...found,
    severity: isInForce ? policy.severity : 'warning',
    remediation: policy.remediation,
    disposition: 'violation',
  };
  return [{ policy, finding }];
}

export type Offence = { readonly offenders: readonly string[]; readonly problem?: string };

/** `undefined` where the policy holds or does not apply. What cannot be evaluated is an offence. */
export function offendersOf(policy: Policy, context: CheckContext): Offence | undefined {
  try {
    const { applies, checks } = compiled(policy);
    if (!applies(context)) return undefined;
    const offenders = [...new Set(checks.flatMap((check) => check(context)))];
    return offenders.length === 0 ? undefined : { offenders };
  } catch (cause) {
    return { offenders: [], problem: cause instanceof Error ? cause.message : String(cause) };
  }
}

type Compiled = {
  readonly applies: (context: CheckContext) => boolean;
  readonly checks: readonly CompiledCheck[];
};

/** Parsing an expression costs far more than running it, and a policy meets every product. */
const cache = new WeakMap<Policy, Compiled>();

function compiled(policy: Policy): Compiled {
  const known = cache.get(policy);
  if (known !== undefined) return known;
  const made = {
    applies: compileCondition(policy.selector ?? 'true'),
    checks: [policy.check].flat().map(compileCheck),
  };
  cache.set(policy, made);
  return made;
}
