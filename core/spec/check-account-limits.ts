import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { errorAt, startOf, warningAt } from '../diagnostics/report.ts';
import type { Domain, Environment } from './mesh.ts';

type AccountLimit = {
  readonly what: string;
  readonly max: number;
  readonly count: (domains: readonly Domain[]) => number;
};

/** Roles and workgroups that each domain has beside those that it declares, about. */
const OWN_ROLES = 14;
const OWN_WORKGROUPS = 3;
/** Who deploys is one, too. */
const DEPLOYERS = 1;
const NEAR = 0.8;

/**
 * What several domains of one account use up together, so that no stack of one of them shows it.
 * @see https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html
 */
const ACCOUNT_LIMITS: readonly AccountLimit[] = [
  { what: 'administrators of Lake Formation', max: 30, count: ({ length }) => length + DEPLOYERS },
  { what: 'values of the LF-Tag `domain`', max: 1_000, count: ({ length }) => length },
  { what: 'rules on the default event bus', max: 300, count: (domains) => landingProducts(domains) },
  {
    what: 'roles',
    max: 1_000,
    count: (domains) => sum(domains.map(({ roles }) => roles.length + OWN_ROLES)),
  },
  {
    what: 'workgroups of Athena',
    max: 1_000,
    count: (domains) => sum(domains.map(({ roles }) => roles.length + OWN_WORKGROUPS)),
  },
];

/** Accounts that would hold more than AWS allows, or nearly so. */
export function checkAccountLimits(
  environments: readonly Environment[],
  domains: readonly Domain[],
): Diagnostic[] {
  return environments.flatMap(({ name }) => {
    const byAccount = Map.groupBy(domains, ({ accounts }) => accounts[name]);
    return [...byAccount].flatMap(([account, own]) =>
      account === undefined ? [] : ACCOUNT_LIMITS.flatMap((limit) => reached({ name, account }, own, limit)),
    );
  });
}

function reached(
  at: { readonly name: string; readonly account: string },
  domains: readonly Domain[],
  { what, max, count }: AccountLimit,
): readonly Diagnostic[] {
  const used = count(domains);
  const last = domains.at(-1);
  if (last === undefined || used < max * NEAR) return [];
  const span = startOf(`${last.directory}/domain.yaml`);
  const message = `account ${at.account} of ${at.name} would have ${used} ${what}, and AWS allows ${max}`;
  const hint = 'give some of its domains an account of their own';
  return [(used > max ? errorAt : warningAt)(span, { code: 'AccountLimit', message, hint })];
}

/** Each product on landed files has a rule on its account's default bus, where S3 reports. */
function landingProducts(domains: readonly Domain[]): number {
  return sum(domains.map(({ products }) => products.filter(({ sources }) => sources.length > 0).length));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
