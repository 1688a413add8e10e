import type { Assembly, Json, Placed } from './assembly.ts';
import type { Expectation, Mutant, Site } from './mutant.ts';
import { domainOf, roleArn, rolesOf, strangerTo, withBoundaryStatement, withStatement } from './roles.ts';
import { siteAt } from './statements.ts';

const reachable: Expectation = { kind: 'reachable' };
const TRUST = 'AssumeRolePolicyDocument.Statement.+';
const trusts = (Principal: unknown, rest: Json = {}): Json => ({
  Effect: 'Allow',
  Action: 'sts:AssumeRole',
  Principal,
  ...rest,
});

/** Who may work as a role. */
export const TRUST_MUTANTS: readonly Mutant[] = [
  trustMutant('everybody', 'a role trusts everybody', reachable, () => trusts('*')),
  trustMutant('everybody-by-account', 'a role trusts every AWS account', reachable, () =>
    trusts({ AWS: '*' }),
  ),
  trustMutant('foreign-account', 'a role trusts an account that is not of the mesh', reachable, () =>
    trusts({ AWS: 'arn:aws:iam::999999999999:root' }),
  ),
  trustMutant(
    'foreign-account-with-external-id',
    'a role trusts an account that knows a word',
    reachable,
    () => trusts({ AWS: '999999999999' }, { Condition: { StringEquals: { 'sts:ExternalId': 'word' } } }),
  ),
  trustMutant('identity-provider', 'a role trusts an identity provider', reachable, ({ stack }) => ({
    ...trusts({ Federated: `arn:aws:iam::${stack.account}:saml-provider/somebody` }),
    Action: 'sts:AssumeRoleWithSAML',
  })),
  {
    id: 'trust-other-domain',
    title: 'a role trusts a role of another domain, which may assume it',
    weakens: 'who works as a role',
    expected: reachable,
    sites: (assembly) =>
      rolesOf(assembly, /-(engineer|pipeline|lakeformation)$/).flatMap((role) => assumable(assembly, role)),
  },
  {
    id: 'trust-other-domain-alone',
    title: 'a role trusts a role of another domain, which may assume nothing',
    weakens: 'who works as a role',
    expected: { kind: 'equivalent', because: 'the boundary of the other role does not allow sts:AssumeRole' },
    sites: (assembly) =>
      rolesOf(assembly, /-(engineer|pipeline)$/).flatMap((role) => {
        const other = strangerTo(assembly, domainOf(role), role.stack.account);
        if (!other || other.stack.account === role.stack.account) return [];
        return [
          siteAt(role, { path: TRUST, value: trusts({ AWS: roleArn(other) }), words: 'trusts another' }),
        ];
      }),
  },
  {
    id: 'trust-of-service-in-any-account',
    title: 'a role trusts a service that works for any account',
    weakens: 'that a service works for its own account',
    expected: reachable,
    sites: (assembly) =>
      rolesOf(assembly, /-(pipeline|starter|forwarder|lakeformation)$/).map((role) =>
        siteAt(role, {
          path: TRUST,
          value: trusts({ Service: 'states.amazonaws.com' }),
          words: 'trusts states.amazonaws.com',
        }),
      ),
  },
];

function trustMutant(
  id: string,
  title: string,
  expected: Expectation,
  ...[statement]: readonly [(role: Placed) => Json]
): Mutant {
  return {
    id: `trust-${id}`,
    title,
    weakens: 'who works as a role',
    expected,
    sites: (assembly) =>
      rolesOf(assembly, /-(analyst|publisher|lakeformation|reconciler)$/).map((role) =>
        siteAt(role, { path: TRUST, value: statement(role), words: id }),
      ),
  };
}

function assumable(assembly: Assembly, role: Placed): readonly Site[] {
  const other = strangerTo(assembly, domainOf(role), role.stack.account);
  if (!other) return [];
  const trusting = siteAt(role, { path: TRUST, value: trusts({ AWS: roleArn(other) }), words: 'is assumed' });
  const may = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: roleArn(role) };
  return [
    {
      ...trusting,
      apply: (before) => withBoundaryStatement(withStatement(trusting.apply(before), other, may), other, may),
    },
  ];
}
