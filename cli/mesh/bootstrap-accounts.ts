import type { Environment, Mesh } from '../../core/spec/mesh.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { accountIn } from './environment.ts';

/**
 * Bootstraps every account of an environment for the CDK. All of them trust the platform's account, so that one
 * identity there can deploy the whole mesh.
 */
export async function bootstrapAccounts(
  sandbox: Pick<Sandbox, 'bootstrap'>,
  mesh: Mesh,
  environment: Environment,
): Promise<void> {
  const { region, platformAccount } = environment;
  for (const account of accountsOf(mesh, environment)) {
    const trust = account === platformAccount ? [] : [platformAccount];
    await sandbox.bootstrap({ account, region }, { trust });
  }
}

/** Accounts of an environment, the platform's first. */
export function accountsOf(mesh: Mesh, environment: Environment): readonly string[] {
  const domains = mesh.domains.map(({ name }) => accountIn(mesh, environment.name, name));
  return [...new Set([environment.platformAccount, ...domains])];
}
