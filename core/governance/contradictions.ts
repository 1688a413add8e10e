import type { Check, Policy } from './policy.ts';

export type Contradiction = { readonly policies: readonly [Policy, Policy]; readonly message: string };

/** Pairs of policies that no product could ever keep both. Policies with a selector may never meet. */
export function contradictions(policies: readonly Policy[]): Contradiction[] {
  const claims = policies
    .filter(({ selector }) => selector === undefined)
    .flatMap((policy) => [policy.check].flat().map((check) => ({ policy, check })));
  const found: Contradiction[] = [];
  for (const [index, one] of claims.entries()) {
    for (const other of claims.slice(index + 1)) {
      // Two domains' policies never apply to one product.
      if ((one.policy.domain ?? other.policy.domain) !== (other.policy.domain ?? one.policy.domain)) continue;
      const message = clash(one.check, other.check) ?? clash(other.check, one.check);
      if (message !== undefined) found.push({ policies: [one.policy, other.policy], message });
    }
  }
  return found;
}

function clash(one: Check, other: Check): string | undefined {
  const { atLeast, oneOf } = one;
  const { atMost } = other;
  if (atLeast !== undefined && atMost?.path === atLeast.path && atLeast.value > atMost.value) {
    return `${atLeast.path} cannot be at least ${atLeast.value} and at most ${atMost.value}`;
  }
  const values = oneOf?.values;
  const others = other.oneOf?.values;
  if (values === undefined || others === undefined || oneOf?.path !== other.oneOf?.path) return undefined;
  if (values.some((value) => others.includes(value))) return undefined;
  return `${oneOf?.path} cannot be one of ${values.join(', ')} and one of ${others.join(', ')}`;
}
