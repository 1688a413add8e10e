import { describe, expect, it } from 'vitest';
import { compilePolicy } from '../../../../core/access/iam/compile-policy.ts';
import { evaluate } from '../../../../core/access/iam/evaluate.ts';
import type { NamedPolicy } from '../../../../core/access/iam/policy.ts';
import type { IamPolicies, IamPrincipal, IamRequest } from '../../../../core/access/iam/request.ts';

const ACCOUNT = '111111111111';
const OTHER = '222222222222';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/reader`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/reader/s`;
const role: IamPrincipal = { kind: 'role', arn: ROLE, sessionArn: SESSION, accountId: ACCOUNT };
const OBJECT = 'arn:aws:s3:::lake/a/b.parquet';

type Json = Record<string, unknown>;

const document = (...statements: Json[]): Json => ({ Version: '2012-10-17', Statement: statements });
const named = (name: string, ...statements: Json[]): NamedPolicy => ({
  name,
  policy: compilePolicy(document(...statements)),
});
const allow = (more: Json = {}): Json => ({ Effect: 'Allow', Action: '*', Resource: '*', ...more });
const deny = (more: Json = {}): Json => ({ Effect: 'Deny', Action: '*', Resource: '*', ...more });

function decide(policies: Partial<IamPolicies>, request: Partial<IamRequest> = {}): string {
  const decision = evaluate(
    {
      principal: role,
      action: 's3:GetObject',
      resource: OBJECT,
      resourceAccount: ACCOUNT,
      context: {},
      ...request,
    },
    { identity: [], ...policies },
  );
  if (decision.kind === 'allowed') return 'allowed';
  return decision.reason === 'implicit' ? `implicit ${decision.missing.join('+')}` : decision.reason;
}

const byIdentity = (statement: Json, request: Partial<IamRequest> = {}): string =>
  decide({ identity: [named('p', statement)] }, request);

describe('statements', () => {
  it.each([
    ['nothing allows by default', {}, 'implicit identity'],
    ['an allow allows', { identity: [named('p', allow())] }, 'allowed'],
    ['a deny beats an allow before it', { identity: [named('p', allow(), deny())] }, 'explicit-deny'],
    [
      'a deny in another policy beats an allow',
      { identity: [named('p', allow())], boundary: named('b', allow(), deny()) },
      'explicit-deny',
    ],
  ])('%s', (_name, policies, expected) => {
    expect(decide(policies)).toBe(expected);
  });

  it.each([
    ['S3:getobject', 'allowed'],
    ['s3:Get*', 'allowed'],
    ['s3:GetObjec?', 'allowed'],
    ['s3:GetObject?', 'implicit identity'],
    ['s3:Put*', 'implicit identity'],
  ])('matches action %s without regard to case', (Action, expected) => {
    expect(byIdentity(allow({ Action }))).toBe(expected);
  });

  it.each([
    ['arn:aws:s3:::lake/a/*', 'allowed'],
    ['arn:aws:s3:::lake/*', 'allowed'],
    ['arn:aws:s3:::lake/*/b.parquet', 'allowed'],
    ['arn:aws:s3:::Lake/a/*', 'implicit identity'],
    ['arn:aws:s3:::lake', 'implicit identity'],
    ['arn:aws:*:::lake/a/b.parquet', 'allowed'],
    ['arn:aws:s3:*:lake/*', 'implicit identity'],
  ])('matches resource %s part by part, with case', (Resource, expected) => {
    expect(byIdentity(allow({ Resource }))).toBe(expected);
  });

  it('lets a wildcard stay within its part of an ARN', () => {
    const resource = 'arn:aws:glue:eu-west-1:111111111111:table/db/t';
    expect(byIdentity(allow({ Resource: 'arn:aws:glue:*:table/db/t' }), { resource })).toBe(
      'implicit identity',
    );
    expect(byIdentity(allow({ Resource: 'arn:aws:glue:*:*:table/db/t' }), { resource })).toBe('allowed');
  });

  it('takes NotAction and NotResource as complements', () => {
    expect(byIdentity({ Effect: 'Allow', NotAction: 's3:Put*', Resource: '*' })).toBe('allowed');
    expect(byIdentity({ Effect: 'Allow', NotAction: 's3:Get*', Resource: '*' })).toBe('implicit identity');
    expect(byIdentity({ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::x/*' })).toBe('allowed');
    expect(byIdentity({ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::lake/*' })).toBe(
      'implicit identity',
    );
  });

  it('says which statement of which policy decided', () => {
    const identity = [named('first', allow({ Action: 's3:Put*' })), named('second', allow({ Sid: 'Read' }))];
    const request = { action: 's3:GetObject', resource: OBJECT, resourceAccount: ACCOUNT, context: {} };
    expect(evaluate({ principal: role, ...request }, { identity })).toEqual({
      kind: 'allowed',
      by: [{ kind: 'identity', policy: 'second', index: 0, sid: 'Read' }],
      assumed: [],
    });
  });
});

describe('conditions', () => {
  const K = 'aws:PrincipalTag/team';
  const cases: [string, Json, Record<string, string | string[]>, boolean][] = [
    ['one value of many', { StringEquals: { k: ['a', 'b'] } }, { k: 'b' }, true],
    ['another value', { StringEquals: { k: ['a', 'b'] } }, { k: 'c' }, false],
    ['two keys must both hold', { StringEquals: { k: 'a', l: 'b' } }, { k: 'a', l: 'x' }, false],
    ['two operators must both hold', { StringEquals: { k: 'a' }, Bool: { t: 'true' } }, { k: 'a' }, false],
    ['negated: none of the values', { StringNotEquals: { k: ['a', 'b'] } }, { k: 'c' }, true],
    ['negated: one of the values', { StringNotEquals: { k: ['a', 'b'] } }, { k: 'b' }, false],
    ['absent key, positive', { StringEquals: { k: 'a' } }, {}, false],
    ['absent key, negated', { StringNotEquals: { k: 'a' } }, {}, true],
    ['absent key, IfExists', { StringEqualsIfExists: { k: 'a' } }, {}, true],
    ['present key, IfExists', { StringEqualsIfExists: { k: 'a' } }, { k: 'b' }, false],
    ['Null true, absent', { Null: { k: 'true' } }, {}, true],
    ['Null false, absent', { Null: { k: 'false' } }, {}, false],
    ['Null false, present', { Null: { k: false } }, { k: 'x' }, true],
    ['ForAllValues, absent', { 'ForAllValues:StringEquals': { k: 'a' } }, {}, true],
    ['ForAllValues, empty', { 'ForAllValues:StringEquals': { k: 'a' } }, { k: [] }, true],
    ['ForAllValues, one stray', { 'ForAllValues:StringEquals': { k: ['a', 'b'] } }, { k: ['a', 'c'] }, false],
    ['ForAnyValue, absent', { 'ForAnyValue:StringEquals': { k: 'a' } }, {}, false],
    ['ForAnyValue, one fits', { 'ForAnyValue:StringEquals': { k: 'a' } }, { k: ['c', 'a'] }, true],
    ['ForAllValues negated', { 'ForAllValues:StringNotEquals': { k: 'a' } }, { k: ['b', 'a'] }, false],
    ['ForAnyValue negated', { 'ForAnyValue:StringNotEquals': { k: 'a' } }, { k: ['b', 'a'] }, true],
    ['several values, single-valued operator', { StringEquals: { k: 'a' } }, { k: ['a', 'b'] }, false],
    ['several values, negated single-valued', { StringNotEquals: { k: 'z' } }, { k: ['a', 'b'] }, false],
    ['key names ignore case', { StringEquals: { 'AWS:principaltag/TEAM': 'a' } }, { [K]: 'a' }, true],
    ['StringLike has wildcards', { StringLike: { k: 'a*c?' } }, { k: 'abbcd' }, true],
    ['StringEquals has none', { StringEquals: { k: 'a*' } }, { k: 'ab' }, false],
    ['StringEquals literal star', { StringEquals: { k: 'a*' } }, { k: 'a*' }, true],
    ['StringLike respects case', { StringLike: { k: 'A*' } }, { k: 'ab' }, false],
    ['IgnoreCase', { StringEqualsIgnoreCase: { k: 'AB' } }, { k: 'ab' }, true],
    ['StringNotLike', { StringNotLike: { k: 'a*' } }, { k: 'ab' }, false],
    [
      'ArnLike within a part',
      { ArnLike: { k: 'arn:aws:s3:::lake/*' } },
      { k: 'arn:aws:s3:::lake/a:b' },
      true,
    ],
    ['ArnLike not across', { ArnLike: { k: 'arn:aws:*:lake' } }, { k: 'arn:aws:s3:::lake' }, false],
    [
      'ArnEquals has wildcards',
      { ArnEquals: { k: 'arn:aws:iam::1:role/*' } },
      { k: 'arn:aws:iam::1:role/x' },
      true,
    ],
    ['ArnNotLike', { ArnNotLike: { k: 'arn:aws:iam::1:role/*' } }, { k: 'arn:aws:iam::1:role/x' }, false],
    ['Numeric', { NumericLessThanEquals: { k: '10' } }, { k: '9.5' }, true],
    ['Numeric of text', { NumericLessThan: { k: '10' } }, { k: 'few' }, false],
    ['NumericNotEquals', { NumericNotEquals: { k: '10' } }, { k: '10.0' }, false],
    ['Date, ISO and epoch', { DateLessThan: { k: '2030-01-01T00:00:00Z' } }, { k: '1700000000' }, true],
    ['DateGreaterThan', { DateGreaterThan: { k: '2030-01-01T00:00:00Z' } }, { k: '2029-01-01' }, false],
    ['Bool', { Bool: { k: true } }, { k: 'true' }, true],
    ['BinaryEquals', { BinaryEquals: { k: 'QmlnCg==' } }, { k: 'QmlnCg==' }, true],
    ['IPv4 in range', { IpAddress: { k: '10.1.0.0/16' } }, { k: '10.1.2.3' }, true],
    ['IPv4 out of range', { IpAddress: { k: '10.1.0.0/16' } }, { k: '10.2.2.3' }, false],
    ['NotIpAddress', { NotIpAddress: { k: '10.1.0.0/16' } }, { k: '10.1.2.3' }, false],
    ['IPv6 in range', { IpAddress: { k: '2001:db8::/32' } }, { k: '2001:db8:1::5' }, true],
    ['IPv6 against IPv4', { IpAddress: { k: '0.0.0.0/0' } }, { k: '2001:db8::1' }, false],
    ['variable', { StringEquals: { k: '${l}' } }, { k: 'a', l: 'a' }, true],
    ['variable text is no pattern', { StringLike: { k: '${l}' } }, { k: 'abc', l: '*' }, false],
    ['unresolved variable', { StringEquals: { k: '${l}' } }, { k: '${l}' }, false],
    ['variable with default', { StringEquals: { k: "${l, 'a'}" } }, { k: 'a' }, true],
    ['escaped star', { StringLike: { k: 'a${*}' } }, { k: 'a*' }, true],
    ['escaped star is no wildcard', { StringLike: { k: 'a${*}' } }, { k: 'ab' }, false],
    ['escaped dollar', { StringEquals: { k: '${$}' } }, { k: '$' }, true],
  ];

  it.each(cases)('%s', (_name, Condition, context, expected) => {
    expect(byIdentity(allow({ Condition }), { context })).toBe(expected ? 'allowed' : 'implicit identity');
  });

  it('resolves a variable within a resource, part by part', () => {
    const statement = allow({ Resource: 'arn:aws:s3:::lake/${aws:PrincipalTag/domain}/*' });
    const at = (domain: string) => byIdentity(statement, { context: { 'aws:PrincipalTag/domain': domain } });
    expect([at('a'), at('b'), at('*')]).toEqual(['allowed', 'implicit identity', 'implicit identity']);
    expect(byIdentity(statement)).toBe('implicit identity');
  });

  it('has no variables before version 2012-10-17', () => {
    const statement = allow({ Condition: { StringEquals: { k: '${l}' } } });
    const policy = compilePolicy({ Statement: [statement] });
    const of = (k: string) => decide({ identity: [{ name: 'p', policy }] }, { context: { k, l: 'a' } });
    expect([of('a'), of('${l}')]).toEqual(['implicit identity', 'allowed']);
  });

  it('allows nothing by NotResource with a variable that the request lacks', () => {
    const NotResource = 'arn:aws:s3:::${aws:PrincipalTag/own}/*';
    expect(byIdentity({ Effect: 'Allow', Action: '*', NotResource })).toBe('implicit identity');
    const identity = [named('p', allow(), { Effect: 'Deny', Action: '*', NotResource })];
    expect(decide({ identity })).toBe('unsupported');
  });
});

describe('what is not understood', () => {
  it.each([
    ['an unknown operator', { Condition: { StringMatches: { k: 'a' } } }],
    ['an unknown element', { Ressource: '*' }],
    ['an unknown resource', { Resource: 'lake/*' }],
    ['both Action and NotAction', { NotAction: 's3:Put*' }],
  ])('never allows and always denies: %s', (_name, more) => {
    expect(byIdentity(allow(more), { context: { k: 'a' } })).toBe('implicit identity');
    const more2 = 'Resource' in more ? { ...more, Resource: ['lake/*', '*'] } : more;
    const identity = [named('p', allow(), deny(more2))];
    expect(decide({ identity }, { context: { k: 'a' } })).toBe('unsupported');
  });

  it.each([
    'no json',
    { Version: '2020-01-01' },
    { Version: '2012-10-17', Statement: [{ Effect: 'Perhaps' }] },
  ])('denies everything by a policy that cannot be read: %j', (broken) => {
    const identity = [named('p', allow()), { name: 'broken', policy: compilePolicy(broken) }];
    expect(decide({ identity })).toBe('unsupported');
  });
});

describe('resource policies', () => {
  const bucket = (Principal: unknown, more: Json = {}) => named('bucket', allow({ Principal, ...more }));
  const own = [named('own', allow())];

  it.each([
    ['everyone', '*', 'allowed'],
    ['everyone, as AWS', { AWS: '*' }, 'allowed'],
    ['the role', { AWS: ROLE }, 'allowed'],
    ['the session', { AWS: SESSION }, 'allowed'],
    ['the account only delegates', { AWS: ACCOUNT }, 'implicit identity'],
    ['root only delegates', { AWS: `arn:aws:iam::${ACCOUNT}:root` }, 'implicit identity'],
    ['another role', { AWS: `${ROLE}s` }, 'implicit identity'],
    ['a service', { Service: 'lambda.amazonaws.com' }, 'implicit identity'],
    ['a federated user', { Federated: 'accounts.google.com' }, 'implicit identity'],
    ['a deleted role', { AWS: 'AROAEXAMPLE' }, 'implicit identity'],
    ['a pattern is not understood', { AWS: 'arn:aws:iam::111111111111:role/*' }, 'implicit identity'],
  ])('same account, granted to %s', (_name, principal, expected) => {
    expect(decide({ resource: bucket(principal) })).toBe(expected);
  });

  it('needs both sides across accounts', () => {
    const foreign = { resourceAccount: OTHER };
    expect(decide({ identity: own }, foreign)).toBe('implicit resource');
    expect(decide({ resource: bucket({ AWS: ROLE }) }, foreign)).toBe('implicit identity');
    expect(decide({ identity: own, resource: bucket({ AWS: ROLE }) }, foreign)).toBe('allowed');
    expect(decide({ identity: own, resource: bucket({ AWS: ACCOUNT }) }, foreign)).toBe('allowed');
  });

  it('caps a grant to the role by boundary and session, but not one to everyone or the session', () => {
    const nothing = named('nothing', allow({ Action: 's3:ListBucket' }));
    const of = (principal: unknown) => decide({ resource: bucket(principal), boundary: nothing });
    expect(of({ AWS: ROLE })).toBe('implicit boundary');
    expect(of('*')).toBe('allowed');
    expect(of({ AWS: SESSION })).toBe('allowed');
    expect(decide({ resource: bucket({ AWS: ROLE }), session: [nothing] })).toBe('implicit session');
  });

  it('lets boundary and session intersect', () => {
    const read = named('read', allow({ Action: 's3:Get*' }));
    const write = named('write', allow({ Action: 's3:Put*' }));
    expect(decide({ identity: own, boundary: read, session: [read] })).toBe('allowed');
    expect(decide({ identity: own, boundary: read, session: [write] })).toBe('implicit session');
    expect(decide({ identity: own, boundary: write })).toBe('implicit boundary');
    expect(decide({ identity: own, session: [] })).toBe('implicit session');
  });

  it('asks every level of the organisation', () => {
    const full = named('full', allow());
    const read = named('read', allow({ Action: 's3:Get*' }));
    expect(decide({ identity: own, scps: [[full], [read, full]] })).toBe('allowed');
    expect(decide({ identity: own, scps: [[full], []] })).toBe('implicit scp');
    expect(decide({ identity: own, rcps: [[named('rcp', allow(), deny({ Principal: '*' }))]] })).toBe(
      'explicit-deny',
    );
  });

  it('exempts from NotPrincipal only a role whose session and account are listed too', () => {
    const guard = (AWS: string[]) => named('guard', deny({ Principal: undefined, NotPrincipal: { AWS } }));
    expect(decide({ identity: own, resource: guard([ROLE]) })).toBe('explicit-deny');
    expect(decide({ identity: own, resource: guard([ROLE, SESSION, ACCOUNT]) })).toBe('allowed');
  });

  it('does not understand NotPrincipal in an Allow', () => {
    const strange = { Principal: undefined, NotPrincipal: { AWS: OTHER } };
    expect(decide({ resource: named('b', allow(strange)) })).toBe('implicit identity');
  });

  it('wants a key or a role to be opened by its own policy', () => {
    const must = { mustAllowByResource: true };
    expect(decide({ identity: own }, must)).toBe('implicit resource');
    expect(decide({ identity: own, resource: bucket({ AWS: ACCOUNT }) }, must)).toBe('allowed');
    expect(decide({ resource: bucket({ AWS: ACCOUNT }) }, must)).toBe('implicit identity');
    expect(decide({ resource: bucket({ AWS: ROLE }) }, must)).toBe('allowed');
    const trust = named('trust', { Effect: 'Allow', Action: 's3:GetObject', Principal: { AWS: ROLE } });
    expect(decide({ resource: trust }, must)).toBe('allowed');
  });

  it('evaluates a service by the resource policy alone, with its source', () => {
    const principal: IamPrincipal = { kind: 'service', service: 'events.amazonaws.com' };
    const Condition = { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/*' } };
    const resource = bucket({ Service: 'events.amazonaws.com' }, { Condition });
    const from = (SourceArn: string) =>
      decide({ resource }, { principal, context: { 'aws:SourceArn': SourceArn } });
    expect(from('arn:aws:events:eu-west-1:1:rule/x')).toBe('allowed');
    expect(from('arn:aws:s3:::rule')).toBe('implicit resource');
    expect(decide({ identity: own }, { principal })).toBe('implicit resource');
  });

  it('lets root act in its own account, unless something denies', () => {
    const principal: IamPrincipal = { kind: 'root', accountId: ACCOUNT };
    expect(decide({}, { principal })).toBe('allowed');
    expect(decide({}, { principal, resourceAccount: OTHER })).toBe('implicit resource');
    expect(decide({ resource: named('b', deny({ Principal: '*' })) }, { principal })).toBe('explicit-deny');
  });
});
