/** What every physical name starts from. */
export type NameScope = {
  readonly mesh: string;
  readonly environment: string;
  readonly region: string;
};

/** Zones of a domain's data: a bucket and a Glue database each. */
export const ZONES = ['landing', 'staging', 'products'] as const;
export type Zone = (typeof ZONES)[number];

export const BUCKET_PURPOSES = ['landing', 'products', 'results'] as const;
export type BucketPurpose = (typeof BUCKET_PURPOSES)[number];

const underscored = (name: string): string => name.replaceAll('-', '_');

/** Glue database of a domain's zone: `<domain>` for products, `<domain>_staging`, `<domain>_landing`. */
export function glueDatabase(domain: string, zone: Zone): string {
  return zone === 'products' ? underscored(domain) : `${underscored(domain)}_${zone}`;
}

/** Glue database of the key that a domain's tokens are made with; nobody but its pipeline is granted anything in it. */
export const keysDatabase = (domain: string): string => `${underscored(domain)}_keys`;

/** The one table of `keysDatabase`. */
export const TOKEN_KEY_TABLE = 'token_key';

/** Place of the key in the products bucket: no product has a dot in its name. */
export const TOKEN_KEY_PREFIX = 'token.key/';

/** The key's one object. */
export const TOKEN_KEY_OBJECT = `${TOKEN_KEY_PREFIX}key.json`;

/** Glue table of a product table at a major version: `flights_v1`. */
export function glueTable(table: string, major: number): string {
  return `${table}_v${major}`;
}

/** Glue table over landed files, in the landing database: `flights_v1__raw_flights`. */
export function sourceTable(product: string, major: number, source: string): string {
  return `${underscored(product)}_v${major}__${source}`;
}

/** Glue table over the files that one step of one run wrote, in the staging database. */
export function stagingTable(product: string, major: number, step: string, run: string): string {
  return `${underscored(product)}_v${major}__${step}__${run}`;
}

export function stackName(scope: NameScope, ...parts: readonly string[]): string {
  return [scope.mesh, scope.environment, ...parts].join('-');
}

export function bucketName(
  scope: NameScope,
  domain: string,
  purpose: BucketPurpose | 'audit' | 'logs',
  account: string,
): string {
  return [scope.mesh, scope.environment, domain, purpose, account, scope.region].join('-');
}

/** Role, workgroup, function or topic of a domain: `<mesh>-<env>-<domain>-<name>`. */
export function domainName(scope: NameScope, domain: string, name: string): string {
  return [scope.mesh, scope.environment, domain, name].join('-');
}

export function roleArn(scope: NameScope, domain: string, account: string, name: string): string {
  return `arn:aws:iam::${account}:role/${domainName(scope, domain, name)}`;
}

/** What the ARN of every role of the mesh's domains in an account begins with. */
export function meshRolesPrefix(scope: NameScope, account: string): string {
  return `arn:aws:iam::${account}:role/${scope.mesh}-${scope.environment}-`;
}

export function functionArn(scope: NameScope, domain: string, account: string, name: string): string {
  return `arn:aws:lambda:${scope.region}:${account}:function:${domainName(scope, domain, name)}`;
}

export function busName(scope: NameScope, domain: string): string {
  return domainName(scope, domain, 'bus');
}

export function busArn(scope: NameScope, domain: string, account: string): string {
  return `arn:aws:events:${scope.region}:${account}:event-bus/${busName(scope, domain)}`;
}

export function registryName(scope: NameScope, domain: string): string {
  return domainName(scope, domain, 'registry');
}

export function stateMachineName(scope: NameScope, domain: string, product: string, major: number): string {
  return `${stateMachinePrefix(scope, domain)}${product}-v${major}`;
}

/** No name may contain `--`, so a policy that ends a glob here reaches no other domain's machines. */
export function stateMachinePrefix(scope: NameScope, domain: string): string {
  return `${domainName(scope, domain, '')}-`;
}

export function stateMachineArn(
  scope: NameScope,
  account: string,
  product: { readonly domain: string; readonly name: string; readonly major: number },
): string {
  const name = stateMachineName(scope, product.domain, product.name, product.major);
  return `arn:aws:states:${scope.region}:${account}:stateMachine:${name}`;
}

/** Queues of a domain that hold what came to nothing. */
export const DEAD_LETTER_QUEUES = ['undelivered', 'failed'] as const;
export type DeadLetterQueueName = (typeof DEAD_LETTER_QUEUES)[number];

/** Kinds of records in the platform's audit bucket. */
export const RECORD_KINDS = ['ledger', 'lineage', 'findings'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/**
 * Where a domain's records of a kind are, in the platform's audit bucket. The account comes first: S3 compares it
 * with the writer's own, so that no account can write into the records of another.
 */
export function recordPrefix(kind: RecordKind, account: string, domain: string): string {
  return `${kind}/${account}/${domain}/`;
}

/** SSM parameter that says what the product is, and where its manifest is. */
export function productParameter(scope: NameScope, domain: string, product: string, major: number): string {
  return `/${scope.mesh}/${scope.environment}/${domain}/${product}/v${major}`;
}

/** `<mesh>/<env>/<domain>/<name>`: a pattern that ends behind the domain's slash reaches no other domain's secrets. */
export function secretName(scope: NameScope, domain: string, name: string): string {
  return [scope.mesh, scope.environment, domain, name].join('/');
}

/** Bucket of the CDK bootstrap that holds an account's published assets (default qualifier). */
export function assetBucket(account: string, region: string): string {
  return `cdk-hnb659fds-assets-${account}-${region}`;
}

/** The role as which CloudFormation acts in a bootstrapped account (default qualifier). */
export function deployerArn(account: string, region: string): string {
  return `arn:aws:iam::${account}:role/cdk-hnb659fds-cfn-exec-role-${account}-${region}`;
}

/** SSM parameter that says where the declared grants of a product, or of a domain's namespace, are. */
export function grantsParameter(scope: NameScope, domain: string, owner: string): string {
  return `/${scope.mesh}/${scope.environment}/${domain}/${owner}/grants`;
}

export const METRIC_NAMESPACE = 'Freehold/Product';

/** Parameter of a Glue table: which snapshot it shows. A consumer needs no right to read metadata to know it. */
export const SNAPSHOT_PARAMETER = 'freehold.snapshot_id';

/** Metrics of who may read, beside those of products. */
export const ACCESS_METRIC_NAMESPACE = 'Freehold/Access';

/** Grants of a domain that are past their last day, as its sweep leaves them. */
export const OVERDUE_GRANTS = 'OverdueGrants';

export function grantsDimensions(of: {
  readonly mesh: string;
  readonly environment: string;
  readonly domain: string;
}) {
  return { Mesh: of.mesh, Environment: of.environment, Domain: of.domain } as const;
}
