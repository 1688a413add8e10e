import { MeshError } from '../../core/errors/mesh-error.ts';
import type { Environment, Mesh } from '../../core/spec/mesh.ts';

export function environmentOf(mesh: Mesh, name: string): Environment {
  const environment = mesh.environments.find((candidate) => candidate.name === name);
  if (environment) return environment;
  throw new MeshError(`mesh.yaml has no environment "${name}"`, {
    code: 'UnknownEnvironment',
    hint: `there are: ${mesh.environments.map((candidate) => candidate.name).join(', ')}`,
  });
}

/** The environment that runs in the sandbox. */
export function sandboxEnvironment(mesh: Mesh): Environment {
  const environment = mesh.environments.find(({ isSandbox }) => isSandbox);
  if (environment) return environment;
  throw new MeshError('no environment of mesh.yaml runs in the sandbox', {
    code: 'NoSandboxEnvironment',
    hint: 'add one: environments: { local: { region: eu-west-1, sandbox: true } }',
  });
}

export function accountIn(mesh: Mesh, environment: string, domain: string): string {
  if (domain === 'platform') return environmentOf(mesh, environment).platformAccount;
  const account = mesh.domains.find(({ name }) => name === domain)?.accounts[environment];
  if (account !== undefined) return account;
  throw new MeshError(`domain "${domain}" has no account in ${environment}`, {
    code: 'NoAccount',
    hint: `add accounts: { ${environment}: "<12 digits>" } to domains/${domain}/domain.yaml`,
  });
}
