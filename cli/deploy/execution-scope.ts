import type { ExecutionScope } from '../../core/access/execution/execution-scope.ts';
import { glueDatabase } from '../../core/naming/names.ts';
import { databasesOf } from '../../core/spec/databases-of.ts';
import type { Domain, Environment, Mesh } from '../../core/spec/mesh.ts';
import { upstreamDomains } from '../../core/spec/upstream-domains.ts';

/** What CloudFormation deploys of a mesh into an account. */
export function executionScope(mesh: Mesh, environment: Environment, account: string): ExecutionScope {
  return { mesh: mesh.name, environment: environment.name, account, region: environment.region };
}

/** As `executionScope`, closed to the databases of domains that are there now. */
export function closedScope(mesh: Mesh, environment: Environment, account: string): ExecutionScope {
  const databases = domainsIn(mesh, environment, account).flatMap((domain) => [
    ...databasesOf(domain),
    ...upstreamDomains(mesh, domain).map((producer) => glueDatabase(producer, 'products')),
  ]);
  return { ...executionScope(mesh, environment, account), databases };
}

export function domainsIn(mesh: Mesh, environment: Environment, account: string): readonly Domain[] {
  return mesh.domains.filter(({ accounts }) => accounts[environment.name] === account);
}
