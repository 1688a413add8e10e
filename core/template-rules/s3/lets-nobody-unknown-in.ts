import { isOpen, matches, type PolicyStatement, statementsOf } from '../policy-statement.ts';
import { offence } from '../property.ts';
import type { Offence, RuleScope, TemplateRule } from '../template-rule.ts';
import { bucketWithPolicy, EXAMPLE_BUCKET_ARN } from './bucket-policy.ts';

/** What only the owner's account decides. */
const RESERVED = [
  's3:PutBucketPolicy',
  's3:DeleteBucketPolicy',
  's3:PutBucketAcl',
  's3:PutObjectAcl',
  's3:PutEncryptionConfiguration',
  's3:PutBucketPublicAccessBlock',
  's3:PutBucketOwnershipControls',
  's3:PutLifecycleConfiguration',
] as const;

export const letsNobodyUnknownIn: TemplateRule = {
  id: 'S3-7',
  statement:
    'A bucket policy lets in nobody by a wildcard but the organization, and gives no other account what changes the bucket’s rules',
  fix: 'name the principals; leave policies, ACLs, encryption and lifecycle to the owner’s account',
  source: 'Security Hub S3.6',
  types: ['AWS::S3::BucketPolicy'],
  check: (policy, { scope }) =>
    statementsOf(policy)
      .filter(({ effect }) => effect === 'Allow')
      .flatMap((statement) => [...wildcards(statement), ...reserved(statement, scope)]),
  examples: [
    {
      name: 'another account adds objects',
      expect: 'holds',
      resources: allowing('arn:aws:iam::222222222222:root', 's3:PutObject'),
    },
    { name: 'anybody', expect: 'breaks', resources: allowing('*', 's3:GetObject') },
    {
      name: 'another account changes the policy',
      expect: 'breaks',
      resources: allowing('arn:aws:iam::222222222222:root', 's3:Put*'),
    },
  ],
};

function wildcards(statement: PolicyStatement): readonly Offence[] {
  return isOpen(statement) ? [offence(`${statement.at}.Principal`, '*')] : [];
}

function reserved(statement: PolicyStatement, { account }: RuleScope): readonly Offence[] {
  const isOwn = statement.principals.every(
    (principal) => principal === `AWS:${account}` || principal.startsWith(`AWS:arn:aws:iam::${account}:`),
  );
  if (isOwn) return [];
  return statement.actions
    .filter((pattern) => RESERVED.some((action) => matches(pattern, action)))
    .map((pattern) => offence(`${statement.at}.Action`, pattern));
}

function allowing(AWS: string, Action: string) {
  return bucketWithPolicy({
    Effect: 'Allow',
    Principal: { AWS },
    Action,
    Resource: `${EXAMPLE_BUCKET_ARN}/*`,
  });
}
