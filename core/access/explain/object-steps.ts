import type { WorldRole } from '../world/world.ts';
import { askAsRole, type Attempt } from './ask-iam.ts';
import type { KnownWorld } from './known-world.ts';
import type { PathStep, StepPurpose } from './path-step.ts';

export const OBJECT_ACTIONS = ['PutObject', 'GetObject'] as const;
type ObjectAction = (typeof OBJECT_ACTIONS)[number];

type Tried = { readonly location: string; readonly action: ObjectAction; readonly purpose: StepPurpose };

/** What it takes to read or write the objects below a location: S3, and the key that encrypts them. */
export function objectSteps(
  known: KnownWorld,
  role: WorldRole,
  { location, action, purpose }: Tried,
): readonly PathStep[] {
  const bucketArn = location.split('/')[0] ?? location;
  const bucket = known.resourceOf(bucketArn);
  if (bucket?.kind !== 'bucket') return [{ kind: 'absent', what: 'bucket', where: bucketArn }];
  const { account: resourceAccount, policy, keyArn } = bucket;
  const object: Attempt = {
    action: `s3:${action}`,
    resource: everyObject(bucketArn, location),
    resourceAccount,
    policy,
    context: {
      's3:ResourceAccount': resourceAccount,
      ...(action === 'PutObject' && keyArn !== undefined && encryptionHeaders(keyArn)),
    },
  };
  const key = keyArn === undefined ? [] : [keyAttempt(known, { bucketArn, keyArn, action })];
  return [object, ...key].map((attempt) => ({ kind: 'iam', purpose, ...askAsRole(role, attempt) }));
}

/** Any object below the prefix: a policy that leaves some out does not allow. */
function everyObject(bucketArn: string, location: string): string {
  const prefix = location.slice(bucketArn.length + 1);
  return `${bucketArn}/${prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`}*`;
}

/** As a workgroup with enforced settings writes. */
const encryptionHeaders = (keyArn: string) => ({
  's3:x-amz-server-side-encryption': 'aws:kms',
  's3:x-amz-server-side-encryption-aws-kms-key-id': keyArn,
});

/** What S3 asks of KMS in the name of its caller. */
function keyAttempt(
  known: KnownWorld,
  of: { readonly bucketArn: string; readonly keyArn: string; readonly action: ObjectAction },
): Attempt {
  const { bucketArn, keyArn, action } = of;
  const key = known.resourceOf(keyArn);
  const [, , , region = '', account = ''] = keyArn.split(':');
  return {
    action: action === 'GetObject' ? 'kms:Decrypt' : 'kms:GenerateDataKey',
    resource: keyArn,
    resourceAccount: key?.account ?? account,
    policy: key?.policy,
    mustAllowByResource: true,
    context: {
      'kms:ViaService': `s3.${region}.amazonaws.com`,
      'kms:EncryptionContext:aws:s3:arn': bucketArn,
      'kms:EncryptionContextKeys': ['aws:s3:arn'],
      'kms:ResourceAliases': key?.kind === 'key' ? key.aliases : [],
    },
  };
}
