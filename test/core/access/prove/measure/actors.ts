import type { NamedPolicy } from '../../../../../core/access/iam/policy.ts';
import { type DeployedResource, type DeployedRole, named } from '../../../../lib/deployed-policies.ts';

/** Somebody who asks: a role of the mesh, somebody from elsewhere, or a service that works for somebody else. */
export type Actor =
  | { readonly kind: 'role'; readonly id: string; readonly domain: string; readonly role: DeployedRole }
  | { readonly kind: 'service'; readonly id: string; readonly domain: string; readonly service: string };

const EVERYTHING: readonly NamedPolicy[] = [
  named('everything', {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  }),
];
const NOBODY = 'nobody';
export const FOREIGN_ACCOUNT = '999999999999';
const SERVICES = ['cloudwatch', 'events', 'lakeformation', 'lambda', 'logs', 's3', 'scheduler', 'states'];

/** All who may try: the roles, a passer-by in each account, the master of a foreign account, and services. */
export function actorsOf(roles: readonly DeployedRole[]): readonly Actor[] {
  const accounts = [...new Set(roles.map(({ account }) => account))];
  return [
    ...roles.map((role): Actor => ({ kind: 'role', id: role.arn, domain: role.domain, role })),
    ...accounts.map((account) => stranger(account, 'passer-by', [])),
    stranger(FOREIGN_ACCOUNT, 'master', EVERYTHING),
    ...SERVICES.map((name): Actor => {
      const service = `${name}.amazonaws.com`;
      return { kind: 'service', id: `${service} for ${FOREIGN_ACCOUNT}`, domain: NOBODY, service };
    }),
  ];
}

function stranger(account: string, name: string, identity: readonly NamedPolicy[]): Actor {
  const arn = `arn:aws:iam::${account}:role/${name}`;
  const role = { name, arn, account, domain: NOBODY, identity, boundary: undefined };
  return { kind: 'role', id: arn, domain: NOBODY, role };
}

/** The domain that a resource is of: by the tag that each has, or by its stack. */
export function ownerOf({ stack, properties }: DeployedResource): string {
  const tags = properties['Tags'];
  const listed = Array.isArray(tags)
    ? tags.find((tag: { readonly Key: string }) => tag.Key === 'domain')?.Value
    : undefined;
  return typeof listed === 'string' ? listed : (stack.split('/')[0] ?? '');
}
