import { MeshError } from '../../core/errors/mesh-error.ts';
import { gatherFacts } from '../doctor/account-facts.ts';
import { expectedAccount } from '../doctor/expected-account.ts';
import { type Finding, ok, problem } from '../doctor/finding.ts';
import { judgeAccount } from '../doctor/judge-account.ts';
import { accountsOf } from '../deploy/bootstrap-accounts.ts';
import { cloudError } from '../deploy/cloud-error.ts';
import { clientConfig } from '../deploy/deploy-role.ts';
import type { DeployTarget } from '../deploy/deploy-target.ts';
import { mapBounded } from '../deploy/map-bounded.ts';
import type { Project } from '../mesh/project.ts';

/** Findings of one place: this machine, or an account. */
export type Examined = { readonly place: string; readonly findings: readonly Finding[] };

const ACCOUNTS_CONCURRENCY_MAX = 4;
/** Who is offline learns it at once. */
const TIMEOUTS = { connectionTimeout: 2_000, requestTimeout: 8_000 };

/** Looks at every account of the project's environment. Changes nothing. */
export async function examineAccounts(
  { mesh, environment }: Project,
  reached: DeployTarget,
): Promise<readonly Examined[]> {
  const target = { ...reached, timeouts: TIMEOUTS };
  const identity = await whoAmI(target);
  if (identity.health !== 'ok') return [{ place: 'the cloud', findings: [identity] }];
  const accounts = await mapBounded(
    accountsOf(mesh, environment),
    ACCOUNTS_CONCURRENCY_MAX,
    async (account): Promise<Examined> => {
      const expected = expectedAccount(mesh, environment, account);
      const names = [
        ...(account === environment.platformAccount ? ['platform'] : []),
        ...expected.domains.map(({ name }) => name),
      ];
      return {
        place: `account ${account} (${names.join(', ')})`,
        findings: judgeAccount(expected, await gatherFacts(target, expected)),
      };
    },
  );
  return [{ place: 'the cloud', findings: [identity] }, ...accounts];
}

async function whoAmI(target: DeployTarget): Promise<Finding> {
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
  const where = target.endpoint === undefined ? 'AWS' : `the sandbox at ${target.endpoint}`;
  try {
    const client = new STSClient(clientConfig(target, target.environment.region));
    const { Arn } = await client.send(new GetCallerIdentityCommand({}));
    return ok('identity', `${where} knows you as ${Arn}`);
  } catch (thrown) {
    const error = cloudError(thrown);
    const message = error instanceof Error ? error.message : String(error);
    const hint = error instanceof MeshError ? error.hint : undefined;
    return problem(
      'identity',
      `${where} cannot be asked, so no account was looked at: ${message}`,
      hint ?? '',
    );
  }
}
