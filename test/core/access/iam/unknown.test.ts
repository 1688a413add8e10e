import { describe, expect, it } from 'vitest';
import { compilePolicy, unknownPolicy } from '../../../../core/access/iam/compile-policy.ts';
import { evaluate } from '../../../../core/access/iam/evaluate.ts';
import type { IamPolicies, IamRequest } from '../../../../core/access/iam/request.ts';

const ACCOUNT = '111111111111';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/reader`;
const request: IamRequest = {
  principal: {
    kind: 'role',
    arn: ROLE,
    sessionArn: `arn:aws:sts::${ACCOUNT}:assumed-role/reader/s`,
    accountId: ACCOUNT,
  },
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::lake/a',
  resourceAccount: ACCOUNT,
  context: { many: ['a', 'b'] },
};

type Json = Record<string, unknown>;

const named = (name: string, ...Statement: Json[]) => ({
  name,
  policy: compilePolicy({ Version: '2012-10-17', Statement }),
});
const allow = (more: Json = {}): Json => ({ Effect: 'Allow', Action: '*', Resource: '*', ...more });
const deny = (more: Json = {}): Json => ({ ...allow(more), Effect: 'Deny' });

/** The user's answer and the attacker's, with what the attacker had to assume. */
function views(policies: Partial<IamPolicies>, more: Partial<IamRequest> = {}): string {
  const asked = { ...request, ...more };
  const user = evaluate(asked, { identity: [], ...policies }).kind;
  const attacker = evaluate(asked, { identity: [], ...policies }, { unknown: 'allowed' });
  const assumed = attacker.kind === 'allowed' ? attacker.assumed.map(({ what }) => what) : [];
  return [`${user}, ${attacker.kind}`, ...assumed].join('; ');
}

const unknowns: [string, Json, string][] = [
  ['an operator', { Condition: { StringMatches: { k: 'a' } } }, 'condition operator StringMatches'],
  ['a value of an operator', { Condition: { NumericEquals: { k: 'few' } } }, 'NumericEquals of few'],
  ['an element', { Ressource: '*' }, 'element Ressource'],
  ['a resource', { Resource: 'lake/*' }, 'resource lake/*'],
  ['an action', { Action: [{}] }, 'Action of [{}]'],
  ['an action and its complement', { NotAction: 's3:Put*' }, 'Action and NotAction'],
  [
    'several values under an operator for one',
    { Condition: { StringEquals: { many: 'a' } } },
    'StringEquals on many, which has several values',
  ],
  [
    'NotResource with a variable that has no value',
    { Resource: undefined, NotResource: 'arn:aws:s3:::lake/${aws:username}' },
    'a variable in the resource',
  ],
];

describe('what is not understood', () => {
  it.each(unknowns)('opens nothing for a user and everything for an attacker: %s', (_name, more, what) => {
    expect(views({ identity: [named('p', allow(more))] })).toBe(`denied, allowed; ${what}`);
  });

  it.each(unknowns)('denies a user and not an attacker: %s', (_name, more, what) => {
    expect(views({ identity: [named('p', allow(), deny(more))] })).toBe(`denied, allowed; ${what}`);
  });

  it('does not matter where the rest of a statement does not fit', () => {
    const elsewhere = { Action: 's3:Put*', Condition: { StringMatches: { k: 'a' } } };
    expect(views({ identity: [named('p', allow(elsewhere))] })).toBe('denied, denied');
    expect(views({ identity: [named('p', allow(), deny(elsewhere))] })).toBe('allowed, allowed');
  });

  it('does not matter where something that is understood denies', () => {
    const perhaps = allow({ Ressource: '*' });
    expect(views({ identity: [named('p', perhaps, deny())] })).toBe('denied, denied');
    expect(views({ identity: [named('p', allow(), deny({ Ressource: '*' }), deny())] })).toBe(
      'denied, denied',
    );
  });

  it('is not assumed where something that is understood allows', () => {
    expect(views({ identity: [named('p', allow({ Ressource: '*' }), allow())] })).toBe('allowed, allowed');
  });

  it('is a policy whose document nobody has', () => {
    const policy = { name: 'gone', policy: unknownPolicy('the managed policy Gone') };
    expect(views({ identity: [policy] })).toBe(
      'denied, allowed; the managed policy Gone; the managed policy Gone',
    );
    expect(views({ identity: [named('p', allow())], boundary: policy })).toContain('denied, allowed');
    expect(views({ resource: policy })).toContain('denied, allowed');
  });

  it.each([
    ['a canonical user', { CanonicalUser: '79a5' }],
    ['a pattern of roles', { AWS: `arn:aws:iam::${ACCOUNT}:role/*` }],
    ['another kind', { Robot: 'x' }],
  ])('is who is meant by %s', (_name, Principal) => {
    expect(views({ resource: named('b', allow({ Principal })) })).toContain('denied, allowed; principal');
    const denying = named('b', deny({ Principal }));
    expect(views({ identity: [named('p', allow())], resource: denying })).toContain('denied, allowed');
  });

  it('is an allow for everybody but some', () => {
    const resource = named('b', allow({ NotPrincipal: { AWS: ROLE } }));
    expect(views({ resource })).toBe('denied, allowed; NotPrincipal in an Allow');
  });

  it('is a key that the request may have', () => {
    const mayHaveKey = (key: string): boolean => key === 'aws:sourceip';
    const of = (statement: Json, more: Partial<IamRequest> = {}) =>
      views({ identity: [named('p', statement)] }, { mayHaveKey, ...more });
    const ip = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } };
    expect(of(allow({ Condition: ip }))).toBe(
      'denied, allowed; IpAddress on aws:sourceip, which is not known',
    );
    expect(of(allow({ Condition: ip }), { context: { 'aws:SourceIp': '11.0.0.0' } })).toBe('denied, denied');
    expect(of(allow({ Condition: { Null: { 'aws:SourceIp': 'true' } } }))).toContain('denied, allowed');
    expect(of(allow({ Condition: { StringEquals: { other: 'a' } } }))).toBe('denied, denied');
  });

  it('is a variable that the request may have, as far as the text around it fits', () => {
    const mayHaveKey = (key: string): boolean => key === 'aws:username';
    const at = (Resource: string) => views({ identity: [named('p', allow({ Resource }))] }, { mayHaveKey });
    expect(at('arn:aws:s3:::lake/${aws:username}')).toBe('denied, allowed; a variable in the resource');
    expect(at('arn:aws:s3:::other/${aws:username}')).toBe('denied, denied');
    expect(at("arn:aws:s3:::lake/${aws:username, 'a'}")).toContain('denied, allowed');
  });
});
