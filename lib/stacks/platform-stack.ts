import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { bucketName, roleArn, stackName } from '../../core/naming/names.ts';
import { AccessLogBucket } from '../constructs/bucket/access-log-bucket.ts';
import { MeshDashboard } from '../constructs/dashboards/mesh-dashboard.ts';
import { DomainKey } from '../constructs/key/domain-key.ts';
import { AuditBucket } from '../constructs/platform/audit-bucket.ts';
import { AuditorRole } from '../constructs/platform/auditor-role.ts';
import { MeshBus } from '../constructs/platform/mesh-bus.ts';
import { announceRemoval } from '../constructs/removal/announce-removal.ts';
import { type MeshScope, PLATFORM_DOMAIN } from '../mesh-scope.ts';

export type PlatformStackProps = StackProps & { readonly mesh: MeshScope };

/** What the mesh has once: the bus that hears every domain, and the bucket of records. */
export class PlatformStack extends Stack {
  constructor(scope: Construct, id: string, props: PlatformStackProps) {
    super(scope, id, props);
    const { mesh } = props;
    const { names, removalPolicy } = mesh;
    new MeshBus(this, 'Bus', { mesh });
    const encryptionKey = new DomainKey(this, 'Key', {
      alias: stackName(names, PLATFORM_DOMAIN),
      users: [roleArn(names, PLATFORM_DOMAIN, this.account, 'auditor')],
      removalPolicy,
    });
    const accessLogs = new AccessLogBucket(this, 'Logs', {
      bucketName: bucketName(names, PLATFORM_DOMAIN, 'logs', this.account),
      removalPolicy,
    });
    const audit = new AuditBucket(this, 'Audit', { mesh, encryptionKey, accessLogs });
    new AuditorRole(this, 'Role-auditor', { mesh, audit, encryptionKey });
    new MeshDashboard(this, 'Dashboard', { mesh });
    announceRemoval(this, mesh);
  }
}
