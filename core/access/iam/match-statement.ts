import type { Facts } from './condition.ts';
import { matchArn } from './match-arn.ts';
import type { PolicyKind, Statement } from './policy.ts';
import type { Match } from './template.ts';
import { every, type Verdict } from './verdict.ts';

/** A request, prepared once for all statements. */
export type Target = Facts & {
  /** Lower case. */
  readonly action: string;
  /** What stands between the colons of the resource's ARN. */
  readonly resource: readonly string[];
};

export function targetOf(request: {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  readonly mayHaveKey?: (key: string) => boolean;
}): Target {
  const keys = new Map<string, readonly string[]>();
  for (const [key, value] of Object.entries(request.context)) {
    keys.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
  }
  const mayHaveKey = request.mayHaveKey ?? (() => false);
  return {
    action: request.action.toLowerCase(),
    resource: request.resource.split(':'),
    keys,
    mayHaveKey,
    variables: (key) => {
      const values = keys.get(key);
      if (!values) return mayHaveKey(key) ? null : undefined;
      return values.length === 1 ? values[0] : undefined;
    },
  };
}

/** Whether everything of a statement fits a request, but its action, by which it was found, and its principals. */
export function matchStatement(kind: PolicyKind, statement: Statement, target: Target): Verdict {
  const resource = matchResource(statement, target);
  if (resource === false) return false;
  const conditions = every(statement.conditions, ({ test }) => test(target));
  if (conditions === false) return false;
  const isKnown = resource === true && conditions === true;
  return isKnown && statement.unsupported === undefined && misfit(kind, statement) === undefined
    ? true
    : 'unknown';
}

/** Statements about a principal have no resource in trust policies only, and no principal in those of principals. */
function misfit(kind: PolicyKind, { resource, principal }: Statement): string | undefined {
  const namesPrincipals = kind === 'resource' || kind === 'rcp' || kind === 'endpoint';
  if (namesPrincipals && !principal) return 'no Principal';
  if (!namesPrincipals && principal) return 'a Principal in a policy of a principal';
  return resource || kind === 'resource' ? undefined : 'no Resource';
}

function matchResource({ resource }: Statement, target: Target): Verdict {
  if (!resource) return true;
  let any: Match = false;
  for (const pattern of resource.patterns) {
    const matched = matchArn(pattern, target.resource, target.variables);
    if (matched === true) return !resource.isNegated;
    if (matched === 'unknown' || any === false) any = matched;
  }
  // What NotResource with a variable that the request lacks leaves out, AWS does not say.
  if (resource.isNegated) return any === false || 'unknown';
  return any === 'unresolved' ? false : any;
}

/** What of a statement AWS or we cannot tell for this request. */
export function unknownPart(kind: PolicyKind, statement: Statement, target: Target): string {
  const known = statement.unsupported ?? misfit(kind, statement);
  if (known !== undefined) return known;
  const condition = statement.conditions.find(({ test }) => test(target) === 'unknown');
  if (!condition)
    return matchResource(statement, target) === 'unknown' ? 'a variable in the resource' : 'who is meant';
  const { operator, key } = condition;
  const values = target.keys.get(key);
  if (!values) return `${operator} on ${key}, which is not known`;
  return values.length > 1
    ? `${operator} on ${key}, which has several values`
    : `${operator} on ${key}, whose value cannot be compared`;
}
