import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { errorAt, startOf } from '../diagnostics/report.ts';
import { checkStackCollisions } from './check-stack-collisions.ts';
import type { Domain, Environment } from './mesh.ts';
import { STANDARD_ROLES } from './resolve-subscription.ts';

/** Names of two domains that would be one in AWS. */
export function checkCollisions(
  mesh: string,
  environments: readonly Environment[],
  domains: readonly Domain[],
): Diagnostic[] {
  return [
    ...checkRoleCollisions(environments, domains),
    ...checkStackCollisions(mesh, environments, domains),
  ];
}

/**
 * Roles of two domains that would have one name in one account: `eu-analyst` of `sales` is `analyst` of `sales-eu`.
 * Only roles that people name can collide so; Freehold's own cannot be named.
 */
export function checkRoleCollisions(
  environments: readonly Environment[],
  domains: readonly Domain[],
): Diagnostic[] {
  const found = environments.flatMap(({ name }) => {
    const owners = new Map<string, string>();
    return domains.flatMap((domain) =>
      [...STANDARD_ROLES, ...domain.roles.map((role) => role.name)].flatMap((role) => {
        const key = `${domain.accounts[name] ?? domain.name} ${domain.name}-${role}`;
        const owner = owners.get(key);
        owners.set(key, owner ?? domain.name);
        return owner === undefined || owner === domain.name ? [] : [collision(domain, role, owner)];
      }),
    );
  });
  // Environments that share their accounts would say the same twice.
  return [...new Map(found.map((diagnostic) => [diagnostic.message, diagnostic])).values()];
}

function collision(domain: Domain, role: string, owner: string): Diagnostic {
  const message = `the role "${domain.name}-${role}" of ${domain.name} has the name of a role of ${owner} in the same account`;
  const hint = 'rename the role, or give one of the domains an account of its own';
  return errorAt(startOf(`${domain.directory}/domain.yaml`), { code: 'InvalidName', message, hint });
}
