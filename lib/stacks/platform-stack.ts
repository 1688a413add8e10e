import { Stack, type StackProps } from 'aws-cdk-lib';
import { CfnArchive, CfnEventBus, CfnEventBusPolicy } from 'aws-cdk-lib/aws-events';
import { AccountPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { bucketName, busArn, busName, stackName } from '../../core/naming/names.ts';
import { DataBucket } from '../constructs/bucket/data-bucket.ts';
import { MeshDashboard } from '../constructs/dashboards/mesh-dashboard.ts';
import { DomainKey } from '../constructs/key/domain-key.ts';
import { accountOf, domainRoleArn, type MeshScope, PLATFORM_DOMAIN } from '../mesh-scope.ts';

export type PlatformStackProps = StackProps & { readonly mesh: MeshScope };

const ARCHIVE_DAYS = 90;

/** What the mesh has once: the bus that hears every domain, and the bucket of records. */
export class PlatformStack extends Stack {
  readonly #mesh: MeshScope;

  constructor(scope: Construct, id: string, props: PlatformStackProps) {
    super(scope, id, props);
    this.#mesh = props.mesh;
    this.#addBus();
    this.#addAuditBucket();
    new MeshDashboard(this, 'Dashboard', { mesh: props.mesh });
  }

  #addBus(): void {
    const { names } = this.#mesh;
    const bus = new CfnEventBus(this, 'Bus', {
      name: busName(names, PLATFORM_DOMAIN),
      description: `What happens in the mesh ${names.mesh}`,
    });
    const arn = busArn(names, PLATFORM_DOMAIN, this.account);
    new CfnArchive(this, 'Archive', {
      archiveName: stackName(names, 'archive').slice(0, 48),
      sourceArn: arn,
      retentionDays: ARCHIVE_DAYS,
    }).addResourceDependency(bus);
    for (const account of this.#domainAccounts()) {
      new CfnEventBusPolicy(this, `Hear-${account}`, {
        eventBusName: busName(names, PLATFORM_DOMAIN),
        statementId: `hear-${account}`,
        statement: {
          Sid: `hear-${account}`,
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${account}:root` },
          Action: 'events:PutEvents',
          Resource: arn,
          Condition: { StringEquals: { 'events:source': 'freehold' } },
        },
      }).addResourceDependency(bus);
    }
  }

  /** Domains only add records below their own prefixes; nobody but the platform reads or removes them. */
  #addAuditBucket(): void {
    const { names } = this.#mesh;
    const key = new DomainKey(this, 'Key', { alias: stackName(names, PLATFORM_DOMAIN) });
    const bucket = new DataBucket(this, 'Audit', {
      bucketName: bucketName(names, PLATFORM_DOMAIN, 'audit', this.account),
      encryptionKey: key,
    });
    for (const { name } of this.#mesh.mesh.domains) {
      bucket.addToResourcePolicy(
        this.#put(
          name,
          'publisher',
          [`ledger/${name}/*`, `lineage/${name}/*`].map((at) => bucket.arnForObjects(at)),
        ),
      );
      bucket.addToResourcePolicy(this.#put(name, 'reconciler', [bucket.arnForObjects(`findings/${name}/*`)]));
      key.addToResourcePolicy(this.#useKey(name));
    }
  }

  #put(domain: string, role: string, resources: readonly string[]): PolicyStatement {
    return new PolicyStatement({
      principals: [this.#accountOf(domain)],
      actions: ['s3:PutObject'],
      resources: [...resources],
      conditions: { ArnEquals: { 'aws:PrincipalArn': domainRoleArn(this.#mesh, domain, role) } },
    });
  }

  #useKey(domain: string): PolicyStatement {
    const writers = ['publisher', 'reconciler'].map((role) => domainRoleArn(this.#mesh, domain, role));
    return new PolicyStatement({
      principals: [this.#accountOf(domain)],
      actions: ['kms:GenerateDataKey'],
      resources: ['*'],
      conditions: {
        ArnEquals: { 'aws:PrincipalArn': writers },
        StringEquals: { 'kms:ViaService': `s3.${this.region}.amazonaws.com` },
      },
    });
  }

  /** A role that is named as principal must exist already; its account with a condition need not. */
  #accountOf(domain: string): AccountPrincipal {
    return new AccountPrincipal(accountOf(this.#mesh, domain));
  }

  #domainAccounts(): readonly string[] {
    const accounts = this.#mesh.mesh.domains.map(({ name }) => accountOf(this.#mesh, name));
    return [...new Set(accounts)].filter((account) => account !== this.account).toSorted();
  }
}
