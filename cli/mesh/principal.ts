import { closest } from 'fastest-levenshtein';
import { MeshError } from '../../core/errors/mesh-error.ts';
import { roleArn } from '../../core/naming/names.ts';
import type { Mesh } from '../../core/spec/mesh.ts';
import { accountIn, environmentOf } from './environment.ts';

/** A role as people say it (`insight-analyst`), with what a client needs to act as it. */
export type MeshPrincipal = {
  readonly name: string;
  readonly domain: string;
  readonly role: string;
  readonly account: string;
  readonly arn: string;
};

const STANDARD_ROLES = ['analyst', 'engineer'] as const;

/** Reads the records of all domains, and queries nothing. */
const PLATFORM_ROLES = ['auditor'] as const;

/** Roles that people may act as, over the whole mesh; the platform's come last. */
export function meshPrincipals(mesh: Mesh, environmentName: string): readonly MeshPrincipal[] {
  const environment = environmentOf(mesh, environmentName);
  const names = { mesh: mesh.name, environment: environment.name, region: environment.region };
  const rolesOf = (domain: string, roles: readonly string[]): readonly MeshPrincipal[] => {
    const account = accountIn(mesh, environment.name, domain);
    return roles.map((role) => ({
      name: `${domain}-${role}`,
      domain,
      role,
      account,
      arn: roleArn(names, domain, account, role),
    }));
  };
  const ofDomains = mesh.domains.flatMap(({ name, roles }) =>
    rolesOf(name, [...STANDARD_ROLES, ...roles.map((role) => role.name)]),
  );
  return [...ofDomains, ...rolesOf('platform', PLATFORM_ROLES)];
}

export function findPrincipal(mesh: Mesh, environmentName: string, name: string): MeshPrincipal {
  const all = meshPrincipals(mesh, environmentName);
  const found = all.find((principal) => principal.name === name);
  if (found) return found;
  const names = all.map((principal) => principal.name);
  throw new MeshError(`there is no principal "${name}"`, {
    code: 'UnknownPrincipal',
    hint: `did you mean "${closest(name, names)}"? there are: ${names.join(', ')}`,
  });
}
