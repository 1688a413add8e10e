import type { DeclaredLink } from '../core/access/grants/declaration.ts';
import {
  assetBucket,
  bucketName,
  type BucketPurpose,
  busArn,
  busName,
  type DeadLetterQueueName,
  domainName,
  functionArn,
  glueDatabase,
  glueTable,
  keysDatabase,
  type RecordKind,
  recordPrefix,
  registryName,
  roleArn,
  secretName,
  stateMachinePrefix,
  TOKEN_KEY_TABLE,
  ZONES,
} from '../core/naming/names.ts';
import { upstreamDomains } from '../core/spec/upstream-domains.ts';
import { holdsTokens } from '../core/spec/databases-of.ts';
import type { Domain, Mesh } from '../core/spec/mesh.ts';
import { accountOf, type MeshScope, PLATFORM_DOMAIN } from './mesh-scope.ts';

/** Roles that people assume in every domain; a domain may declare more. */
export const PEOPLE = ['engineer', 'analyst'] as const;

/** Roles of services that read or write with the domain's key. */
const KEY_USERS = [
  'pipeline',
  'publisher',
  'provisioner',
  'observer',
  'lakeformation',
  'starter',
  'schedule-measure-slo',
  'schedule-enforce-policies',
] as const;

/** A domain in one environment, with the names and ARNs that its policies spell out. */
export class DomainScope {
  readonly scope: MeshScope;
  readonly domain: Domain;
  readonly account: string;
  readonly region: string;

  constructor(scope: MeshScope, domain: Domain) {
    this.scope = scope;
    this.domain = domain;
    this.account = accountOf(scope, domain.name);
    this.region = scope.names.region;
  }

  /** `<mesh>-<env>-<domain>-<name>` */
  name(name: string): string {
    return domainName(this.scope.names, this.domain.name, name);
  }

  roleArn(role: string): string {
    return roleArn(this.scope.names, this.domain.name, this.account, role);
  }

  functionArn(name: string): string {
    return functionArn(this.scope.names, this.domain.name, this.account, name);
  }

  bucket(purpose: BucketPurpose | 'logs'): string {
    return bucketName(this.scope.names, this.domain.name, purpose, this.account);
  }

  bucketArn(purpose: BucketPurpose): string {
    return `arn:aws:s3:::${this.bucket(purpose)}`;
  }

  get auditBucket(): string {
    return bucketName(this.scope.names, PLATFORM_DOMAIN, 'audit', this.scope.environment.platformAccount);
  }

  /** Objects of this domain's records in the audit bucket. */
  recordsArn(kind: RecordKind): string {
    return `arn:aws:s3:::${this.auditBucket}/${recordPrefix(kind, this.account, this.domain.name)}*`;
  }

  /** Names of the roles that people assume; each has a workgroup of its name. */
  get people(): readonly string[] {
    return [...PEOPLE, ...this.domain.roles.map(({ name }) => name)];
  }

  /** Roles that read or write with the domain's key. */
  get keyUsers(): readonly string[] {
    return [...this.people, ...KEY_USERS].map((role) => this.roleArn(role));
  }

  get registry(): string {
    return registryName(this.scope.names, this.domain.name);
  }

  get registryArn(): string {
    return `arn:aws:dynamodb:${this.region}:${this.account}:table/${this.registry}`;
  }

  get bus(): string {
    return busName(this.scope.names, this.domain.name);
  }

  get busArn(): string {
    return busArn(this.scope.names, this.domain.name, this.account);
  }

  get meshBusArn(): string {
    return busArn(this.scope.names, PLATFORM_DOMAIN, this.scope.environment.platformAccount);
  }

  /** JSON assets (manifests, declared grants) of this account; Lambda code is `.zip`. */
  get manifestAssetsArn(): string {
    return `arn:aws:s3:::${assetBucket(this.account, this.region)}/*.json`;
  }

  get parametersArn(): string {
    const { mesh, environment } = this.scope.names;
    return `arn:aws:ssm:${this.region}:${this.account}:parameter/${mesh}/${environment}/${this.domain.name}/*`;
  }

  secret(name: string): string {
    return secretName(this.scope.names, this.domain.name, name);
  }

  /** All secrets of this domain and of no other. */
  get secretsArn(): string {
    return `arn:aws:secretsmanager:${this.region}:${this.account}:secret:${this.secret('*')}`;
  }

  workgroupArn(name: string): string {
    return `arn:aws:athena:${this.region}:${this.account}:workgroup/${this.name(name)}`;
  }

  /** Alarm, objective or rule of the default bus, `<mesh>-<env>-<domain>--<name>`: no name may contain `--`. */
  separatedName(name: string): string {
    return `${stateMachinePrefix(this.scope.names, this.domain.name)}${name}`;
  }

  get alarmTopicArn(): string {
    return `arn:aws:sns:${this.region}:${this.account}:${this.name('alarms')}`;
  }

  /** All alarms of this domain and of no other. */
  get alarmsArn(): string {
    return `arn:aws:cloudwatch:${this.region}:${this.account}:alarm:${this.separatedName('*')}`;
  }

  queueArn(queue: DeadLetterQueueName): string {
    return `arn:aws:sqs:${this.region}:${this.account}:${this.name(queue)}`;
  }

  /** All rules of this domain, on its own bus and on the default one, and of no other domain. */
  get rulesArns(): readonly string[] {
    const rules = `arn:aws:events:${this.region}:${this.account}:rule`;
    return [`${rules}/${this.bus}/*`, `${rules}/${this.separatedName('*')}`];
  }

  /** All state machines of this domain and of no other: no name may contain `--`. */
  stateMachinesArn(kind: 'stateMachine' | 'execution'): string {
    const prefix = stateMachinePrefix(this.scope.names, this.domain.name);
    return `arn:aws:states:${this.region}:${this.account}:${kind}:${prefix}*`;
  }

  /** One log group for the state machines of a domain. */
  get pipelineLogs(): string {
    return `/aws/vendedlogs/states/${this.name('pipeline')}`;
  }

  get pipelineLogsArn(): string {
    return `arn:aws:logs:${this.region}:${this.account}:log-group:${this.pipelineLogs}:*`;
  }

  /** Catalog, databases and tables of this domain's own zones. */
  ownCatalogArns(zones: readonly (typeof ZONES)[number][] = ZONES): readonly string[] {
    return this.#catalogArns(
      this.account,
      zones.map((zone) => glueDatabase(this.domain.name, zone)),
    );
  }

  /** Whether any of its products holds tokens, for which the domain has a key. */
  get hasTokenKey(): boolean {
    return this.domain.products.some(holdsTokens);
  }

  /** Catalog, database and table of the domain's key; none where no product holds tokens. */
  tokenKeyArns(): readonly string[] {
    if (!this.hasTokenKey) return [];
    const database = keysDatabase(this.domain.name);
    const base = `arn:aws:glue:${this.region}:${this.account}`;
    return [
      `${base}:catalog`,
      `${base}:database/${database}`,
      `${base}:table/${database}/${TOKEN_KEY_TABLE}`,
    ];
  }

  /** Catalogs of the producers that this domain reads, and the links to them in its own. */
  upstreamCatalogArns(): readonly string[] {
    const producers = upstreamDomains(this.scope.mesh, this.domain);
    const arns = producers.flatMap((producer) => {
      const database = glueDatabase(producer, 'products');
      const account = accountOf(this.scope, producer);
      return [...this.#catalogArns(account, [database]), ...this.#catalogArns(this.account, [database])];
    });
    return [...new Set(arns)];
  }

  /** Products databases of producers in other accounts, with the tables that this domain subscribes to. */
  linkedProducers(): readonly (DeclaredLink & { readonly domain: string })[] {
    return upstreamDomains(this.scope.mesh, this.domain)
      .map((producer) => ({
        domain: producer,
        catalogId: accountOf(this.scope, producer),
        database: glueDatabase(producer, 'products'),
        tables: subscribedTables(this.scope.mesh, producer, this.domain.name),
      }))
      .filter(({ catalogId }) => catalogId !== this.account);
  }

  #catalogArns(account: string, databases: readonly string[]): readonly string[] {
    const base = `arn:aws:glue:${this.region}:${account}`;
    return [
      `${base}:catalog`,
      ...databases.flatMap((database) => [`${base}:database/${database}`, `${base}:table/${database}/*`]),
    ];
  }
}

function subscribedTables(mesh: Mesh, producer: string, consumer: string): readonly string[] {
  const products = mesh.domains.find(({ name }) => name === producer)?.products ?? [];
  const tables = products.flatMap(({ major, subscriptions }) =>
    subscriptions.flatMap((one) => (one.consumer === consumer ? [glueTable(one.table, major)] : [])),
  );
  return [...new Set(tables)].toSorted();
}
