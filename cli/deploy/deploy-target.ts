import type { Environment } from '../../core/spec/mesh.ts';
import { bootstrapAccounts } from './bootstrap-accounts.ts';
import { clientEnvironment, withEnvironment } from '../mesh/client-environment.ts';
import type { Credentials } from '../mesh/clients.ts';
import type { Project } from '../mesh/project.ts';
import { holderOf, openSession } from '../mesh/sandbox-session.ts';

/** Where stacks go: the sandbox or AWS. Nothing but endpoint and credentials differs. */
export type DeployTarget = {
  readonly environment: Environment;
  /** The sandbox's endpoint; absent for AWS. */
  readonly endpoint?: string;
  /** Whom deployments begin as; absent where the caller's own credentials are found as the AWS CLI finds them. */
  readonly credentials?: Credentials;
  /** How long a call may take. @default - as the SDK has it */
  readonly timeouts?: { readonly connectionTimeout: number; readonly requestTimeout: number };
};

/**
 * Acts on the project's environment. In the sandbox deployments begin as the operator of the platform's account, whom
 * the bootstrap roles of all accounts trust; on AWS they begin as whoever calls.
 */
export async function withTarget<T>(project: Project, act: (target: DeployTarget) => Promise<T>): Promise<T> {
  const { environment, stateDirectory, mesh } = project;
  if (!environment.isSandbox) return await act({ environment });
  const holder = holderOf(stateDirectory);
  if (holder && holder.endpoint !== '') {
    const { rootCredentials } = await import('../../sandbox/root-credentials.ts');
    const credentials = rootCredentials(stateDirectory, environment.platformAccount);
    return await inSandbox(project, { environment, endpoint: holder.endpoint, credentials }, act);
  }
  const { sandbox, close } = await openSession(stateDirectory, 0, environment.organization);
  try {
    await bootstrapAccounts(sandbox, mesh, environment);
    const credentials = sandbox.rootCredentials(environment.platformAccount);
    return await inSandbox(project, { environment, endpoint: sandbox.endpoint, credentials }, act);
  } finally {
    await close();
  }
}

async function inSandbox<T>(
  { stateDirectory }: Project,
  target: DeployTarget & Required<Pick<DeployTarget, 'endpoint' | 'credentials'>>,
  act: (target: DeployTarget) => Promise<T>,
): Promise<T> {
  const { endpoint, credentials, environment } = target;
  const access = { endpoint, region: environment.region, credentials, stateDirectory };
  return await withEnvironment(clientEnvironment(access), async () => await act(target));
}
