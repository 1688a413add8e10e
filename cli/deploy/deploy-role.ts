import { type BootstrapRole, bootstrapRoleArn, type Place } from '../../core/naming/bootstrap-role.ts';
import type { Credentials } from '../mesh/clients.ts';
import type { DeployTarget } from './deploy-target.ts';

/** What every client of a target is made with; without `as` it acts as the caller. */
export function clientConfig(
  { endpoint, credentials, timeouts }: DeployTarget,
  region: string,
  as?: Credentials,
) {
  const identity = as ?? credentials;
  return {
    region,
    maxAttempts: 3,
    ...(timeouts && { requestHandler: timeouts, maxAttempts: 2 }),
    ...(endpoint !== undefined && { endpoint, disableHostPrefix: true }),
    ...(identity !== undefined && { credentials: identity }),
  };
}

/** Credentials of a bootstrap role, assumed as the CDK's own command line does it. */
export async function assumeBootstrapRole(
  target: DeployTarget,
  role: BootstrapRole,
  place: Place,
): Promise<Credentials> {
  const { AssumeRoleCommand, STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient(clientConfig(target, place.region));
  const { Credentials: session } = await client.send(
    new AssumeRoleCommand({ RoleArn: bootstrapRoleArn(role, place), RoleSessionName: 'mesh' }),
  );
  return {
    accessKeyId: session?.AccessKeyId ?? '',
    secretAccessKey: session?.SecretAccessKey ?? '',
    sessionToken: session?.SessionToken ?? '',
  };
}

/** Who deploys reads as deployer; who may only look, for example at a pull request, as the lookup role. */
export const READING: readonly BootstrapRole[] = ['deploy', 'lookup'];

/** Credentials of the first role that can be assumed; where none can, why the first cannot. */
export async function assumeFirst(
  target: DeployTarget,
  roles: readonly BootstrapRole[],
  place: Place,
): Promise<Credentials> {
  let first: unknown;
  for (const role of roles) {
    try {
      return await assumeBootstrapRole(target, role, place);
    } catch (error) {
      first ??= error;
    }
  }
  throw first;
}
