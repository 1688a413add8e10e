import { demanded, type PolicyStatement, statementsOf } from '../policy-statement.ts';
import { offence } from '../property.ts';
import { keyWithPolicy, DELEGATION } from '../kms/key-example.ts';
import type { RuleScope, TemplateRule } from '../template-rule.ts';

/** Keys of conditions that tie a service's call to a resource, an account or an organization of ours. */
const SOURCES = ['aws:SourceArn', 'aws:SourceAccount', 'aws:SourceOrgID', 'kms:CallerAccount'] as const;
const LOGS = {
  Effect: 'Allow',
  Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
  Action: 'kms:Decrypt',
  Resource: '*',
};

export const servicesComeFromHere: TemplateRule = {
  id: 'M-3',
  statement: 'A service of AWS that a policy lets in comes on behalf of an account of the mesh',
  fix: 'add a condition on `aws:SourceAccount` or `aws:SourceArn`; for CloudWatch Logs on the encryption context',
  source: 'AWS’s guide to the confused deputy problem',
  types: [
    'AWS::KMS::Key',
    'AWS::S3::BucketPolicy',
    'AWS::SNS::TopicPolicy',
    'AWS::SQS::QueuePolicy',
    'AWS::SecretsManager::ResourcePolicy',
  ],
  check: (resource, { scope }) =>
    statementsOf(resource, 'resource')
      .filter(({ effect }) => effect === 'Allow')
      .filter((statement) => services(statement).length > 0 && !isFromHere(statement, scope))
      .map((statement) => offence(`${statement.at}.Principal`, services(statement).join(', '))),
  examples: [
    {
      name: 'log groups of this account',
      expect: 'holds',
      resources: keyWithPolicy(DELEGATION, {
        ...LOGS,
        Condition: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:eu-west-1:111111111111:log-group:*',
          },
        },
      }),
    },
    { name: 'anybody’s log groups', expect: 'breaks', resources: keyWithPolicy(DELEGATION, LOGS) },
    {
      name: 'an account outside the mesh',
      expect: 'breaks',
      resources: keyWithPolicy(DELEGATION, {
        ...LOGS,
        Condition: { StringEquals: { 'aws:SourceAccount': '999999999999' } },
      }),
    },
  ],
};

function services({ principals }: PolicyStatement): readonly string[] {
  return principals.filter((principal) => principal.startsWith('Service:'));
}

function isFromHere(statement: PolicyStatement, { accounts }: RuleScope): boolean {
  const isOurs = (value: string): boolean => [...accounts].some((account) => value.includes(account));
  return statement.conditions.some(
    ({ key, values }) =>
      (SOURCES.some((source) => source.toLowerCase() === key) || key.startsWith('kms:encryptioncontext:')) &&
      demanded(statement, key).length > 0 &&
      values.every(isOurs),
  );
}
