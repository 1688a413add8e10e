import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { bucketName, type RecordKind, recordPrefix } from '../../../core/naming/names.ts';
import { type MeshScope, PLATFORM_DOMAIN } from '../../mesh-scope.ts';
import type { AccessLogBucket } from '../bucket/access-log-bucket.ts';
import { DataBucket } from '../bucket/data-bucket.ts';
import { membersOf, onlyAsRole } from './members.ts';

export type AuditBucketProps = {
  readonly mesh: MeshScope;
  readonly encryptionKey: IKey;
  readonly accessLogs: AccessLogBucket;
};

/** Which role of a domain writes which records. */
const WRITERS = [
  ['ledger', 'publisher'],
  ['lineage', 'publisher'],
  ['findings', 'reconciler'],
] as const satisfies readonly (readonly [RecordKind, string])[];

/**
 * The records of all domains. A domain adds to its own and does nothing else: their path begins with the account
 * that S3 sees the writer come from, so that no other account writes there, whatever it calls its roles.
 */
export class AuditBucket extends DataBucket {
  /** As policies spell it. */
  readonly name: string;

  constructor(scope: Construct, id: string, { mesh, encryptionKey, accessLogs }: AuditBucketProps) {
    const name = bucketName(mesh.names, PLATFORM_DOMAIN, 'audit', mesh.environment.platformAccount);
    super(scope, id, { bucketName: name, encryptionKey, accessLogs, removalPolicy: mesh.removalPolicy });
    this.name = name;
    for (const [kind, role] of WRITERS) this.addToResourcePolicy(addOwn(mesh, kind, { role, bucket: name }));
    encryptionKey.addToResourcePolicy(encryptRecords(mesh, name));
  }
}

function addOwn(
  mesh: MeshScope,
  kind: RecordKind,
  at: { readonly role: string; readonly bucket: string },
): PolicyStatement {
  const { principals, equals } = membersOf(mesh);
  const own = recordPrefix(kind, '${aws:PrincipalAccount}', '${aws:PrincipalTag/domain}');
  return new PolicyStatement({
    sid: `Add${kind}`,
    principals: [...principals],
    actions: ['s3:PutObject'],
    resources: [`arn:aws:s3:::${at.bucket}/${own}*`],
    conditions: {
      ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
      ...onlyAsRole(mesh, at.role),
    },
  });
}

/** S3 has a data key made for who writes. Nobody decrypts by this, and it holds for this bucket only. */
function encryptRecords(mesh: MeshScope, bucket: string): PolicyStatement {
  const { principals, equals } = membersOf(mesh);
  return new PolicyStatement({
    sid: 'EncryptRecords',
    principals: [...principals],
    actions: ['kms:GenerateDataKey'],
    resources: ['*'],
    conditions: {
      StringEquals: {
        'kms:ViaService': `s3.${mesh.names.region}.amazonaws.com`,
        'kms:EncryptionContext:aws:s3:arn': `arn:aws:s3:::${bucket}`,
        ...equals,
      },
      ...onlyAsRole(mesh, ...new Set(WRITERS.map(([, role]) => role))),
    },
  });
}
