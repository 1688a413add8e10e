import { demanded, type PolicyStatement, statementsOf } from '../policy-statement.ts';
import { offence } from '../property.ts';
import type { ExampleResources, TemplateRule } from '../template-rule.ts';
import {
  bucketArn,
  bucketPolicies,
  bucketWithPolicy,
  EXAMPLE_BUCKET,
  EXAMPLE_BUCKET_ARN,
} from './bucket-policy.ts';

export const refusesPlainHttp: TemplateRule = {
  id: 'S3-3',
  statement: 'A bucket refuses every request that does not come over TLS, for the bucket and its objects',
  fix: 'set `enforceSSL: true`',
  source: 'Security Hub S3.5; CIS AWS 5.0 2.1.1',
  types: ['AWS::S3::Bucket'],
  check: (bucket, template) => {
    const statements = bucketPolicies(bucket, template).flatMap((policy) => statementsOf(policy));
    const covered = new Set(statements.filter(deniesPlainHttp).flatMap(({ resources }) => resources));
    const arn = bucketArn(bucket);
    return [arn, `${arn}/*`].filter((one) => !covered.has(one)).map((one) => offence('BucketPolicy', one));
  },
  examples: [
    {
      name: 'both refused',
      expect: 'holds',
      resources: denying([EXAMPLE_BUCKET_ARN, `${EXAMPLE_BUCKET_ARN}/*`]),
    },
    { name: 'objects forgotten', expect: 'breaks', resources: denying([EXAMPLE_BUCKET_ARN]) },
    { name: 'no policy', expect: 'breaks', resources: EXAMPLE_BUCKET },
  ],
};

function deniesPlainHttp(statement: PolicyStatement): boolean {
  return (
    statement.effect === 'Deny' &&
    statement.negated.length === 0 &&
    statement.principals.includes('*') &&
    statement.actions.some((action) => action === 's3:*' || action === '*') &&
    statement.conditions.length === 1 &&
    demanded(statement, 'aws:SecureTransport').some(
      ({ operator, values }) => operator === 'Bool' && values.join() === 'false',
    )
  );
}

function denying(resources: readonly string[]): ExampleResources {
  return bucketWithPolicy({
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action: 's3:*',
    Resource: resources,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  });
}
