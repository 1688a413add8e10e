import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compiledPolicy } from '../../../../core/access/iam/policy-cache.ts';
import { actionsInPlay } from '../../../../core/access/prove/action-witnesses.ts';

type Statement = { readonly Effect: 'Allow' | 'Deny'; readonly Action: readonly string[] };

const named = (...statements: readonly Statement[]) => [
  {
    name: 'own',
    policy: compiledPolicy({
      Version: '2012-10-17',
      Statement: statements.map((one) => ({ ...one, Resource: '*' })),
    }),
  },
];
const matches = (glob: string, action: string): boolean =>
  new RegExp(`^${glob.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i').test(action);
const vectorOf = (action: string, globs: readonly string[]): string =>
  globs.map((glob) => matches(glob, action)).join();

describe('actions in play', () => {
  it('are names where nothing is allowed by a wildcard', () => {
    const policies = named(
      { Effect: 'Allow', Action: ['s3:GetObject', 'kms:Decrypt'] },
      { Effect: 'Deny', Action: ['s3:Put*'] },
    );
    expect(actionsInPlay(['s3'], policies)).toEqual(['s3:GetObject']);
  });

  it('have one that nobody has where only that comes past a denial', () => {
    const policies = named(
      { Effect: 'Allow', Action: ['s3:Get*'] },
      { Effect: 'Deny', Action: ['s3:Get*Object*', 's3:*Bucket*', 's3:Get'] },
    );
    const past = actionsInPlay(['s3'], policies)?.filter(
      (action) =>
        matches('s3:Get*', action) &&
        !['s3:Get*Object*', 's3:*Bucket*', 's3:Get'].some((glob) => matches(glob, action)),
    );
    expect(past).toEqual(['s3:get~']);
  });

  it('are too many to try where wildcards match in too many ways', () => {
    const Action = [...'abcdefghijklmnop'].map((letter) => `s3:*${letter}*`);
    expect(actionsInPlay(['s3'], named({ Effect: 'Allow', Action }))).toBeUndefined();
  });

  it('stand for every action: none matches in a way of its own', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'B', '*', '?'), maxLength: 4 });
    const action = name.map((text) => `ssm:${text}`);
    const statement = fc.record({
      Effect: fc.constantFrom('Allow' as const, 'Deny' as const),
      Action: fc.array(action, { minLength: 1, maxLength: 3 }),
    });
    const others = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'z'), maxLength: 5 }), {
      minLength: 20,
    });
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 3 }), others, (statements, texts) => {
        const globs = statements.flatMap(({ Action }) => Action);
        const allowed = statements.flatMap(({ Effect, Action }) => (Effect === 'Allow' ? Action : []));
        const known = new Set(
          (actionsInPlay(['ssm'], named(...statements)) ?? []).map((one) => vectorOf(one, globs)),
        );
        for (const text of texts) {
          const one = `ssm:${text}`;
          if (allowed.some((glob) => matches(glob, one))) expect(known).toContain(vectorOf(one, globs));
        }
      }),
      { numRuns: 300 },
    );
  });
});
