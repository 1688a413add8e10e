import { Stack, type StackProps } from 'aws-cdk-lib';
import { CfnDataLakeSettings, CfnTag } from 'aws-cdk-lib/aws-lakeformation';
import type { Construct } from 'constructs';
import { bootstrapRoleArn } from '../../core/naming/bootstrap-role.ts';
import { deployerArn, ZONES } from '../../core/naming/names.ts';
import { BOUNDARY_KINDS, DomainBoundary } from '../constructs/roles/domain-boundary.ts';
import { ReconcilerRole } from '../constructs/roles/reconciler-role.ts';
import { tagResources } from '../constructs/tags/mesh-tags.ts';
import { DomainScope } from '../domain-scope.ts';
import { domainsIn, type MeshScope } from '../mesh-scope.ts';

export type FoundationStackProps = StackProps & {
  readonly mesh: MeshScope;
  readonly account: string;
};

/** What an account needs once: Lake Formation's settings, its administrators, the tag vocabulary. */
export class FoundationStack extends Stack {
  constructor(scope: Construct, id: string, props: FoundationStackProps) {
    super(scope, id, props);
    const domains = domainsIn(props.mesh, props.account).map((domain) => new DomainScope(props.mesh, domain));
    const reconcilers = domains.map((domain) => this.#reconciler(domain));
    const settings = this.#settings(reconcilers.map(({ roleArn }) => roleArn));
    settings.node.addDependency(...reconcilers);
    if (domains.length > 0) {
      this.#tag(
        'domain',
        domains.map(({ domain }) => domain.name),
      ).addResourceDependency(settings);
      this.#tag('zone', ZONES).addResourceDependency(settings);
    }
  }

  /** What a domain has in its account before its own stack: its boundaries, and who may grant. */
  #reconciler(domain: DomainScope): ReconcilerRole {
    const { name } = domain.domain;
    const boundaries = BOUNDARY_KINDS.map(
      (kind) => new DomainBoundary(this, `Boundary-${kind}-${name}`, { domain, kind }),
    );
    const role = new ReconcilerRole(this, `Reconciler-${name}`, { domain });
    role.node.addDependency(...boundaries);
    for (const own of [...boundaries, role]) tagResources(own, domain.scope, { domain: domain.domain });
    return role;
  }

  /**
   * APPEND leaves administrators that others have set; empty defaults keep IAM_ALLOWED_PRINCIPALS out. The role by
   * which the bootstrap lets people look sees the catalog and who may read it, and no data.
   */
  #settings(reconcilers: readonly string[]): CfnDataLakeSettings {
    const deployer = deployerArn(this.account, this.region);
    const lookup = bootstrapRoleArn('lookup', { account: this.account, region: this.region });
    return new CfnDataLakeSettings(this, 'Settings', {
      mutationType: 'APPEND',
      admins: [deployer, ...reconcilers].map((arn) => ({ dataLakePrincipalIdentifier: arn })),
      readOnlyAdmins: [{ dataLakePrincipalIdentifier: lookup }],
      createDatabaseDefaultPermissions: [],
      createTableDefaultPermissions: [],
      parameters: { CROSS_ACCOUNT_VERSION: '4' },
    });
  }

  /** Lake Formation stores tags in lower case, so ours are. */
  #tag(key: string, values: readonly string[]): CfnTag {
    return new CfnTag(this, `Tag-${key}`, { tagKey: key, tagValues: [...values] });
  }
}
