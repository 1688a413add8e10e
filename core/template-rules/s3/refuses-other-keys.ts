import { isOwnKey, OWN_KEY, OWN_KEY_ARN } from '../own-key.ts';
import { type PolicyStatement, statementsOf } from '../policy-statement.ts';
import { offence } from '../property.ts';
import type { ExampleResources, TemplateRule } from '../template-rule.ts';
import { bucketArn, bucketPolicies, bucketWithPolicy, EXAMPLE_BUCKET_ARN } from './bucket-policy.ts';

const ALGORITHM = 's3:x-amz-server-side-encryption';
const KEY_ID = 's3:x-amz-server-side-encryption-aws-kms-key-id';

export const refusesOtherKeys: TemplateRule = {
  id: 'S3-6',
  statement: 'A bucket refuses objects that ask for another key than its own, or for a key of S3',
  fix: 'add the two statements of `DataBucket` that deny `s3:PutObject`',
  source: 'the pattern of AWS’s guide “Protecting data with server-side encryption”',
  types: ['AWS::S3::Bucket'],
  check: (bucket, template) => {
    const denials = bucketPolicies(bucket, template)
      .flatMap((policy) => statementsOf(policy))
      .filter((statement) => deniesPuts(statement, `${bucketArn(bucket)}/*`));
    return [
      ...(denials.some((statement) => unlessIs(statement, ALGORITHM, (value) => value === 'aws:kms'))
        ? []
        : [offence('BucketPolicy', 'other algorithms are let in')]),
      ...(denials.some((statement) => unlessIs(statement, KEY_ID, (value) => isOwnKey(value, template)))
        ? []
        : [offence('BucketPolicy', 'other keys are let in')]),
    ];
  },
  examples: [
    { name: 'both refused', expect: 'holds', resources: refusing('StringNotEquals') },
    { name: 'the opposite', expect: 'breaks', resources: refusing('StringEquals') },
    { name: 'no statement', expect: 'breaks', resources: { ...OWN_KEY, ...bucketWithPolicy() } },
  ],
};

function deniesPuts(statement: PolicyStatement, objects: string): boolean {
  return (
    statement.effect === 'Deny' &&
    statement.principals.includes('*') &&
    statement.actions.includes('s3:PutObject') &&
    statement.resources.includes(objects)
  );
}

/** Whether a statement speaks of requests that have the header, with another value, and of no others. */
function unlessIs(statement: PolicyStatement, key: string, isWanted: (value: string) => boolean): boolean {
  const entry = (operator: string): readonly string[] =>
    statement.conditions.find((one) => one.key === key && one.operator === operator)?.values ?? [];
  const [value, ...others] = entry('StringNotEquals');
  return (
    statement.conditions.length === 2 &&
    value !== undefined &&
    others.length === 0 &&
    isWanted(value) &&
    entry('Null').join() === 'false'
  );
}

function refusing(operator: string): ExampleResources {
  const deny = (key: string, value: unknown) => ({
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action: 's3:PutObject',
    Resource: `${EXAMPLE_BUCKET_ARN}/*`,
    Condition: { [operator]: { [key]: value }, Null: { [key]: 'false' } },
  });
  return { ...OWN_KEY, ...bucketWithPolicy(deny(ALGORITHM, 'aws:kms'), deny(KEY_ID, OWN_KEY_ARN)) };
}
