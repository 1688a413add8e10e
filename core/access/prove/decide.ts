import { isRecord } from '../../cloudformation/intrinsic.ts';
import { records } from '../../template-rules/property.ts';
import type { Decision } from '../iam/decision.ts';
import { evaluate } from '../iam/evaluate.ts';
import type { NamedPolicy, Statement } from '../iam/policy.ts';
import type { IamPolicies } from '../iam/request.ts';
import { matchTemplate, parseTemplate, templateCodes } from '../iam/template.ts';
import type { WorldPolicy } from '../world/world.ts';
import { type Actor, variablesOf } from './principal.ts';
import { witnesses } from './witnesses.ts';

/** A request of somebody, as far as it is not chosen by who asks. */
export type Attempt = {
  readonly actor: Actor;
  readonly action: string;
  readonly resource: string;
  readonly account: string;
  readonly policy?: WorldPolicy;
  /** What is known of the resource: its aliases, for a key. */
  readonly facts: Readonly<Record<string, string | readonly string[]>>;
};

export type Allowed = Extract<Decision, { readonly kind: 'allowed' }> & {
  /** The values of condition keys with which it works. */
  readonly context: Readonly<Record<string, string>>;
};

const CONTEXTS_MAX = 5_000;

/** What cannot be tried counts as allowed. */
export function untried(what: string): Allowed {
  const by = { kind: 'resource', policy: what, index: 0 } as const;
  return { kind: 'allowed', by: [], assumed: [{ by, what }], context: {} };
}

/** Counts what was decided. */
export type Tally = { decisions: number; witnesses: number; paths: number };

/**
 * Whether there is any context in which an attempt is allowed. Keys that who asks may choose are first taken as
 * unknown, which allows too much but never too little; what is allowed then is tried with every value between which
 * the policies can tell.
 */
export function findAllowed(attempt: Attempt, tally: Tally): Allowed | undefined {
  const loosely = decide(attempt, {}, tally);
  if (loosely.kind === 'denied') return undefined;
  if (loosely.assumed.length === 0) return { ...loosely, context: {} };
  const contexts = contextsOf(attempt);
  if (!contexts) return { ...loosely, context: {} };
  for (const context of contexts) {
    const exactly = decide(attempt, context, tally);
    if (exactly.kind === 'allowed') return { ...exactly, context: present(context) };
  }
  return undefined;
}

type Context = Readonly<Record<string, string | readonly string[]>>;

function decide(attempt: Attempt, context: Context, tally: Tally): Decision {
  const { actor, action, resource, account, facts } = attempt;
  tally.decisions += 1;
  return evaluate(
    {
      principal: actor.iam,
      action,
      resource,
      resourceAccount: account,
      mustAllowByResource: action.startsWith('kms:') || action.startsWith('sts:'),
      context: { ...context, ...actor.facts, ...facts },
      mayHaveKey: actor.mayHaveKey,
    },
    policiesOf(attempt),
    { unknown: 'allowed' },
  );
}

function policiesOf({ actor, policy }: Attempt): IamPolicies {
  return {
    identity: actor.identity,
    ...(actor.boundary && { boundary: actor.boundary }),
    ...(policy && { resource: policy }),
  };
}

function present(context: Context): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(context)
      .filter((entry): entry is [string, string] => entry[1].length > 0)
      .map(([key, value]) => [key, String(value)]),
  );
}

/** Every combination of values that conditions can tell apart; undefined where there are too many. */
function contextsOf(attempt: Attempt): Iterable<Context> | undefined {
  const { actor, facts } = attempt;
  const values = new Map<string, Set<string>>();
  for (const { key, value } of conditionsOf(attempt)) {
    const isFixed = key in actor.facts || key in facts || !actor.mayHaveKey(key);
    if (!isFixed) values.set(key, (values.get(key) ?? new Set()).add(value));
  }
  const choices: (readonly [string, readonly (string | readonly string[])[]])[] = [];
  for (const [key, patterns] of values) {
    const some = choicesOf([...patterns], actor);
    if (!some) return undefined;
    choices.push([key, some]);
  }
  if (choices.reduce((product, [, some]) => product * some.length, 1) > CONTEXTS_MAX) return undefined;
  return combinations(choices);
}

/** A value for each way in which the policies' values can match, and none at all; undefined where there are too many. */
function choicesOf(
  patterns: readonly string[],
  actor: Actor,
): readonly (string | readonly string[])[] | undefined {
  const codes = patterns.flatMap((pattern) => {
    const template = parseTemplate(pattern, { variables: true, wildcards: true });
    return [templateCodes(template, variablesOf(actor)) ?? []];
  });
  const texts = witnesses({ text: '', isOpen: true }, codes);
  if (!texts) return undefined;
  const literal = patterns.filter((pattern) => /[*?]/.test(pattern) && !pattern.includes('${'));
  const isBoolean = patterns.some((pattern) => /^(true|false)$/i.test(pattern));
  const longestFirst = texts.filter((text) => text !== '').toReversed();
  return [...new Set([...longestFirst, ...literal, ...(isBoolean ? ['true', 'false'] : [])]), []];
}

function* combinations(
  choices: readonly (readonly [string, readonly (string | readonly string[])[]])[],
): Iterable<Context> {
  const [first, ...rest] = choices;
  if (!first) {
    yield {};
    return;
  }
  const [key, values] = first;
  for (const context of combinations(rest)) for (const value of values) yield { ...context, [key]: value };
}

/** Conditions with one value at a time of statements about an action; what compares lists stays unknown. */
function conditionsOf({ actor, policy, action }: Attempt): readonly Written[] {
  const policies = [
    ...actor.identity,
    ...(actor.boundary ? [actor.boundary] : []),
    ...(policy ? [policy] : []),
  ];
  return policies.flatMap((one) =>
    one.policy.statements.flatMap((statement) =>
      statement.conditions.length > 0 && isAbout(statement, action)
        ? writtenConditions(one, statement.index)
        : [],
    ),
  );
}

function isAbout({ action: element }: Statement, action: string): boolean {
  const wanted = action.toLowerCase();
  return (
    element.isNegated ||
    element.patterns.some((pattern) => matchTemplate(pattern, wanted, () => undefined) !== false)
  );
}

type Written = { readonly key: string; readonly value: string };

const writtenByPolicy = new WeakMap<object, Map<number, readonly Written[]>>();

function writtenConditions(
  policy: NamedPolicy & { readonly document?: unknown },
  index: number,
): readonly Written[] {
  const known = writtenByPolicy.get(policy) ?? new Map<number, readonly Written[]>();
  writtenByPolicy.set(policy, known);
  const written = known.get(index) ?? readConditions(policy.document, index);
  known.set(index, written);
  return written;
}

function readConditions(document: unknown, index: number): readonly Written[] {
  const statement = isRecord(document) ? records(document['Statement'])[index] : undefined;
  const condition = statement?.['Condition'];
  if (!isRecord(condition)) return [];
  return Object.entries(condition).flatMap(([operator, keys]) =>
    /^for(all|any)/i.test(operator) || !isRecord(keys)
      ? []
      : Object.entries(keys).flatMap(([key, values]) =>
          (Array.isArray(values) ? values : [values]).map((value) => ({
            key: key.toLowerCase(),
            value: String(value),
          })),
        ),
  );
}
