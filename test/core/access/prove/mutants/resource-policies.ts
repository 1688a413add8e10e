import { type Assembly, type Json, type Placed, resourcesOf, withResource } from './assembly.ts';
import type { Expectation, Mutant, Site } from './mutant.ts';
import { current, isAllow, listOf, shapeOf, siteAt, statementsOf } from './statements.ts';

const reachable: Expectation = { kind: 'reachable' };
const EVERYBODY = '*';
const OTHER_ACCOUNT = { AWS: 'arn:aws:iam::999999999999:root' };

const open = (Principal: unknown, Action: string | readonly string[], Resource: unknown = '*'): Json => ({
  Effect: 'Allow',
  Principal,
  Action,
  Resource,
});

/** What resources say themselves of who may use them. */
export const RESOURCE_POLICY_MUTANTS: readonly Mutant[] = [
  {
    id: 'principal-everybody',
    title: 'a policy of a resource allows everybody what it allowed some',
    weakens: 'exact principals',
    expected: reachable,
    sites: (assembly) =>
      statementsOf(assembly, 'bucket', 'key', 'bus', 'queue', 'topic', 'secret')
        .filter(isAllow)
        .map(({ resource, path, statement }) => {
          const { Condition: _, ...bare } = statement;
          return siteAt(resource, { path, value: { ...bare, Principal: EVERYBODY } });
        }),
  },
  {
    id: 'principal-account',
    title: 'a policy of a key allows the account what it allowed a role',
    weakens: 'exact principals',
    expected: { kind: 'reachable' },
    sites: (assembly) =>
      statementsOf(assembly, 'key')
        .filter((placed) => isAllow(placed) && JSON.stringify(placed.statement).includes('aws:PrincipalArn'))
        .map(({ resource, path, statement }) => {
          const condition = { ...(statement['Condition'] as Record<string, unknown>) };
          delete condition['ArnEquals'];
          return siteAt(resource, { path: `${path}.Condition`, value: condition, words: `${path} account` });
        }),
  },
  {
    id: 'bucket-opened',
    title: 'a bucket is read by everybody',
    weakens: 'that objects are read through Lake Formation',
    expected: { kind: 'reachable' },
    sites: (assembly) => bucketSites(assembly, EVERYBODY, ['s3:GetObject']),
  },
  {
    id: 'bucket-listed',
    title: 'a bucket is listed by everybody',
    weakens: 'that names of files stay with their domain',
    expected: reachable,
    sites: (assembly) => bucketSites(assembly, EVERYBODY, ['s3:ListBucket']),
  },
  {
    id: 'bucket-for-account',
    title: 'a bucket is read by an account that is not of the mesh',
    weakens: 'that objects are read through Lake Formation',
    expected: reachable,
    sites: (assembly) => bucketSites(assembly, OTHER_ACCOUNT, ['s3:GetObject', 's3:ListBucket']),
  },
  {
    id: 'bucket-and-key-opened',
    title: 'a bucket is read, and its key used, by everybody',
    weakens: 'that objects are read through Lake Formation',
    expected: reachable,
    sites: (assembly) =>
      bucketSites(assembly, EVERYBODY, ['s3:GetObject', 's3:ListBucket']).map((site, index) => {
        const bucket = policiesOfBuckets(assembly)[index];
        const key = bucket && keysOf(assembly, bucket)[0];
        if (!key) return site;
        const added = addedTo(key, 'KeyPolicy.Statement.+', open(EVERYBODY, 'kms:Decrypt'));
        return { ...site, apply: (before: Assembly) => added.apply(site.apply(before)) };
      }),
  },
  keyMutant('opened', 'a key is used by everybody', open(EVERYBODY, ['kms:Decrypt', 'kms:GenerateDataKey'])),
  keyMutant('everything', 'a key allows everybody everything', open(EVERYBODY, 'kms:*')),
  keyMutant('grants', 'a key lets everybody grant its use', open(EVERYBODY, 'kms:CreateGrant')),
  {
    id: 'bus-for-everybody',
    title: 'a bus hears everybody',
    weakens: 'that events come from their domain',
    expected: reachable,
    sites: (assembly) =>
      resourcesOf(assembly, 'AWS::Events::EventBus').map((bus) => {
        const name = String(bus.properties['Name']);
        const { region, account } = bus.stack;
        const arn = `arn:aws:events:${region}:${account}:event-bus/${name}`;
        return newResource(bus, 'OpenBus', 'AWS::Events::EventBusPolicy', {
          EventBusName: name,
          StatementId: 'everybody',
          Statement: { Sid: 'everybody', ...open(EVERYBODY, 'events:PutEvents', arn) },
        });
      }),
  },
  {
    id: 'queue-opened',
    title: 'a queue is read by everybody',
    weakens: 'that failures stay with their domain',
    expected: reachable,
    sites: (assembly) =>
      resourcesOf(assembly, 'AWS::SQS::QueuePolicy').map((policy) =>
        addedTo(
          policy,
          'PolicyDocument.Statement.+',
          open(EVERYBODY, ['sqs:ReceiveMessage', 'sqs:SendMessage']),
        ),
      ),
  },
  {
    id: 'topic-opened',
    title: 'a topic is subscribed to by everybody',
    weakens: 'that alarms stay with their domain',
    expected: reachable,
    sites: (assembly) =>
      resourcesOf(assembly, 'AWS::SNS::TopicPolicy').map((policy) =>
        addedTo(policy, 'PolicyDocument.Statement.+', open(EVERYBODY, ['sns:Subscribe', 'sns:Publish'])),
      ),
  },
  {
    id: 'secret-opened',
    title: 'a secret is read by everybody in the organisation',
    weakens: 'that secrets stay with their readers',
    expected: reachable,
    sites: (assembly) =>
      resourcesOf(assembly, 'AWS::SecretsManager::Secret').map((secret) =>
        newResource(secret, 'OpenSecret', 'AWS::SecretsManager::ResourcePolicy', {
          SecretId: { Ref: secret.logicalId },
          ResourcePolicy: {
            Version: '2012-10-17',
            Statement: [open({ AWS: '*' }, 'secretsmanager:GetSecretValue')],
          },
        }),
      ),
  },
  {
    id: 'secret-policy-dropped',
    title: 'a secret has no policy of its own',
    weakens: 'that secrets stay with their readers',
    expected: { kind: 'equivalent', because: 'no other role is given the secret' },
    sites: (assembly) =>
      resourcesOf(assembly, 'AWS::SecretsManager::ResourcePolicy').map((policy) => ({
        at: `${policy.stack.path} ${policy.logicalId}`,
        shape: shapeOf(policy.stack, `${policy.logicalId} `),
        apply: (before) => withResource(before, current(before, policy), undefined),
      })),
  },
  {
    id: 'registry-policy-opened',
    title: 'a registry has a policy that lets everybody read',
    weakens: 'that registries stay with their domain',
    expected: reachable,
    sites: (assembly) =>
      resourcesOf(assembly, 'AWS::DynamoDB::Table').map((table) =>
        siteAt(table, {
          path: 'ResourcePolicy',
          value: {
            PolicyDocument: { Version: '2012-10-17', Statement: [open(EVERYBODY, 'dynamodb:GetItem')] },
          },
        }),
      ),
  },
  {
    id: 'lambda-permission-without-source',
    title: 'a function is invoked by a service for any account',
    weakens: 'that only pipelines run functions',
    expected: reachable,
    sites: (assembly) => lambdaSites(assembly, { Principal: 's3.amazonaws.com' }),
  },
  {
    id: 'lambda-permission-for-account',
    title: 'a function is invoked by an account that is not of the mesh',
    weakens: 'that only pipelines run functions',
    expected: reachable,
    sites: (assembly) => lambdaSites(assembly, { Principal: '999999999999' }),
  },
];

function policiesOfBuckets(assembly: Assembly): readonly Placed[] {
  return resourcesOf(assembly, 'AWS::S3::BucketPolicy');
}

function bucketSites(assembly: Assembly, principal: unknown, actions: readonly string[]): readonly Site[] {
  return policiesOfBuckets(assembly).map((policy) => {
    const bucket = listOf((policy.properties['PolicyDocument'] as Json)['Statement'])[0] as Json;
    return addedTo(policy, 'PolicyDocument.Statement.+', open(principal, actions, bucket['Resource']));
  });
}

/** Keys of the stack that a resource stands in: a domain has one. */
function keysOf(assembly: Assembly, { stack }: Placed): readonly Placed[] {
  return resourcesOf(assembly, 'AWS::KMS::Key').filter((key) => key.stack.path === stack.path);
}

function keyMutant(id: string, title: string, statement: Json): Mutant {
  return {
    id: `key-${id}`,
    title,
    weakens: 'that a key policy says who decrypts',
    expected: reachable,
    sites: (assembly) =>
      resourcesOf(assembly, 'AWS::KMS::Key').map((key) => addedTo(key, 'KeyPolicy.Statement.+', statement)),
  };
}

function addedTo(resource: Placed, path: string, value: Json): Site {
  return siteAt(resource, { path, value, words: 'one more statement' });
}

function newResource(
  beside: Placed,
  logicalId: string,
  ...[Type, Properties]: readonly [string, Record<string, unknown>]
): Site {
  return {
    at: `${beside.stack.path} ${logicalId} beside ${beside.logicalId}`,
    shape: shapeOf(beside.stack, `${logicalId} beside ${beside.logicalId} `),
    apply: (before) => withResource(before, { ...current(before, beside), logicalId }, { Type, Properties }),
  };
}

function lambdaSites(assembly: Assembly, of: Json): readonly Site[] {
  return resourcesOf(assembly, 'AWS::Lambda::Function').map((of_) =>
    newResource(of_, 'OpenFunction', 'AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      FunctionName: of_.properties['FunctionName'],
      ...of,
    }),
  );
}
