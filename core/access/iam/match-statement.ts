import { matchArn, type RequestKeys } from './condition.ts';
import type { ResourceElement, Statement } from './policy.ts';
import { matchTemplate, splitArn, type Variables } from './template.ts';

/** A request, prepared once for all statements. */
export type Target = {
  /** Lower case. */
  readonly action: string;
  readonly resource: string;
  readonly resourceParts: readonly string[];
  readonly keys: RequestKeys;
  readonly variables: Variables;
};

export function targetOf(request: {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}): Target {
  const keys = new Map<string, readonly string[]>();
  for (const [key, value] of Object.entries(request.context)) {
    keys.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
  }
  return {
    action: request.action.toLowerCase(),
    resource: request.resource,
    resourceParts: splitArn(request.resource),
    keys,
    variables: (key) => {
      const values = keys.get(key);
      return values?.length === 1 ? values[0] : undefined;
    },
  };
}

/** Whether action, resource and conditions of a statement fit; `unsupported` where that cannot be said. */
export function matchStatement(statement: Statement, target: Target): boolean | 'unsupported' {
  if (!matchesAction(statement, target) || !matchesResource(statement, target)) return false;
  let isUnsupported = statement.unsupported !== undefined;
  for (const condition of statement.conditions) {
    const verdict = condition.test(target.keys, target.variables);
    if (verdict === false) return false;
    isUnsupported ||= verdict === 'unsupported';
  }
  return isUnsupported ? 'unsupported' : true;
}

function matchesAction({ action }: Statement, target: Target): boolean {
  const isNamed = action.patterns.some(
    (pattern) => matchTemplate(pattern, target.action, target.variables) === true,
  );
  return isNamed !== action.isNegated;
}

function matchesResource(statement: Statement, target: Target): boolean {
  const { resource } = statement;
  if (!resource) return true;
  let isUnresolved = false;
  for (const pattern of resource.patterns) {
    const matched = matchResource(pattern, target);
    if (matched === true) return !resource.isNegated;
    isUnresolved ||= matched === 'unresolved';
  }
  // NotResource with a variable that the request lacks: what it leaves out is unknown, so it allows nothing.
  return resource.isNegated && !(isUnresolved && statement.effect === 'Allow');
}

function matchResource(pattern: ResourceElement['patterns'][number], target: Target): boolean | 'unresolved' {
  if (pattern.kind === 'everything') return true;
  return matchArn(pattern.segments, target.resourceParts, target.variables);
}

/** What of a statement AWS or we cannot tell for this request. */
export function unsupportedPart(statement: Statement, target: Target): string {
  if (statement.unsupported !== undefined) return statement.unsupported;
  const condition = statement.conditions.find(
    ({ test }) => test(target.keys, target.variables) === 'unsupported',
  );
  return condition
    ? `${condition.operator} on ${condition.key}, which has several values`
    : 'a part of the statement';
}
