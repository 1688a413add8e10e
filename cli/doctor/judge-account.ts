import type { AccountFacts, Answer, LakeSettings, Registration } from './account-facts.ts';
import type { ExpectedAccount, ExpectedDomain } from './expected-account.ts';
import { type Finding, ok, problem, unknown, warning } from './finding.ts';

/** What `CheckBootstrapVersion` in every template demands. */
const BOOTSTRAP_VERSION_MIN = 6;
/** Below it, shares between accounts are one RAM share per grant. */
const CROSS_ACCOUNT_VERSION_MIN = 4;
const EVERYTHING = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** Compares an account with what the stacks need and make. Pure: the same facts give the same findings. */
export function judgeAccount(expected: ExpectedAccount, facts: AccountFacts): readonly Finding[] {
  const bootstrap = judgeBootstrap(expected, facts.bootstrapVersion);
  if ('refused' in facts.bootstrapVersion && 'refused' in facts.lake) {
    return [bootstrap, unknown('account', 'nothing else of the account can be looked at')];
  }
  return [
    bootstrap,
    ...told('execution-policy', facts.executionPolicies, (arns) => judgeExecution(expected, arns)),
    ...told('lake-administrators', facts.lake, (lake) =>
      judgeLake(expected, lake, isDeployed(expected, facts)),
    ),
    ...told('registrations', facts.registrations, (all) => judgeRegistrations(expected, all)),
    ...expected.domains.flatMap((domain) => judgeNames(domain, facts)),
  ];
}

function told<T>(
  check: string,
  answer: Answer<T>,
  judge: (value: T) => readonly Finding[],
): readonly Finding[] {
  return 'refused' in answer ? [unknown(check, `could not be read: ${answer.refused}`)] : judge(answer.value);
}

function isDeployed({ domains }: ExpectedAccount, { stacks }: AccountFacts): boolean {
  return 'value' in stacks && domains.some(({ namespaceStack }) => stacks.value.includes(namespaceStack));
}

function judgeBootstrap(expected: ExpectedAccount, version: Answer<number>): Finding {
  const { account, region, platformAccount } = expected;
  const trust =
    account === platformAccount ? '' : ` --trust ${platformAccount} --trust-for-lookup ${platformAccount}`;
  const fix = expected.isSandbox
    ? 'bin/mesh serve, which bootstraps every account of the sandbox'
    : `${executionPolicyCommand(expected)}, which ends with the command: npx cdk bootstrap aws://${account}/${region}${trust} …`;
  if ('refused' in version) {
    return problem(
      'bootstrap',
      `not bootstrapped, or its deploy role does not trust you: ${version.refused}`,
      fix,
    );
  }
  if (version.value < BOOTSTRAP_VERSION_MIN) {
    return problem(
      'bootstrap',
      `bootstrapped with version ${version.value}; ${BOOTSTRAP_VERSION_MIN} is needed`,
      fix,
    );
  }
  return ok('bootstrap', `bootstrapped, version ${version.value}, qualifier hnb659fds`);
}

function judgeExecution(expected: ExpectedAccount, arns: readonly string[]): readonly Finding[] {
  if (arns.includes(EVERYTHING)) {
    // The sandbox's own default; nothing can be lost there.
    const fix = executionPolicyCommand(expected);
    return [warning('execution-policy', 'CloudFormation may do everything here (AdministratorAccess)', fix)];
  }
  const names = arns.map((arn) => arn.split('/').at(-1) ?? arn);
  return [ok('execution-policy', `CloudFormation may do what ${names.join(', ') || 'no policy'} says`)];
}

function executionPolicyCommand({ account, environment, isSandbox }: ExpectedAccount): string {
  const where = isSandbox ? '' : ` --environment ${environment}`;
  return `bin/mesh execution-policy --account ${account}${where}`;
}

/** Once an account has administrators, only one of them may change who they are. */
function judgeLake(expected: ExpectedAccount, lake: LakeSettings, deployed: boolean): readonly Finding[] {
  const { administrators } = expected;
  const missing = administrators.filter((arn) => !lake.administrators.includes(arn));
  const strangers = lake.administrators.filter((arn) => !administrators.includes(arn));
  return [
    ...judgeAdministrators(expected, lake, { missing, deployed }),
    ...(strangers.length === 0
      ? []
      : [
          warning(
            'lake-strangers',
            `administrators of Lake Formation that are not of this mesh: ${strangers.join(', ')}`,
            'they may grant themselves any table here; keep those that you know, remove the others in Lake Formation’s settings',
          ),
        ]),
    ...(deployed && lake.crossAccountVersion < CROSS_ACCOUNT_VERSION_MIN
      ? [
          problem(
            'cross-account-version',
            `cross-account version ${lake.crossAccountVersion}; ${CROSS_ACCOUNT_VERSION_MIN} is needed`,
            `deploy the Foundation of ${expected.account} again: somebody has set it back`,
          ),
        ]
      : []),
    ...(lake.opensNewObjects ? [judgeOpenness(expected, deployed)] : []),
    ...(deployed && missing.length === 0 && lake.crossAccountVersion >= CROSS_ACCOUNT_VERSION_MIN
      ? [ok('cross-account-version', `cross-account version ${lake.crossAccountVersion}`)]
      : []),
  ];
}

/** Accounts are open at first; an account that was closed and is open again was opened by somebody. */
function judgeOpenness({ account }: ExpectedAccount, deployed: boolean): Finding {
  const what = 'new databases and tables are open to IAM (IAM_ALLOWED_PRINCIPALS)';
  if (!deployed) return ok('new-objects-open', `${what} until Foundation closes them`);
  return warning(
    'new-objects-open',
    `${what} again`,
    `somebody has changed Lake Formation’s settings: deploy the Foundation of ${account} again`,
  );
}

function judgeAdministrators(
  { executionRole, account }: ExpectedAccount,
  lake: LakeSettings,
  { missing, deployed }: { readonly missing: readonly string[]; readonly deployed: boolean },
): readonly Finding[] {
  if (missing.length === 0) {
    return [ok('lake-administrators', 'the deploying role and the reconcilers administer Lake Formation')];
  }
  if (!deployed && lake.administrators.length === 0) {
    return [ok('lake-administrators', 'no administrator of Lake Formation yet: Foundation sets the first')];
  }
  if (missing.includes(executionRole)) {
    return [
      problem(
        'lake-administrators',
        'this account has administrators of Lake Formation, and the deploying role is not one: it cannot grant',
        `an administrator runs: ${addAdministratorCommand(lake.administrators, executionRole)}`,
      ),
    ];
  }
  if (!deployed) return [ok('lake-administrators', 'the deploying role administers Lake Formation')];
  return [
    problem(
      'lake-administrators',
      `no administrators of Lake Formation: ${missing.join(', ')}`,
      `deploy the Foundation of ${account} again: somebody has removed them`,
    ),
  ];
}

/** The call replaces the whole list, so the command repeats who is there. */
function addAdministratorCommand(there: readonly string[], wanted: string): string {
  const admins = [...there, wanted].map((arn) => ({ DataLakePrincipalIdentifier: arn }));
  const keep = 'aws lakeformation get-data-lake-settings --query DataLakeSettings --output json';
  return `${keep} | jq '.DataLakeAdmins = ${JSON.stringify(admins)}' > settings.json && aws lakeformation put-data-lake-settings --data-lake-settings file://settings.json`;
}

function judgeRegistrations(
  { domains }: ExpectedAccount,
  registrations: readonly Registration[],
): readonly Finding[] {
  const findings = domains.flatMap((domain) =>
    registrations
      .filter(({ location }) => concerns(location, domain.locations))
      .flatMap((one) => judgeOne(domain, one)),
  );
  if (findings.length > 0 || domains.length === 0) return findings;
  return [ok('registrations', 'no location of this mesh is registered by somebody else')];
}

/** A registration of the bucket, or of a path in it. */
function concerns(location: string, ours: readonly string[]): boolean {
  return ours.some((one) => location === one || location.startsWith(`${one}/`));
}

function judgeOne(domain: ExpectedDomain, registration: Registration): readonly Finding[] {
  const { location, role, isHybrid } = registration;
  const again = `aws lakeformation deregister-resource --resource-arn ${location}, then bin/mesh deploy ${domain.name}`;
  if (role !== domain.registrationRole) {
    const who = role === '' ? 'the service-linked role' : role;
    return [
      problem(
        'registrations',
        `${location} is registered with ${who}, which may not use the domain’s key`,
        again,
      ),
    ];
  }
  if (!isHybrid) return [];
  return [
    problem(
      'registrations',
      `${location} is in hybrid access mode: who has S3 permissions of IAM passes by Lake Formation`,
      again,
    ),
  ];
}

/** Names that are taken before the domain's first deployment. */
function judgeNames(
  domain: ExpectedDomain,
  { stacks, databases, buckets }: AccountFacts,
): readonly Finding[] {
  if ('refused' in stacks || stacks.value.includes(domain.namespaceStack)) return [];
  const taken = [
    ...present(databases, domain.databases).map((name) => `database ${name}`),
    ...present(buckets, domain.buckets).map((name) => `bucket ${name}`),
  ];
  if (taken.length === 0) return [];
  return [
    problem(
      'names',
      `${domain.name} is not deployed, and there is already: ${taken.join(', ')}`,
      `if an earlier destroy left them: bin/mesh deploy ${domain.name} --adopt; if they are somebody else’s, rename the domain or the mesh`,
    ),
  ];
}

function present(answer: Answer<readonly string[]>, names: readonly string[]): readonly string[] {
  return 'refused' in answer ? [] : names.filter((name) => answer.value.includes(name));
}
