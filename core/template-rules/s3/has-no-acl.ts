import { mustBe, offence } from '../property.ts';
import type { TemplateRule } from '../template-rule.ts';

export const hasNoAcl: TemplateRule = {
  id: 'S3-5',
  statement: 'A bucket owns its objects, and no access control list decides anything',
  fix: 'set `objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED` and no `accessControl`',
  source: 'Security Hub S3.12',
  types: ['AWS::S3::Bucket'],
  check: (bucket) => [
    ...mustBe(bucket, 'OwnershipControls.Rules.0.ObjectOwnership', 'BucketOwnerEnforced'),
    ...(bucket.properties['AccessControl'] === undefined
      ? []
      : [offence('AccessControl', bucket.properties['AccessControl'])]),
  ],
  examples: [
    { name: 'the owner alone', expect: 'holds', resources: bucketWith('BucketOwnerEnforced', {}) },
    { name: 'writers own', expect: 'breaks', resources: bucketWith('ObjectWriter', {}) },
    {
      name: 'a list beside it',
      expect: 'breaks',
      resources: bucketWith('BucketOwnerEnforced', { AccessControl: 'LogDeliveryWrite' }),
    },
  ],
};

function bucketWith(ObjectOwnership: string, more: Readonly<Record<string, unknown>>) {
  return {
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: { OwnershipControls: { Rules: [{ ObjectOwnership }] }, ...more },
    },
  };
}
