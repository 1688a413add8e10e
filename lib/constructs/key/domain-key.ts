import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { deployerArn } from '../../../core/naming/names.ts';

export type DomainKeyProps = {
  /** Alias without its prefix, for example `aviation-local-operations`. */
  readonly alias: string;
  /** ARNs of the roles that read and write with it; there need be none of them yet. */
  readonly users: readonly string[];
  readonly removalPolicy: RemovalPolicy;
};

/** The longest that AWS offers: what a key encrypted is lost with it. */
const DELETION_WINDOW_DAYS = 30;

/** Services that use the key for a role of the domain; by itself, nobody uses it. */
const SERVICES = ['s3', 'dynamodb', 'secretsmanager', 'sqs'] as const;

/** Services that encrypt what CloudFormation makes. */
const DEPLOYING_SERVICES = ['dynamodb', 'lambda', 'secretsmanager'] as const;

/** Everything about a key but its use. */
const ADMINISTRATION = [
  'CancelKeyDeletion',
  'CreateAlias',
  'DeleteAlias',
  'DescribeKey',
  'DisableKey',
  'DisableKeyRotation',
  'EnableKey',
  'EnableKeyRotation',
  'GetKeyPolicy',
  'GetKeyRotationStatus',
  'ListGrants',
  'ListKeyPolicies',
  'ListKeyRotations',
  'ListResourceTags',
  'PutKeyPolicy',
  'RevokeGrant',
  'RotateKeyOnDemand',
  'ScheduleKeyDeletion',
  'TagResource',
  'UntagResource',
  'UpdateAlias',
  'UpdateKeyDescription',
] as const;

/**
 * The one key of a domain. Its account's IAM decides who administers it; who uses it stands here, role by role, and
 * no policy elsewhere adds to that: not another domain's in the same account, not an administrator's.
 */
export class DomainKey extends Key {
  constructor(scope: Construct, id: string, props: DomainKeyProps) {
    super(scope, id, {
      alias: props.alias,
      description: `Data of ${props.alias}`,
      enableKeyRotation: true,
      pendingWindow: Duration.days(DELETION_WINDOW_DAYS),
      removalPolicy: props.removalPolicy,
      policy: new PolicyDocument({ statements: statements(Stack.of(scope), props.users) }),
    });
  }
}

type Place = { readonly account: string; readonly region: string };

function statements(place: Place, users: readonly string[]): PolicyStatement[] {
  const { account, region } = place;
  const through = (services: readonly string[]) => ({
    'kms:CallerAccount': account,
    'kms:ViaService': services.map((service) => `${service}.${region}.amazonaws.com`),
  });
  return [
    allowAccount('Administer', ADMINISTRATION),
    allowAccount('Use', ['Decrypt', 'GenerateDataKey'], {
      ArnEquals: { 'aws:PrincipalArn': [...users] },
      StringEquals: through(SERVICES),
    }),
    allowAccount('Encrypt', ['Encrypt', 'Decrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext'], {
      ArnEquals: { 'aws:PrincipalArn': deployerArn(account, region) },
      StringEquals: through(DEPLOYING_SERVICES),
    }),
    // DynamoDB and Lambda go on using the key by a grant of whoever made the table or function.
    allowAccount('LetServicesUse', ['CreateGrant'], {
      ArnEquals: { 'aws:PrincipalArn': deployerArn(account, region) },
      StringEquals: through(DEPLOYING_SERVICES),
      Bool: { 'kms:GrantIsForAWSResource': 'true' },
    }),
    // The root user could write itself in; that it stands here keeps the policy whole when it has to.
    allowAccount('Recover', ['Decrypt', 'GenerateDataKey'], {
      ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${account}:root` },
    }),
    encryptLogs(place),
  ];
}

/** A role that is named as principal must exist; its account with a condition need not. */
function allowAccount(
  sid: string,
  actions: readonly string[],
  conditions: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>> = {},
): PolicyStatement {
  return new PolicyStatement({
    sid,
    principals: [new AccountRootPrincipal()],
    actions: actions.map((action) => `kms:${action}`),
    resources: ['*'],
    conditions,
  });
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
function encryptLogs({ account, region }: Place): PolicyStatement {
  return new PolicyStatement({
    sid: 'EncryptLogs',
    principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
    actions: [
      'kms:Encrypt',
      'kms:Decrypt',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
      'kms:GenerateDataKey',
      'kms:DescribeKey',
    ],
    resources: ['*'],
    conditions: {
      ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${account}:log-group:*` },
    },
  });
}
