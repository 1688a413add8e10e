import { describe, expect, it } from 'vitest';
import { compilePolicy } from '../../../../../core/access/iam/compile-policy.ts';
import { evaluate } from '../../../../../core/access/iam/evaluate.ts';
import type { NamedPolicy } from '../../../../../core/access/iam/policy.ts';
import type { IamPolicies, IamPrincipal, IamRequest } from '../../../../../core/access/iam/request.ts';

export const A = '111111111111';
export const B = '222222222222';
export const ROLE = `arn:aws:iam::${A}:role/reader`;
export const SESSION = `arn:aws:sts::${A}:assumed-role/reader/s`;
export const USER = `arn:aws:iam::${A}:user/ann`;
export const LINKED = `arn:aws:iam::${A}:role/aws-service-role/x.amazonaws.com/linked`;
export const role: IamPrincipal = { kind: 'role', arn: ROLE, sessionArn: SESSION, accountId: A };
export const user: IamPrincipal = { kind: 'user', arn: USER, accountId: A };
export const root: IamPrincipal = { kind: 'root', accountId: A };
export const service: IamPrincipal = { kind: 'service', service: 'events.amazonaws.com' };
export const federated: IamPrincipal = { kind: 'federated', provider: 'accounts.example.com' };
export const anonymous: IamPrincipal = { kind: 'anonymous' };

export type Json = Readonly<Record<string, unknown>>;
/** A point of the list: policies, the answer, and what of the request differs from reading an object. */
export type Case = readonly [
  name: string,
  policies: Partial<IamPolicies>,
  answer: string,
  request?: Partial<IamRequest>,
];

export const named = (...Statement: Json[]): NamedPolicy => ({
  name: 'p',
  policy: compilePolicy({ Version: '2012-10-17', Statement }),
});
export const allow = (more: Json = {}): Json => ({ Effect: 'Allow', Action: '*', Resource: '*', ...more });
export const deny = (more: Json = {}): Json => ({ ...allow(more), Effect: 'Deny' });
export const own = (...statements: Json[]): Partial<IamPolicies> => ({ identity: [named(...statements)] });
export const when = (Condition: Json): Partial<IamPolicies> => own(allow({ Condition }));
export const to = (Principal: unknown, more: Json = {}): Partial<IamPolicies> => ({
  resource: named(allow({ Principal, ...more })),
});
export const READ = named(allow({ Action: 's3:Get*' }));
export const WRITE = named(allow({ Action: 's3:Put*' }));
export const FULL = named(allow());
export const BY_ALL = named(allow({ Principal: '*' }));

export function decide(policies: Partial<IamPolicies>, request: Partial<IamRequest> = {}): string {
  const decision = evaluate(
    {
      principal: role,
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::lake/a/b',
      resourceAccount: A,
      context: {},
      ...request,
    },
    { identity: [], ...policies },
  );
  if (decision.kind === 'allowed') return 'allowed';
  return decision.reason === 'implicit' ? `no ${decision.missing.join(', ')}` : decision.reason;
}

export const YES = 'allowed';
export const NO = 'no identity';
export const having = (context: IamRequest['context']): Partial<IamRequest> => ({ context });
export const as = (principal: IamPrincipal): Partial<IamRequest> => ({ principal });

export const PURPOSE = { encryptionContext: { pairs: { purpose: 'x' }, isWhole: true } };

export function keyGrant(more: object = {}) {
  return { id: 'g', grantee: ROLE, operations: ['Decrypt'], ...more };
}

export function decrypting(purpose?: string): Partial<IamRequest> {
  const context = {
    'kms:EncryptionContext:purpose': purpose ?? '',
    'kms:EncryptionContextKeys': ['purpose'],
  };
  const resource = `arn:aws:kms:eu-west-1:${A}:key/k`;
  const key = { action: 'kms:Decrypt', resource, mustAllowByResource: true };
  return { ...key, context: purpose === undefined ? {} : context };
}

/** The semantics of IAM, point by point, as docs/concepts/access.md lists them. */
export function holdsPoints(points: readonly (readonly [point: string, cases: readonly Case[]])[]): void {
  describe.each(points.map(([point, cases]) => ({ point, cases })))('$point', ({ cases }) => {
    it.each(cases.map(([name, policies, answer, request]) => ({ name, policies, answer, request })))(
      '$name',
      ({ policies, answer, request }) => {
        expect(decide(policies, request)).toBe(answer);
      },
    );
  });
}
