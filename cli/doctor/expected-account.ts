import { bootstrapRoleArn } from '../../core/naming/bootstrap-role.ts';
import { bucketName, type BucketPurpose, domainName, roleArn, stackName } from '../../core/naming/names.ts';
import { databasesOf } from '../../core/spec/databases-of.ts';
import type { Environment, Mesh } from '../../core/spec/mesh.ts';
import { accountIn } from '../mesh/environment.ts';

/** What an account holds when the mesh is deployed into it, as far as the doctor looks at it. */
export type ExpectedAccount = {
  readonly account: string;
  readonly region: string;
  readonly environment: string;
  readonly isSandbox: boolean;
  readonly platformAccount: string;
  readonly domains: readonly ExpectedDomain[];
  readonly executionRole: string;
  /** Administrators of Lake Formation that the stacks set. */
  readonly administrators: readonly string[];
};

export type ExpectedDomain = {
  readonly name: string;
  readonly namespaceStack: string;
  readonly databases: readonly string[];
  readonly buckets: readonly string[];
  /** Buckets that are registered with Lake Formation, and the role that they are registered with. */
  readonly locations: readonly string[];
  readonly registrationRole: string;
};

export function expectedAccount(mesh: Mesh, environment: Environment, account: string): ExpectedAccount {
  const { name, region, platformAccount, isSandbox } = environment;
  const names = { mesh: mesh.name, environment: name, region };
  const domains = mesh.domains
    .filter((domain) => accountIn(mesh, name, domain.name) === account)
    .map((domain): ExpectedDomain => {
      const bucket = (purpose: BucketPurpose | 'logs'): string =>
        bucketName(names, domain.name, purpose, account);
      return {
        name: domain.name,
        namespaceStack: stackName(names, domain.name, 'namespace'),
        databases: databasesOf(domain),
        buckets: [bucket('landing'), bucket('products'), bucket('results'), bucket('logs')],
        locations: [bucket('landing'), bucket('products')].map((one) => `arn:aws:s3:::${one}`),
        registrationRole: roleArn(names, domain.name, account, 'lakeformation'),
      };
    });
  const executionRole = bootstrapRoleArn('cfn-exec', { account, region });
  const reconcilers = domains.map(
    (domain) => `arn:aws:iam::${account}:role/${domainName(names, domain.name, 'reconciler')}`,
  );
  return {
    account,
    region,
    environment: name,
    isSandbox,
    platformAccount,
    domains,
    executionRole,
    administrators: [executionRole, ...reconcilers],
  };
}
