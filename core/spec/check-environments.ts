import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { errorAt, startOf } from '../diagnostics/report.ts';
import type { Domain, Environment } from './mesh.ts';

type Use = { readonly environment: Environment; readonly account: string; readonly file: string };

/**
 * Two environments in one account and region: Lake Formation has one set of settings and tags there, and Glue one
 * database of a name, so that neither environment could be changed without the other.
 */
export function checkSharedAccounts(
  environments: readonly Environment[],
  domains: readonly Domain[],
): Diagnostic[] {
  const taken = new Map<string, Use>();
  return environments
    .flatMap((environment) => usesOf(environment, domains))
    .flatMap((use) => {
      const key = `${use.account} ${use.environment.region}`;
      const first = taken.get(key) ?? use;
      taken.set(key, first);
      return first.environment.name === use.environment.name ? [] : [shared(use, first)];
    });
}

function usesOf(environment: Environment, domains: readonly Domain[]): readonly Use[] {
  const { name, platformAccount } = environment;
  const own = domains.map(({ accounts, directory }) => [accounts[name], `${directory}/domain.yaml`] as const);
  return [[platformAccount, 'mesh.yaml'] as const, ...own].flatMap(([account, file]) =>
    account === undefined ? [] : [{ environment, account, file }],
  );
}

function shared({ environment, account, file }: Use, first: Use): Diagnostic {
  const message = `the account ${account} of ${environment.name} is one of ${first.environment.name} in ${environment.region}, too (${first.file})`;
  const hint = 'give each environment accounts of its own, or another region';
  return errorAt(startOf(file), { code: 'InvalidValue', message, hint });
}
