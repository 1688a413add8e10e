import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { FEATURE_FLAGS } from '../../lib/feature-flags.ts';

const recommended: Readonly<Record<string, unknown>> = createRequire(import.meta.url)(
  'aws-cdk-lib/recommended-feature-flags.json',
);

it('say every flag of the CDK and no other, so that `cdk deploy` has none to ask for', () => {
  expect(Object.keys(FEATURE_FLAGS).toSorted()).toEqual(Object.keys(recommended).toSorted());
});

it('are as the CDK recommends, but for those that would change what is deployed', () => {
  const others = Object.entries(FEATURE_FLAGS).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(recommended[name]),
  );
  expect(Object.fromEntries(others)).toEqual({
    '@aws-cdk/aws-iam:minimizePolicies': false,
    '@aws-cdk/aws-lambda:useCdkManagedLogGroup': false,
    '@aws-cdk/core:enablePartitionLiterals': false,
    '@aws-cdk/core:explicitStackTags': false,
  });
});
