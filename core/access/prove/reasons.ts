import type { StatementRef } from '../iam/decision.ts';
import type { WorldPolicy } from '../world/world.ts';
import type { Allowed, Attempt } from './decide.ts';
import type { Crossing } from './crossings.ts';
import type { Reason, Step } from './proof.ts';

/** The step of a request, with the statements that allow it and what made them. */
export function stepOf({ actor, action, arn, allowed, attempt }: Crossing): Step {
  return {
    principal: actor.name,
    actions: [action],
    resource: arn,
    because: reasonsFor(allowed, attempt),
  };
}

export function reasonsFor(allowed: Allowed, attempt: Attempt): readonly Reason[] {
  const assumed = new Set(
    allowed.assumed.map(({ what }) => `not known, so that it counts as reachable: ${what}`),
  );
  return [...allowed.by.map((ref) => reasonOf(ref, attempt)), ...[...assumed].map((text) => ({ text }))];
}

function reasonOf({ kind, policy, index, sid }: StatementRef, attempt: Attempt): Reason {
  const found = policiesOf(attempt).find(({ name }) => name === policy);
  const origin = found?.statementOrigins?.[index] ?? found?.origin;
  const label = kind === 'identity' ? 'policy' : `${kind} policy`;
  return {
    text: `${label} ${policy}, statement ${index + 1}${sid === undefined ? '' : ` (${sid})`}`,
    ...(origin && { origin }),
  };
}

function policiesOf({ actor, policy }: Attempt): readonly WorldPolicy[] {
  const { role } = actor;
  return [...(role?.identity ?? []), ...(role?.boundary ? [role.boundary] : []), ...(policy ? [policy] : [])];
}
