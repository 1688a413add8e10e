import { executionPolicies } from '../../core/access/execution/execution-policy.ts';
import type { Environment, Mesh } from '../../core/spec/mesh.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { accountIn } from '../mesh/environment.ts';
import { executionScope } from './execution-scope.ts';

/**
 * Bootstraps every account of an environment for the CDK as `mesh execution-policy` says it for AWS: CloudFormation may
 * do what the stacks of the mesh need, and all accounts trust the platform's, so that one identity can deploy the mesh.
 */
export async function bootstrapAccounts(
  sandbox: Pick<Sandbox, 'bootstrap'>,
  mesh: Mesh,
  environment: Environment,
): Promise<void> {
  const { region, platformAccount } = environment;
  for (const account of accountsOf(mesh, environment)) {
    const trust = account === platformAccount ? [] : [platformAccount];
    const policies = executionPolicies(executionScope(mesh, environment, account));
    const documents = policies.map(({ name, document }) => [name, document] as const);
    await sandbox.bootstrap({ account, region }, { trust, executionPolicies: Object.fromEntries(documents) });
  }
}

/** Accounts of an environment, the platform's first. */
export function accountsOf(mesh: Mesh, environment: Environment): readonly string[] {
  const domains = mesh.domains.map(({ name }) => accountIn(mesh, environment.name, name));
  return [...new Set([environment.platformAccount, ...domains])];
}
