import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluatorSays } from '../reference/compare.ts';
import type { Policies, Question } from '../reference/question.ts';
import { Random } from '../reference/random.ts';
import { randomDocument, randomQuestion, randomStatement } from '../reference/random-question.ts';

type Json = Readonly<Record<string, unknown>>;
type Kind = (typeof KINDS)[number];

const KINDS = ['identity', 'boundary', 'session', 'scps', 'rcps', 'resource', 'endpoint'] as const;
const VIEWS = ['user', 'attacker'] as const;

const names = (kind: Kind): boolean => kind === 'rcps' || kind === 'resource' || kind === 'endpoint';

const isAllowed = (question: Question, view: 'user' | 'attacker'): boolean =>
  evaluatorSays(question, view) === 'allowed';

/** The question with a change in every document of a kind. */
function changed(question: Question, kind: Kind, change: (document: unknown) => unknown): Question {
  const deep = (value: unknown): unknown => (Array.isArray(value) ? value.map(deep) : change(value));
  const { policies } = question;
  if (policies[kind] === undefined) return question;
  // The change keeps the shape of lists, and documents are of any type.
  return { ...question, policies: { ...policies, [kind]: deep(policies[kind]) } as Policies };
}

const statementsOf = (document: unknown): readonly unknown[] => {
  const { Statement } = document as { readonly Statement: readonly unknown[] };
  return Statement;
};

function withStatement(question: Question, kind: Kind, statement: unknown): Question {
  return changed(question, kind, (document) => ({
    ...(document as Json),
    Statement: [...statementsOf(document), statement],
  }));
}

/** A question and a statement that fits policies of a kind, from one seed. */
const setting = fc
  .tuple(fc.nat(), fc.constantFrom(...KINDS), fc.constantFrom(...VIEWS))
  .map(([seed, kind, view]) => {
    const random = new Random(seed);
    const question = randomQuestion(random);
    const statement = randomStatement(random, names(kind));
    const more: Json = typeof statement === 'object' ? { ...statement } : { Action: '*', Resource: '*' };
    return { question, kind, view, more, random };
  });

describe('in policies of every kind, for users and attackers', () => {
  it('a deny that is added never allows', () => {
    fc.assert(
      fc.property(setting, ({ question, kind, view, more }) => {
        const after = withStatement(question, kind, { ...more, Effect: 'Deny' });
        expect(isAllowed(after, view) && !isAllowed(question, view)).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  it('an allow that is added to a policy never denies', () => {
    fc.assert(
      fc.property(setting, ({ question, kind, view, more }) => {
        const after = withStatement(question, kind, { ...more, Effect: 'Allow' });
        expect(isAllowed(question, view) && !isAllowed(after, view)).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  it('a policy that limits never allows what was denied without it', () => {
    fc.assert(
      fc.property(setting, ({ question, view, random }) => {
        const limit = (isNaming: boolean) => randomDocument(random, { names: isNaming, isBroad: true });
        const { boundary: _, session: __, endpoint: ___, scps: ____, ...without } = question.policies;
        const open = { ...question, policies: without };
        for (const more of [
          { boundary: limit(false) },
          { session: [limit(false)] },
          { endpoint: limit(true) },
          { scps: [[limit(false)]] },
        ]) {
          const limited = { ...open, policies: { ...without, ...more } };
          expect(isAllowed(limited, view) && !isAllowed(open, view)).toBe(false);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('the order of statements and policies is irrelevant', () => {
    fc.assert(
      fc.property(setting, ({ question, view }) => {
        const turned = KINDS.reduce((before, kind) => {
          const inside = changed(before, kind, (document) => ({
            ...(document as Json),
            Statement: statementsOf(document).toReversed(),
          }));
          const list = inside.policies[kind];
          if (!Array.isArray(list)) return inside;
          return { ...inside, policies: { ...inside.policies, [kind]: list.toReversed() } };
        }, question);
        expect(isAllowed(turned, view)).toBe(isAllowed(question, view));
      }),
      { numRuns: 400 },
    );
  });

  it('an attacker may do what a user may', () => {
    fc.assert(
      fc.property(setting, ({ question }) => {
        expect(isAllowed(question, 'user') && !isAllowed(question, 'attacker')).toBe(false);
      }),
      { numRuns: 400 },
    );
  });
});
