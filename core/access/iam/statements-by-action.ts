import type { Policy, Statement } from './policy.ts';
import { matchTemplate } from './template.ts';

/** The statements of a policy that are about an action, whatever else they ask for. */
export type AboutAction = { readonly allows: readonly Statement[]; readonly denies: readonly Statement[] };

/** Few actions are ever asked of one policy; a caller that asks of more starts anew. */
const ACTIONS_MAX = 300;

const byPolicy = new WeakMap<Policy, Map<string, AboutAction>>();

/** Looks through a policy once for an action, given in lower case. */
export function statementsAbout(policy: Policy, action: string): AboutAction {
  const known = byPolicy.get(policy) ?? new Map<string, AboutAction>();
  if (!byPolicy.has(policy)) byPolicy.set(policy, known);
  const found = known.get(action);
  if (found) return found;
  const about = policy.statements.filter((statement) => isAbout(statement, action));
  const sorted = {
    allows: about.filter(({ effect }) => effect === 'Allow'),
    denies: about.filter(({ effect }) => effect === 'Deny'),
  };
  if (known.size >= ACTIONS_MAX) known.clear();
  known.set(action, sorted);
  return sorted;
}

function isAbout({ action }: Statement, asked: string): boolean {
  const isNamed = action.patterns.some((pattern) => matchTemplate(pattern, asked, () => undefined) === true);
  return isNamed !== action.isNegated;
}
