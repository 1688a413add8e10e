import type { Assembly, Json } from './assembly.ts';
import type { Expectation, Mutant, Site } from './mutant.ts';
import { isAllow, type PlacedStatement, type PolicyPlace, siteAt, statementsOf } from './statements.ts';

const reachable: Expectation = { kind: 'reachable' };

/** One key of one condition is no longer asked for. */
const CONDITIONS: readonly (readonly [place: PolicyPlace, what: string, expected: Expectation])[] = [
  ['trust', 'who assumes a role', reachable],
  ['key', 'who uses a key', reachable],
  ['bucket', 'who writes records', reachable],
  ['bus', 'who tells a bus', reachable],
  ['queue', 'who sends to a queue', { kind: 'equivalent', because: 'account and source name the same' }],
  ['topic', 'who publishes to a topic', { kind: 'equivalent', because: 'account and source name the same' }],
  [
    'identity',
    'through which service a role uses a key',
    {
      kind: 'equivalent',
      because: 'the policy of the key asks for the same',
    },
  ],
  [
    'boundary',
    'what a boundary asks for',
    { kind: 'equivalent', because: 'what the role is given asks for the same' },
  ],
];

export const CONDITION_MUTANTS: readonly Mutant[] = [
  ...CONDITIONS.map(
    ([place, what, expected]): Mutant => ({
      id: `condition-of-${place}-dropped`,
      title: `a condition of a ${place} policy is dropped`,
      weakens: what,
      expected,
      sites: (assembly) => statementsOf(assembly, place).filter(isAllow).flatMap(withoutConditions),
    }),
  ),
  {
    id: 'deny-of-plain-transport-removed',
    title: 'the statement that denies requests without TLS is removed',
    weakens: 'that data moves encrypted',
    expected: { kind: 'equivalent', because: 'a deny less allows nobody whom no statement allows' },
    sites: (assembly) =>
      denies(assembly, (statement) => JSON.stringify(statement).includes('SecureTransport')),
  },
  {
    id: 'deny-of-other-keys-removed',
    title: 'the statement that denies objects under other keys is removed',
    weakens: 'that data lies under the key of its domain',
    expected: { kind: 'equivalent', because: 'a deny less allows nobody whom no statement allows' },
    sites: (assembly) =>
      denies(assembly, (statement) => JSON.stringify(statement).includes('server-side-encryption')),
  },
];

function withoutConditions({ resource, path, statement }: PlacedStatement): readonly Site[] {
  return Object.entries((statement['Condition'] ?? {}) as Json).flatMap(([operator, keys]) =>
    Object.keys(keys as Json).map((key) => {
      const condition = { ...(statement['Condition'] as Json) };
      const { [key]: _, ...others } = keys as Json;
      if (Object.keys(others).length === 0) delete (condition as Record<string, unknown>)[operator];
      else Object.assign(condition, { [operator]: others });
      const words = `${path}.Condition.${operator}.${key}`;
      return siteAt(resource, { path: `${path}.Condition`, value: condition, words });
    }),
  );
}

function denies(assembly: Assembly, isMeant: (statement: Json) => boolean): readonly Site[] {
  return statementsOf(assembly)
    .filter((placed) => !isAllow(placed) && isMeant(placed.statement))
    .map(({ resource, path }) => siteAt(resource, { path, value: undefined }));
}
