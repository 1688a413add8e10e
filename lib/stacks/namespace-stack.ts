import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { type IRole, Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { Construct, IDependable } from 'constructs';
import type { BucketPurpose } from '../../core/naming/names.ts';
import { databasesOf } from '../../core/spec/databases-of.ts';
import { DomainAlarms } from '../constructs/alarms/domain-alarms.ts';
import { AccessLogBucket } from '../constructs/bucket/access-log-bucket.ts';
import { DataBucket } from '../constructs/bucket/data-bucket.ts';
import { DomainCatalog } from '../constructs/catalog/domain-catalog.ts';
import { TokenKey } from '../constructs/catalog/token-key.ts';
import { DomainDashboard } from '../constructs/dashboards/domain-dashboard.ts';
import { DomainBus } from '../constructs/events/domain-bus.ts';
import { FunctionSchedule } from '../constructs/events/function-schedule.ts';
import type { Bundles } from '../constructs/functions/bundles.ts';
import { DomainFunction } from '../constructs/functions/domain-function.ts';
import {
  ASYNCHRONOUS_FUNCTIONS,
  FUNCTIONS,
  type FunctionName,
} from '../constructs/functions/function-names.ts';
import { DeclaredGrants } from '../constructs/grants/declared-grants.ts';
import { namespaceGrants } from '../constructs/grants/namespace-grants.ts';
import { DomainKey } from '../constructs/key/domain-key.ts';
import { Registry } from '../constructs/registry/registry.ts';
import { announceRemoval } from '../constructs/removal/announce-removal.ts';
import { applyBoundary } from '../constructs/roles/domain-boundary.ts';
import { ObserverRole } from '../constructs/roles/observer-role.ts';
import { PeopleRole } from '../constructs/roles/people-role.ts';
import { PipelineRole } from '../constructs/roles/pipeline-role.ts';
import { ProvisionerRole } from '../constructs/roles/provisioner-role.ts';
import { PublisherRole } from '../constructs/roles/publisher-role.ts';
import { DomainSecret } from '../constructs/secrets/domain-secret.ts';
import { Workgroup } from '../constructs/workgroup/workgroup.ts';
import type { DomainScope } from '../domain-scope.ts';

export type NamespaceStackProps = StackProps & {
  readonly domain: DomainScope;
  readonly bundles: Bundles;
};

const RESULTS_DAYS = 7;
const GIBIBYTE = 1024 ** 3;
const PEOPLE_SCAN_BYTES_MAX = 100 * GIBIBYTE;
const PIPELINE_SCAN_BYTES_MAX = 1024 * GIBIBYTE;

/** Roles that people assume in every domain; a domain may declare more. */
const PEOPLE = { engineer: 'Builds the products', analyst: 'Queries the products' } as const;

/** Functions whose work is more than a minute or half a gigabyte. */
const SIZES: Partial<
  Record<FunctionName, { readonly timeoutSeconds: number; readonly memoryMegabytes: number }>
> = {
  'audit-gate': { timeoutSeconds: 600, memoryMegabytes: 512 },
  'publish-snapshot': { timeoutSeconds: 600, memoryMegabytes: 1024 },
  'provision-table': { timeoutSeconds: 300, memoryMegabytes: 512 },
  'reconcile-grants': { timeoutSeconds: 600, memoryMegabytes: 512 },
  'enforce-policies': { timeoutSeconds: 600, memoryMegabytes: 512 },
};

/** Everything that a domain has once: key, buckets, catalog, roles, workgroups, functions, bus, registry. */
export class NamespaceStack extends Stack {
  readonly #domain: DomainScope;

  constructor(scope: Construct, id: string, props: NamespaceStackProps) {
    super(scope, id, props);
    this.#domain = props.domain;
    const { removalPolicy } = props.domain.scope;
    applyBoundary(this, props.domain, 'pipeline');
    const key = new DomainKey(this, 'Key', {
      alias: props.domain.name('data'),
      users: props.domain.keyUsers,
      removalPolicy,
    });
    const buckets = this.#addBuckets(key);
    const catalog = new DomainCatalog(this, 'Catalog', { domain: props.domain, keyArn: key.keyArn });
    catalog.node.addDependency(...buckets);
    this.#addPeople(key, this.#addSecrets(key));
    const alarms = new DomainAlarms(this, 'Alarms', { domain: props.domain, encryptionKey: key });
    const functions = this.#addFunctions(key, props.bundles, alarms.failed.queueArn);
    this.#addTokenKey([catalog, ...functions, ...this.#roles()]);
    new Registry(this, 'Registry', {
      tableName: props.domain.registry,
      encryptionKey: key,
      removalPolicy,
    });
    const bus = new DomainBus(this, 'Events', { domain: props.domain, keyArn: key.keyArn });
    bus.node.addDependency(alarms);
    new CfnScheduleGroup(this, 'Schedules', { name: props.domain.name('schedules') });
    this.#addSchedules(key.keyArn, alarms);
    new DomainDashboard(this, 'Dashboard', { domain: props.domain });
    new DeclaredGrants(this, 'Grants', {
      domain: props.domain,
      owner: 'namespace',
      governs: {
        kind: 'domain',
        catalogId: props.domain.account,
        domain: props.domain.domain.name,
        databases: databasesOf(props.domain.domain),
        locations: [props.domain.bucketArn('landing'), props.domain.bucketArn('products')],
      },
      grants: namespaceGrants(props.domain),
      links: props.domain
        .linkedProducers()
        .map(({ database, catalogId, tables }) => ({ database, catalogId, tables })),
    }).node.addDependency(catalog, bus, ...functions, ...this.#roles());
    announceRemoval(this, props.domain.scope);
  }

  #addTokenKey(after: readonly IDependable[]): void {
    if (!this.#domain.hasTokenKey) return;
    new TokenKey(this, 'TokenKey', { domain: this.#domain }).node.addDependency(...after);
  }

  #addBuckets(encryptionKey: IKey): readonly DataBucket[] {
    const { removalPolicy } = this.#domain.scope;
    const bucketName = (purpose: BucketPurpose | 'logs'): string => this.#domain.bucket(purpose);
    const accessLogs = new AccessLogBucket(this, 'Logs', { bucketName: bucketName('logs'), removalPolicy });
    const shared = { encryptionKey, accessLogs, removalPolicy };
    return [
      new DataBucket(this, 'Landing', { ...shared, bucketName: bucketName('landing'), emitsEvents: true }),
      new DataBucket(this, 'Products', { ...shared, bucketName: bucketName('products') }),
      new DataBucket(this, 'Results', {
        ...shared,
        bucketName: bucketName('results'),
        expireAfterDays: RESULTS_DAYS,
      }),
    ];
  }

  #addSecrets(key: IKey): readonly DomainSecret[] {
    const domain = this.#domain;
    const { removalPolicy } = domain.scope;
    const shared = { domain, keyArn: key.keyArn, removalPolicy };
    return domain.domain.secrets.map(
      (secret) => new DomainSecret(this, `Secret-${secret.name}`, { ...shared, secret }),
    );
  }

  #addPeople(key: IKey, secrets: readonly DomainSecret[]): void {
    const domain = this.#domain;
    const own = Object.fromEntries(domain.domain.roles.map(({ name, title }) => [name, title]));
    for (const [role, description] of Object.entries({ ...PEOPLE, ...own })) {
      new PeopleRole(this, `Role-${role}`, {
        domain,
        role,
        description,
        keyArn: key.keyArn,
        secrets,
        bringsData: role === 'engineer',
      });
      this.#addWorkgroup(role, key, PEOPLE_SCAN_BYTES_MAX);
    }
    new LogGroup(this, 'PipelineLogs', {
      logGroupName: domain.pipelineLogs,
      retention: RetentionDays.THREE_MONTHS,
      encryptionKey: key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new PipelineRole(this, 'Role-pipeline', { domain, keyArn: key.keyArn, secrets });
    this.#addWorkgroup('pipeline', key, PIPELINE_SCAN_BYTES_MAX);
  }

  #addWorkgroup(name: string, key: IKey, scanBytesMax: number): void {
    new Workgroup(this, `Workgroup-${name}`, {
      domain: this.#domain,
      name,
      keyArn: key.keyArn,
      scanBytesMax,
    });
  }

  #addFunctions(key: IKey, bundles: Bundles, failureQueueArn: string): readonly DomainFunction[] {
    const domain = this.#domain;
    const keyArn = key.keyArn;
    const publisher = new PublisherRole(this, 'Role-publisher', { domain, keyArn });
    const provisioner = new ProvisionerRole(this, 'Role-provisioner', { domain, keyArn });
    const observer = new ObserverRole(this, 'Role-observer', { domain, keyArn });
    const reconciler = Role.fromRoleArn(this, 'Role-reconciler', domain.roleArn('reconciler'), {
      mutable: false,
    });
    const roles: Record<FunctionName, IRole> = {
      'resolve-run': publisher,
      'audit-gate': publisher,
      'publish-snapshot': publisher,
      'record-failure': publisher,
      'provision-table': provisioner,
      'reconcile-grants': reconciler,
      'enforce-policies': reconciler,
      'measure-slo': observer,
    };
    return FUNCTIONS.map(
      (name) =>
        new DomainFunction(this, `Function-${name}`, {
          domain,
          name,
          bundles,
          role: roles[name],
          encryptionKey: key,
          ...(isAsynchronous(name) && { failureQueueArn }),
          ...SIZES[name],
        }),
    );
  }

  #addSchedules(keyArn: string, alarms: DomainAlarms): void {
    const domain = this.#domain;
    // Access ends with a day, in UTC: the first sweep of a day comes a minute later.
    const every = { 'measure-slo': 'rate(5 minutes)', 'enforce-policies': 'cron(1/30 * * * ? *)' } as const;
    const ids = { 'measure-slo': 'MeasureSlo', 'enforce-policies': 'EnforcePolicies' } as const;
    for (const functionName of ['measure-slo', 'enforce-policies'] as const) {
      new FunctionSchedule(this, ids[functionName], {
        domain,
        functionName,
        keyArn,
        expression: every[functionName],
      }).node.addDependency(alarms);
    }
  }

  #roles(): readonly Construct[] {
    return this.node.children.filter((child) => child instanceof Role) as readonly Role[];
  }
}

const isAsynchronous = (name: FunctionName): boolean =>
  ASYNCHRONOUS_FUNCTIONS.some((asynchronous) => asynchronous === name);
