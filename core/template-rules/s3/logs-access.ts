import { offence, property } from '../property.ts';
import type { TemplateRule } from '../template-rule.ts';

export const logsAccess: TemplateRule = {
  id: 'S3-8',
  statement: 'A bucket records who accesses it in another bucket',
  fix: 'use `DataBucket`, which is recorded in the `AccessLogBucket` of its stack',
  source: 'Security Hub S3.9; CIS AWS 5.0 3.8 and 3.9',
  types: ['AWS::S3::Bucket'],
  check: (bucket) => {
    const destination = property(bucket.properties, 'LoggingConfiguration.DestinationBucketName');
    const own = bucket.properties['BucketName'] ?? `«${bucket.logicalId}»`;
    const isElsewhere = typeof destination === 'string' && destination !== own;
    return isElsewhere ? [] : [offence('LoggingConfiguration', destination)];
  },
  examples: [
    {
      name: 'logs elsewhere',
      expect: 'holds',
      resources: bucketWith({ LoggingConfiguration: { DestinationBucketName: 'acme-prod-logs' } }),
    },
    { name: 'no logs', expect: 'breaks', resources: bucketWith({}) },
    {
      name: 'logs into itself',
      expect: 'breaks',
      resources: bucketWith({ LoggingConfiguration: { DestinationBucketName: { Ref: 'Bucket' } } }),
    },
  ],
};

function bucketWith(more: Readonly<Record<string, unknown>>) {
  return {
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'acme-prod-sales-products', ...more } },
  };
}
