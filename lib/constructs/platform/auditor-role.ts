import {
  AccountRootPrincipal,
  ManagedPolicy,
  PermissionsBoundary,
  PolicyDocument,
  PolicyStatement,
  Role,
} from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { domainName, RECORD_KINDS } from '../../../core/naming/names.ts';
import { type MeshScope, PLATFORM_DOMAIN } from '../../mesh-scope.ts';
import { acknowledge } from '../../validation/acknowledge.ts';
import { acknowledgeInlinePolicies } from '../roles/inline-policies.ts';
import type { AuditBucket } from './audit-bucket.ts';

export type AuditorRoleProps = {
  readonly mesh: MeshScope;
  readonly audit: AuditBucket;
  readonly encryptionKey: IKey;
};

/** Who reads the records of every domain, and neither writes them nor sees anybody's data. */
export class AuditorRole extends Role {
  constructor(scope: Construct, id: string, props: AuditorRoleProps) {
    const statements = readRecords(props);
    super(scope, id, {
      roleName: domainName(props.mesh.names, PLATFORM_DOMAIN, 'auditor'),
      description: 'Reads what the mesh records about runs, lineage and grants',
      assumedBy: new AccountRootPrincipal(),
      inlinePolicies: { read: new PolicyDocument({ statements }) },
    });
    acknowledgeInlinePolicies(this);
    for (const kind of RECORD_KINDS) {
      acknowledge(
        this,
        `AwsSolutions-IAM5[Resource::arn:aws:s3:::${props.audit.name}/${kind}/*]`,
        'records of all domains, those of domains to come among them: reading all is what an auditor is for',
      );
    }
    this.#applyBoundary(props);
  }

  /** The most that people of the platform can ever do, whatever policies the role is given later. */
  #applyBoundary(props: AuditorRoleProps): void {
    const managedPolicyName = domainName(props.mesh.names, PLATFORM_DOMAIN, 'people-boundary');
    const boundary = new ManagedPolicy(this, 'Boundary', {
      managedPolicyName,
      description: 'The most that people of the platform can do: read its records',
      document: new PolicyDocument({ statements: [...readRecords(props)] }),
    });
    for (const kind of RECORD_KINDS) {
      acknowledge(
        boundary,
        `AwsSolutions-IAM5[Resource::arn:aws:s3:::${props.audit.name}/${kind}/*]`,
        'a boundary allows nothing by itself: each role’s own policy is narrower, and has its own reason',
      );
    }
    PermissionsBoundary.of(this).apply(
      ManagedPolicy.fromManagedPolicyArn(
        this,
        'Boundary-people',
        `arn:aws:iam::${props.mesh.environment.platformAccount}:policy/${managedPolicyName}`,
      ),
    );
    this.node.defaultChild?.node.addDependency(boundary);
  }
}

function readRecords({ mesh, audit, encryptionKey }: AuditorRoleProps): PolicyStatement[] {
  const bucket = `arn:aws:s3:::${audit.name}`;
  return [
    new PolicyStatement({
      sid: 'FindRecords',
      actions: ['s3:GetBucketLocation', 's3:ListBucket'],
      resources: [bucket],
    }),
    new PolicyStatement({
      sid: 'ReadRecords',
      actions: ['s3:GetObject'],
      resources: RECORD_KINDS.map((kind) => `${bucket}/${kind}/*`),
    }),
    new PolicyStatement({
      sid: 'DecryptRecords',
      actions: ['kms:Decrypt'],
      resources: [encryptionKey.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `s3.${mesh.names.region}.amazonaws.com` } },
    }),
  ];
}
