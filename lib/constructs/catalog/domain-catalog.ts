import { ServicePrincipal, PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { CfnDatabase } from 'aws-cdk-lib/aws-glue';
import { CfnResource as CfnRegistration, CfnTagAssociation } from 'aws-cdk-lib/aws-lakeformation';
import { Construct } from 'constructs';
import { glueDatabase, type Zone, ZONES } from '../../../core/naming/names.ts';
import type { DomainScope } from '../../domain-scope.ts';
import { acknowledge } from '../../validation/acknowledge.ts';
import { acknowledgeInlinePolicies } from '../roles/inline-policies.ts';

export type DomainCatalogProps = { readonly domain: DomainScope; readonly keyArn: string };

/** Buckets that Lake Formation vends; results are read with the reader's own rights. */
const REGISTERED = ['landing', 'products'] as const;

/**
 * Databases of the zones, their tags, the buckets' registration. Links to the databases of producers in other
 * accounts come and go with what is shared, so that they are declared with the grants.
 */
export class DomainCatalog extends Construct {
  readonly registrations: readonly CfnRegistration[];

  constructor(scope: Construct, id: string, props: DomainCatalogProps) {
    super(scope, id);
    const { domain } = props;
    const reader = this.#vendingRole(domain, props.keyArn);
    this.registrations = REGISTERED.map(
      (purpose) =>
        new CfnRegistration(this, `Register-${purpose}`, {
          resourceArn: domain.bucketArn(purpose),
          roleArn: reader.roleArn,
          useServiceLinkedRole: false,
          hybridAccessEnabled: false,
        }),
    );
    for (const zone of ZONES) this.#database(domain, zone);
  }

  /** Lake Formation reads registered buckets as this role, for whomever it has granted. */
  #vendingRole(domain: DomainScope, keyArn: string): Role {
    const buckets = REGISTERED.map((purpose) => domain.bucketArn(purpose));
    const role = new Role(this, 'VendingRole', {
      roleName: domain.name('lakeformation'),
      description: `Lake Formation reads the data of ${domain.domain.name} as this role`,
      assumedBy: new ServicePrincipal('lakeformation.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': domain.account },
          ArnLike: { 'aws:SourceArn': `arn:aws:lakeformation:${domain.region}:${domain.account}:*` },
        },
      }),
      inlinePolicies: {
        read: new PolicyDocument({
          statements: [
            new PolicyStatement({ actions: ['s3:ListBucket'], resources: buckets }),
            new PolicyStatement({
              actions: ['s3:GetObject'],
              resources: buckets.map((arn) => `${arn}/*`),
            }),
            new PolicyStatement({
              actions: ['kms:Decrypt'],
              resources: [keyArn],
              conditions: { StringEquals: { 'kms:ViaService': `s3.${domain.region}.amazonaws.com` } },
            }),
          ],
        }),
      },
    });
    acknowledgeInlinePolicies(role);
    for (const arn of buckets) {
      acknowledge(
        role,
        `AwsSolutions-IAM5[Resource::${arn}/*]`,
        'Lake Formation narrows each vended session to the prefix of one table',
      );
    }
    return role;
  }

  #database(domain: DomainScope, zone: Zone): void {
    const name = glueDatabase(domain.domain.name, zone);
    const database = new CfnDatabase(this, `Database-${zone}`, {
      catalogId: domain.account,
      databaseName: name,
      databaseInput: {
        name,
        description: `${domain.domain.title}: ${zone}`,
        createTableDefaultPermissions: [],
        locationUri: `s3://${domain.bucket(zone === 'landing' ? 'landing' : 'products')}/`,
      },
    });
    // A database takes its tables with it: what an append has added run by run could not be made again.
    if (zone === 'products') database.applyRemovalPolicy(domain.scope.removalPolicy);
    const tags = new CfnTagAssociation(this, `Tags-${zone}`, {
      resource: { database: { catalogId: domain.account, name } },
      lfTags: Object.entries({ domain: domain.domain.name, zone }).map(([tagKey, value]) => ({
        catalogId: domain.account,
        tagKey,
        tagValues: [value],
      })),
    });
    tags.addResourceDependency(database);
    for (const registration of this.registrations) database.addResourceDependency(registration);
  }
}
