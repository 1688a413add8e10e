import { RemovalPolicy } from 'aws-cdk-lib';
import { type NameScope, roleArn } from '../core/naming/names.ts';
import { invariant } from '../core/errors/invariant.ts';
import type { Domain, Environment, Mesh } from '../core/spec/mesh.ts';

/** A mesh in one environment: what every stack computes its names from. */
export type MeshScope = {
  readonly mesh: Mesh;
  readonly environment: Environment;
  readonly names: NameScope;
  /** What becomes of data when its stack goes. */
  readonly removalPolicy: RemovalPolicy.RETAIN | RemovalPolicy.DESTROY;
  /** The environment whose data the context `destroy-data` gives up. */
  readonly destroyData?: string;
};

/** The domain that owns the mesh bus and the audit bucket. */
export const PLATFORM_DOMAIN = 'platform';

export function meshScope(mesh: Mesh, environmentName: string, destroyData?: string): MeshScope {
  const environment = mesh.environments.find(({ name }) => name === environmentName);
  invariant(environment, `environment "${environmentName}" was looked up before the app was built`);
  const isGivenUp = environment.removal === 'destroy' && destroyData === environment.name;
  return {
    mesh,
    environment,
    names: { mesh: mesh.name, environment: environment.name, region: environment.region },
    removalPolicy: isGivenUp ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    ...(destroyData !== undefined && { destroyData }),
  };
}

/** Account of a domain, or of the platform. */
export function accountOf(scope: MeshScope, domain: string): string {
  if (domain === PLATFORM_DOMAIN) return scope.environment.platformAccount;
  const account = scope.mesh.domains.find(({ name }) => name === domain)?.accounts[scope.environment.name];
  invariant(account, `domain "${domain}" has no account in ${scope.environment.name}`);
  return account;
}

/** Domains that live in an account, sorted, so that each of their stages synthesizes the same `Foundation`. */
export function domainsIn(scope: MeshScope, account: string): readonly Domain[] {
  return scope.mesh.domains
    .filter(({ name }) => accountOf(scope, name) === account)
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** Accounts of all domains, sorted. */
export function domainAccounts(scope: MeshScope): readonly string[] {
  return [...new Set(scope.mesh.domains.map(({ name }) => accountOf(scope, name)))].toSorted();
}

export function domainRoleArn(scope: MeshScope, domain: string, role: string): string {
  return roleArn(scope.names, domain, accountOf(scope, domain), role);
}
