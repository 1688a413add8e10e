import type { ExampleResources } from '../template-rule.ts';

/** For examples: a key with these statements. */
export function keyWithPolicy(...Statement: readonly unknown[]): ExampleResources {
  return { Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Version: '2012-10-17', Statement } } } };
}

/** For examples: the statement that leaves the key to the IAM policies of its own account. */
export const DELEGATION = {
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111111111111:root' },
  Action: 'kms:*',
  Resource: '*',
};
