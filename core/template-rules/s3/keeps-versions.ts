import { mustBe, offence, property, records } from '../property.ts';
import type { ExampleResources, TemplateRule } from '../template-rule.ts';

const NONCURRENT_DAYS_MAX = 90;
const ABORT_DAYS_MAX = 7;

export const keepsVersions: TemplateRule = {
  id: 'S3-4',
  statement: `A bucket keeps versions, drops old ones within ${NONCURRENT_DAYS_MAX} days and unfinished uploads within ${ABORT_DAYS_MAX}`,
  fix: 'set `versioned: true` and one lifecycle rule for the whole bucket',
  source: 'Security Hub S3.10, S3.13, S3.14',
  types: ['AWS::S3::Bucket'],
  check: (bucket) => {
    const rules = records(property(bucket.properties, 'LifecycleConfiguration.Rules')).filter(isForAll);
    const within = (path: string, daysMax: number): boolean =>
      rules.some((rule) => Number(property(rule, path)) <= daysMax);
    return [
      ...mustBe(bucket, 'VersioningConfiguration.Status', 'Enabled'),
      ...(within('NoncurrentVersionExpiration.NoncurrentDays', NONCURRENT_DAYS_MAX)
        ? []
        : [offence('LifecycleConfiguration', 'old versions stay')]),
      ...(within('AbortIncompleteMultipartUpload.DaysAfterInitiation', ABORT_DAYS_MAX)
        ? []
        : [offence('LifecycleConfiguration', 'unfinished uploads stay')]),
    ];
  },
  examples: [
    { name: 'both bounded', expect: 'holds', resources: bucketWith('Enabled', 30) },
    { name: 'no versions', expect: 'breaks', resources: bucketWith('Suspended', 30) },
    { name: 'old versions for a year', expect: 'breaks', resources: bucketWith('Enabled', 365) },
  ],
};

function isForAll(rule: Readonly<Record<string, unknown>>): boolean {
  return (
    rule['Status'] === 'Enabled' &&
    !('Prefix' in rule || 'TagFilters' in rule || 'ObjectSizeGreaterThan' in rule)
  );
}

function bucketWith(Status: string, NoncurrentDays: number): ExampleResources {
  const rule = {
    Status: 'Enabled',
    NoncurrentVersionExpiration: { NoncurrentDays },
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
  };
  return {
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: { VersioningConfiguration: { Status }, LifecycleConfiguration: { Rules: [rule] } },
    },
  };
}
