import { expect, it } from 'vitest';
import { encryptingKeys } from '../../../core/cloudformation/encrypting-key.ts';
import { parseTemplate } from '../../../core/cloudformation/template.ts';

const bucket = (name: unknown, key: unknown) => ({
  Type: 'AWS::S3::Bucket',
  Properties: {
    BucketName: name,
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key } },
      ],
    },
  },
});
const arnOf = (key: string) => ({ 'Fn::GetAtt': [key, 'Arn'] });

it('finds a bucket of a fixed name for each key of the template', () => {
  const template = parseTemplate({
    Resources: {
      Data: { Type: 'AWS::KMS::Key', Properties: {} },
      Logs: { Type: 'AWS::KMS::Key', Properties: {} },
      Role: { Type: 'AWS::IAM::Role', Properties: {} },
      Products: bucket('m-products', arnOf('Data')),
      Unnamed: bucket({ Ref: 'Name' }, arnOf('Logs')),
      Foreign: bucket('m-foreign', 'arn:aws:kms:eu-west-1:1:key/1'),
      Wrong: bucket('m-wrong', arnOf('Role')),
      Plain: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'm-plain' } },
    },
  });
  expect(encryptingKeys(template)).toEqual([{ logicalId: 'Data', bucket: 'm-products' }]);
});
