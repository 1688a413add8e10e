import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ExecutionPolicy,
  executionPolicies,
  policyCharacters,
} from '../../core/access/execution/execution-policy.ts';
import { MeshError } from '../../core/errors/mesh-error.ts';
import type { Environment, Mesh } from '../../core/spec/mesh.ts';
import { accountsOf } from '../deploy/bootstrap-accounts.ts';
import { closedScope, domainsIn, executionScope } from '../deploy/execution-scope.ts';

export type ExecutionPolicyOptions = {
  /** @default - every account of the environment */
  readonly account?: string;
  /** Only the databases of domains that are there now; a domain that comes later needs new policies. */
  readonly isClosed: boolean;
  /** Where the documents are written. */
  readonly directory: string;
};

export type AccountPolicies = {
  readonly account: string;
  /** `platform`, and domains. */
  readonly holds: readonly string[];
  readonly policies: readonly WrittenPolicy[];
  /** What an administrator of the account runs, in this order. */
  readonly commands: readonly string[];
  /** What gives policies that are there these documents. */
  readonly updates: readonly string[];
};

type WrittenPolicy = {
  readonly name: string;
  readonly arn: string;
  readonly file: string;
  readonly statements: number;
  readonly characters: number;
};

/** Writes what CloudFormation may do in accounts of an environment, and says how it comes into force. */
export function executionPolicy(
  mesh: Mesh,
  environment: Environment,
  options: ExecutionPolicyOptions,
): readonly AccountPolicies[] {
  const accounts = wantedAccounts(mesh, environment, options.account);
  return accounts.map((account) => {
    const scope = (options.isClosed ? closedScope : executionScope)(mesh, environment, account);
    const directory = join(options.directory, environment.name, account);
    mkdirSync(directory, { recursive: true });
    const policies = executionPolicies(scope).map((policy) => write(policy, account, directory));
    return {
      account,
      holds: holdsOf(mesh, environment, account),
      policies,
      commands: [...policies.map(createCommand), bootstrapCommand(policies, environment, account)],
      updates: policies.map(updateCommand),
    };
  });
}

function wantedAccounts(mesh: Mesh, environment: Environment, wanted: string | undefined): readonly string[] {
  const accounts = accountsOf(mesh, environment);
  if (wanted === undefined) return accounts;
  if (accounts.includes(wanted)) return [wanted];
  throw new MeshError(`no domain of the mesh has the account ${wanted} in ${environment.name}`, {
    code: 'UnknownAccount',
    hint: `accounts are ${accounts.map((account) => `${account} (${holdsOf(mesh, environment, account).join(', ')})`).join(', ')}`,
  });
}

function holdsOf(mesh: Mesh, environment: Environment, account: string): readonly string[] {
  const domains = domainsIn(mesh, environment, account).map(({ name }) => name);
  return account === environment.platformAccount ? ['platform', ...domains] : domains;
}

function write({ name, document }: ExecutionPolicy, account: string, directory: string): WrittenPolicy {
  const file = join(directory, `${name}.json`);
  writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`);
  return {
    name,
    arn: `arn:aws:iam::${account}:policy/${name}`,
    file,
    statements: document.Statement.length,
    characters: policyCharacters(document),
  };
}

function createCommand({ name, file }: WrittenPolicy): string {
  return `aws iam create-policy --policy-name ${name} --policy-document ${fileUrl(file)}`;
}

function updateCommand({ arn, file }: WrittenPolicy): string {
  return `aws iam create-policy-version --policy-arn ${arn} --policy-document ${fileUrl(file)} --set-as-default`;
}

/** Quoted, since a path may have spaces. */
const fileUrl = (file: string): string => `'file://${file.replaceAll("'", `'\\''`)}'`;

/** Whoever trusts another account has to name policies: the CDK attaches AdministratorAccess to nobody then. */
function bootstrapCommand(
  policies: readonly WrittenPolicy[],
  { region, platformAccount }: Environment,
  account: string,
): string {
  const arns = policies.map(({ arn }) => arn).join(',');
  const trust =
    account === platformAccount ? '' : ` --trust ${platformAccount} --trust-for-lookup ${platformAccount}`;
  return `npx cdk bootstrap aws://${account}/${region} --cloudformation-execution-policies '${arns}'${trust}`;
}
