import { isRecord } from './intrinsic.ts';
import type { Template } from './template.ts';

/** A key of a template, and a bucket that the template encrypts with it. */
export type EncryptingKey = { readonly logicalId: string; readonly bucket: string };

/** For each key of a template a bucket by which a key that was left behind can be found: keys have no names. */
export function encryptingKeys({ Resources }: Template): readonly EncryptingKey[] {
  const keys = new Map<string, string>();
  for (const { Type, Properties = {} } of Object.values(Resources)) {
    const bucket = Properties['BucketName'];
    const logicalId = keyOf(Properties['BucketEncryption']);
    if (Type !== 'AWS::S3::Bucket' || typeof bucket !== 'string' || logicalId === undefined) continue;
    if (Resources[logicalId]?.Type === 'AWS::KMS::Key') keys.set(logicalId, bucket);
  }
  return [...keys].map(([logicalId, bucket]) => ({ logicalId, bucket }));
}

/** `Fn::GetAtt: [<key>, Arn]` in a bucket's default encryption. */
function keyOf(encryption: unknown): string | undefined {
  const rules = isRecord(encryption) ? encryption['ServerSideEncryptionConfiguration'] : undefined;
  const [rule]: readonly unknown[] = Array.isArray(rules) ? rules : [];
  const settings = isRecord(rule) ? rule['ServerSideEncryptionByDefault'] : undefined;
  const key = isRecord(settings) ? settings['KMSMasterKeyID'] : undefined;
  const attribute = isRecord(key) ? key['Fn::GetAtt'] : undefined;
  const [logicalId]: readonly unknown[] = Array.isArray(attribute) ? attribute : [];
  return typeof logicalId === 'string' ? logicalId : undefined;
}
