import { closest } from 'fastest-levenshtein';
import { MeshError } from '../../core/errors/mesh-error.ts';
import type { Mesh } from '../../core/spec/mesh.ts';
import { clientEnvironment } from '../mesh/client-environment.ts';
import { assumeRole, type Connection, type Credentials } from '../mesh/clients.ts';
import { accountIn } from '../mesh/environment.ts';
import { meshPrincipals } from '../mesh/principal.ts';
import type { Project } from '../mesh/project.ts';
import { holderOf } from '../mesh/sandbox-session.ts';

/** Whoever deploys: the bootstrap roles of all accounts trust the platform's account. */
export const DEPLOYER = 'deployer';
const OPERATOR = '-operator';

/** The variables with which an outside client reaches the served sandbox as somebody. */
export async function clientVariables(
  project: Project,
  as: string,
): Promise<Readonly<Record<string, string | undefined>>> {
  const { stateDirectory, environment, root } = project;
  const connection = await servedConnection(project);
  const credentials = await credentialsOf(project, connection, as);
  return {
    ...clientEnvironment({
      endpoint: connection.endpoint,
      region: environment.region,
      credentials,
      stateDirectory,
    }),
    // What the CDK app of `cdk.json` builds.
    MESH_ROOT: root,
    MESH_ENVIRONMENT: environment.name,
  };
}

async function servedConnection({ stateDirectory, environment }: Project): Promise<Connection> {
  const holder = holderOf(stateDirectory);
  if (!holder || holder.endpoint === '') {
    throw new MeshError('the sandbox is not served', {
      code: 'SandboxNotServed',
      hint: 'serve it in another terminal: bin/mesh serve',
    });
  }
  const { rootCredentials } = await import('../../sandbox/root-credentials.ts');
  return {
    endpoint: holder.endpoint,
    region: environment.region,
    rootCredentials: (account) => rootCredentials(stateDirectory, account),
  };
}

/** Roles are assumed by way of STS, as people do it; operators are the root of their account. */
async function credentialsOf(
  { mesh, environment }: Project,
  connection: Connection,
  as: string,
): Promise<Credentials> {
  const principal = meshPrincipals(mesh, environment.name).find(({ name }) => name === as);
  if (principal) return await assumeRole(connection, principal);
  if (as === DEPLOYER) return connection.rootCredentials(environment.platformAccount);
  const domain = as.endsWith(OPERATOR) ? as.slice(0, -OPERATOR.length) : '';
  if (domain === 'platform' || mesh.domains.some(({ name }) => name === domain)) {
    return connection.rootCredentials(accountIn(mesh, environment.name, domain));
  }
  const names = identities(mesh, environment.name);
  throw new MeshError(`there is nobody "${as}"`, {
    code: 'UnknownPrincipal',
    hint: `did you mean "${closest(as, names)}"? there are: ${names.join(', ')}`,
  });
}

/** Everybody whom an outside client may be. */
export function identities(mesh: Mesh, environment: string): readonly string[] {
  return [
    DEPLOYER,
    `platform${OPERATOR}`,
    ...mesh.domains.map(({ name }) => `${name}${OPERATOR}`),
    ...meshPrincipals(mesh, environment).map(({ name }) => name),
  ];
}
