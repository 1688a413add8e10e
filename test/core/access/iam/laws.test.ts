import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePolicy } from '../../../../core/access/iam/compile-policy.ts';
import { evaluate } from '../../../../core/access/iam/evaluate.ts';
import { matchTemplate, parseTemplate } from '../../../../core/access/iam/template.ts';

const ROLE = 'arn:aws:iam::111111111111:role/r';
const request = {
  principal: {
    kind: 'role',
    arn: ROLE,
    sessionArn: 'arn:aws:sts::111111111111:assumed-role/r/s',
    accountId: '111111111111',
  },
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::b/k',
  context: { k: 'a', many: ['a', 'b'] },
} as const;

const condition = fc.constantFrom(
  undefined,
  { StringEquals: { k: 'a' } },
  { StringNotEquals: { k: 'a' } },
  { StringEquals: { absent: 'a' } },
  { 'ForAnyValue:StringEquals': { many: 'b' } },
  { StringEquals: { many: 'a' } },
  { Nonsense: { k: 'a' } },
);
const action = fc.constantFrom('*', 's3:*', 's3:Get*', 's3:PutObject');
const resource = fc.constantFrom('*', 'arn:aws:s3:::b/*', 'arn:aws:s3:::c/*');
const principal = fc.constantFrom(
  '*',
  { AWS: ROLE },
  { AWS: '111111111111' },
  { Service: 'x.amazonaws.com' },
);

const statement = (Effect: string) =>
  fc.record({ action, resource, condition }).map((of) => ({
    Effect,
    Action: of.action,
    Resource: of.resource,
    ...(of.condition && { Condition: of.condition }),
  }));
const statements = fc.array(fc.oneof(statement('Allow'), statement('Deny')), { maxLength: 4 });
const granted = fc.array(
  fc.tuple(fc.oneof(statement('Allow'), statement('Deny')), principal).map(([one, Principal]) => ({
    ...one,
    Principal,
  })),
  { maxLength: 3 },
);
const setting = fc.record({
  identity: statements,
  boundary: fc.option(statements, { nil: undefined }),
  resource: fc.option(granted, { nil: undefined }),
  account: fc.constantFrom('111111111111', '222222222222'),
  must: fc.boolean(),
});
type Setting = typeof setting extends fc.Arbitrary<infer T> ? T : never;

const policy = (name: string, Statement: readonly unknown[]) => ({
  name,
  policy: compilePolicy({ Version: '2012-10-17', Statement }),
});

function isAllowed(of: Setting): boolean {
  return (
    evaluate(
      { ...request, resourceAccount: of.account, mustAllowByResource: of.must },
      {
        identity: [policy('i', of.identity)],
        ...(of.boundary && { boundary: policy('b', of.boundary) }),
        ...(of.resource && { resource: policy('r', of.resource) }),
      },
    ).kind === 'allowed'
  );
}

describe('laws of evaluation', () => {
  it('a deny that is added never allows', () => {
    fc.assert(
      fc.property(setting, statement('Deny'), (of, more) => {
        const after = isAllowed({ ...of, identity: [...of.identity, more] });
        expect(after && !isAllowed(of)).toBe(false);
      }),
    );
  });

  it('an allow that is added never denies', () => {
    fc.assert(
      fc.property(setting, statement('Allow'), principal, (of, more, Principal) => {
        if (!isAllowed(of)) return;
        expect(isAllowed({ ...of, identity: [...of.identity, more] })).toBe(true);
        const resource = [...(of.resource ?? []), { ...more, Principal }];
        expect(isAllowed({ ...of, resource })).toBe(true);
      }),
    );
  });

  it('the order of statements is irrelevant', () => {
    fc.assert(
      fc.property(setting, (of) => {
        const turned = {
          ...of,
          identity: of.identity.toReversed(),
          resource: of.resource?.toReversed(),
          boundary: of.boundary?.toReversed(),
        };
        expect(isAllowed(turned)).toBe(isAllowed(of));
      }),
    );
  });

  it('a pattern matches as its regular expression does', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    const value = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 });
    fc.assert(
      fc.property(text, value, (source, subject) => {
        const template = parseTemplate(source, { variables: true, wildcards: true });
        const expected = new RegExp(`^${source.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
        expect(matchTemplate(template, subject, () => undefined)).toBe(expected.test(subject));
      }),
    );
  });
});
