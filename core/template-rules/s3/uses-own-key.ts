import { mustBe, offence, property } from '../property.ts';
import type { TemplateRule } from '../template-rule.ts';
import { isOwnKey, OWN_KEY } from '../own-key.ts';

const DEFAULTS = 'BucketEncryption.ServerSideEncryptionConfiguration.0';
const KEY = `${DEFAULTS}.ServerSideEncryptionByDefault.KMSMasterKeyID`;

export const usesOwnKey: TemplateRule = {
  id: 'S3-2',
  statement: 'A bucket encrypts with the customer key of its own domain, through a bucket key',
  fix: 'set `encryption: BucketEncryption.KMS`, the key of the same stack and `bucketKeyEnabled`',
  source: 'Security Hub S3.17',
  types: ['AWS::S3::Bucket'],
  check: (bucket, template) => [
    ...mustBe(bucket, `${DEFAULTS}.ServerSideEncryptionByDefault.SSEAlgorithm`, 'aws:kms'),
    ...(isOwnKey(property(bucket.properties, KEY), template)
      ? mustBe(bucket, `${DEFAULTS}.BucketKeyEnabled`, true)
      : [offence(KEY, property(bucket.properties, KEY))]),
  ],
  examples: [
    {
      name: 'the key of the stack',
      expect: 'holds',
      resources: bucketWith('aws:kms', { 'Fn::GetAtt': ['Key', 'Arn'] }),
    },
    { name: 'a key of S3', expect: 'breaks', resources: bucketWith('AES256', undefined) },
    {
      name: 'a key from elsewhere',
      expect: 'breaks',
      resources: bucketWith('aws:kms', 'arn:aws:kms:eu-west-1:222222222222:key/other'),
    },
    { name: 'no setting', expect: 'breaks', resources: { Bucket: { Type: 'AWS::S3::Bucket' } } },
  ],
};

function bucketWith(SSEAlgorithm: string, KMSMasterKeyID: unknown) {
  const byDefault = { SSEAlgorithm, ...(KMSMasterKeyID !== undefined && { KMSMasterKeyID }) };
  const encryption = { BucketKeyEnabled: true, ServerSideEncryptionByDefault: byDefault };
  return {
    ...OWN_KEY,
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: { BucketEncryption: { ServerSideEncryptionConfiguration: [encryption] } },
    },
  };
}
