import { property, records, texts } from '../template-rules/property.ts';
import { characters, ofEach, type TemplateLimit } from './template-limit.ts';

const IAM = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html';
const FEWER = 'let fewer domains share the account, or read fewer domains: the statements name each of them';

export const POLICY_LIMITS: readonly TemplateLimit[] = [
  {
    id: 'RoleInlinePolicies',
    what: 'characters of all inline policies of a role',
    max: 10_240,
    fix: FEWER,
    source: IAM,
    measure: ofEach('AWS::IAM::Role', ({ properties }) =>
      records(properties['Policies'])
        .map(({ PolicyDocument }) => characters(PolicyDocument))
        .reduce((sum, length) => sum + length, 0),
    ),
  },
  {
    id: 'ManagedPolicy',
    what: 'characters of a managed policy',
    max: 6_144,
    fix: FEWER,
    source: IAM,
    measure: ofEach('AWS::IAM::ManagedPolicy', ({ properties }) => characters(properties['PolicyDocument'])),
  },
  {
    id: 'TrustPolicy',
    what: 'characters of a role’s trust policy',
    max: 2_048,
    fix: 'let fewer services assume the role',
    source: IAM,
    measure: ofEach('AWS::IAM::Role', ({ properties }) => characters(properties['AssumeRolePolicyDocument'])),
  },
  {
    id: 'RoleManagedPolicies',
    what: 'managed policies of a role',
    max: 10,
    fix: 'put the statements into fewer policies',
    source: IAM,
    measure: ofEach('AWS::IAM::Role', ({ properties }) => texts(properties['ManagedPolicyArns']).length),
  },
  {
    id: 'BucketPolicy',
    what: 'bytes of a bucket policy',
    max: 20 * 1_024,
    fix: FEWER,
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html',
    measure: ofEach('AWS::S3::BucketPolicy', ({ properties }) => characters(properties['PolicyDocument'])),
  },
  {
    id: 'KeyPolicy',
    what: 'bytes of a key policy',
    max: 32 * 1_024,
    fix: FEWER,
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html',
    measure: ofEach('AWS::KMS::Key', ({ properties }) => characters(properties['KeyPolicy'])),
  },
  {
    id: 'QueuePolicy',
    what: 'bytes of a queue policy',
    max: 8_192,
    fix: FEWER,
    source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html',
    measure: ofEach('AWS::SQS::QueuePolicy', ({ properties }) => characters(properties['PolicyDocument'])),
  },
  {
    id: 'QueuePolicyStatements',
    what: 'statements of a queue policy',
    max: 20,
    fix: 'put the senders into one statement',
    source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html',
    measure: ofEach(
      'AWS::SQS::QueuePolicy',
      ({ properties }) => records(property(properties, 'PolicyDocument.Statement')).length,
    ),
  },
  {
    id: 'TopicPolicy',
    what: 'bytes of a topic policy',
    max: 30 * 1_024,
    fix: FEWER,
    source: 'https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html',
    measure: ofEach('AWS::SNS::TopicPolicy', ({ properties }) => characters(properties['PolicyDocument'])),
  },
  {
    id: 'BusPolicy',
    what: 'characters of the policies of an event bus',
    max: 10_240,
    fix: 'admit the organization instead of each account',
    source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html',
    measure: ({ template }) =>
      [
        ...Map.groupBy(
          template.resources.filter(({ type }) => type === 'AWS::Events::EventBusPolicy'),
          ({ properties }) => properties['EventBusName'],
        ).values(),
      ].map((policies) => ({
        used: policies.reduce((sum, { properties }) => sum + characters(properties['Statement']), 0),
        ...(policies[0] && { logicalId: policies[0].logicalId }),
      })),
  },
];
