import { deployerArn, meshRolesPrefix, type NameScope, roleArn } from '../../naming/names.ts';
import type { GrantDeclaration } from './declaration.ts';

/** Roles that create databases and tables of a domain: Lake Formation lists what it gives to creators. */
export function creatorsOf(names: NameScope, domain: string, account: string): readonly string[] {
  return [
    deployerArn(account, names.region),
    roleArn(names, domain, account, 'provisioner'),
    roleArn(names, domain, account, 'publisher'),
  ];
}

/** Tells the mesh's own roles in an account. */
export function rolesOfMesh(names: NameScope, account: string): (principal: string) => boolean {
  const prefix = meshRolesPrefix(names, account);
  return (principal) => principal.startsWith(prefix);
}

/** Tells readers of other domains of the mesh in an account: its roles, but those of which this domain speaks. */
export function othersThan(
  own: readonly GrantDeclaration[],
  at: { readonly names: NameScope; readonly domain: string; readonly account: string },
): (principal: string) => boolean {
  const known = new Set([
    ...own.map(({ principal }) => principal),
    ...creatorsOf(at.names, at.domain, at.account),
  ]);
  const isOfMesh = rolesOfMesh(at.names, at.account);
  // A reconciler makes links, and reads through none.
  return (principal) => isOfMesh(principal) && !principal.endsWith('-reconciler') && !known.has(principal);
}
