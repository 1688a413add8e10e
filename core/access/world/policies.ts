import { isRecord } from '../../cloudformation/intrinsic.ts';
import { records, texts } from '../../template-rules/property.ts';
import { compiledPolicy } from '../iam/policy-cache.ts';
import type { ResolvedResource } from './resolve-stack.ts';
import type { Origin, WorldPolicy } from './world.ts';

type Json = Readonly<Record<string, unknown>>;

/** Finds what a template says of something by the something's ARN. */
export type PoliciesOf = (arn: string) => WorldPolicy | undefined;

export function policyOf(name: string, document: unknown, origin: Origin): WorldPolicy {
  return { name, document, policy: compiledPolicy(document), origin };
}

/** Policies that stand in resources of their own, by the ARN of what they are for. */
export function resourcePolicies(resources: readonly ResolvedResource[]): PoliciesOf {
  const byReference = new Map<string, string>();
  for (const { arn, name, stack, type } of resources) {
    byReference.set(arn, arn);
    byReference.set(referenceKey(type, name, stack.account), arn);
  }
  const written = Map.groupBy(
    resources.flatMap((resource) => attached(resource, byReference)),
    ({ arn }) => arn,
  );
  const merged = new Map([...written].map(([arn, all]) => [arn, merge(all)]));
  return (arn) => merged.get(arn);
}

type Attached = {
  readonly arn: string;
  readonly document: unknown;
  readonly name: string;
  readonly origin: Origin;
};

const referenceKey = (type: string, name: string, account: string): string => `${type}|${account}|${name}`;

/** By the type of the policy: the type that it is for, and the property that names it. */
const ATTACHMENTS: Readonly<
  Record<string, { readonly type: string; readonly by: string; readonly document: (of: Json) => unknown }>
> = {
  'AWS::S3::BucketPolicy': { type: 'AWS::S3::Bucket', by: 'Bucket', document: (of) => of['PolicyDocument'] },
  'AWS::SQS::QueuePolicy': { type: 'AWS::SQS::Queue', by: 'Queues', document: (of) => of['PolicyDocument'] },
  'AWS::SNS::TopicPolicy': { type: 'AWS::SNS::Topic', by: 'Topics', document: (of) => of['PolicyDocument'] },
  'AWS::SecretsManager::ResourcePolicy': {
    type: 'AWS::SecretsManager::Secret',
    by: 'SecretId',
    document: (of) => of['ResourcePolicy'],
  },
  'AWS::Events::EventBusPolicy': { type: 'AWS::Events::EventBus', by: 'EventBusName', document: busDocument },
  'AWS::Lambda::Permission': { type: 'AWS::Lambda::Function', by: 'FunctionName', document: permission },
};

export const ATTACHED_TYPES: readonly string[] = Object.keys(ATTACHMENTS);

function attached(resource: ResolvedResource, byReference: ReadonlyMap<string, string>): readonly Attached[] {
  const { type, properties, origin, stack, arn, name } = resource;
  const own = properties['KeyPolicy'] ?? (type === 'AWS::DynamoDB::Table' && ownDocument(properties));
  if (own) return [{ arn, document: own, name, origin }];
  const attachment = ATTACHMENTS[type];
  if (attachment === undefined) return [];
  return texts(properties[attachment.by]).map((reference) => ({
    arn:
      byReference.get(reference) ??
      byReference.get(referenceKey(attachment.type, reference, stack.account)) ??
      reference,
    document: attachment.document(properties),
    name: lastPart(reference),
    origin,
  }));
}

function ownDocument(properties: Json): unknown {
  const own = properties['ResourcePolicy'];
  return isRecord(own) ? own['PolicyDocument'] : undefined;
}

function lastPart(reference: string): string {
  return reference.startsWith('arn:') ? (reference.split(/[:/]/).at(-1) ?? reference) : reference;
}

function busDocument({ Statement, Action, Principal }: Json): unknown {
  const statement = isRecord(Statement)
    ? Statement
    : { Effect: 'Allow', Action, Principal: Principal === '*' ? '*' : { AWS: Principal }, Resource: '*' };
  return { Version: '2012-10-17', Statement: [statement] };
}

function permission(of: Json): unknown {
  // Lambda itself answers statements.
  if (isRecord(of['Statement'])) return { Version: '2012-10-17', Statement: [of['Statement']] };
  const { Principal, Action, SourceArn, SourceAccount, PrincipalOrgID, FunctionUrlAuthType } = of;
  const equal = {
    ...(SourceAccount !== undefined && { 'aws:SourceAccount': SourceAccount }),
    ...(PrincipalOrgID !== undefined && { 'aws:PrincipalOrgID': PrincipalOrgID }),
    ...(FunctionUrlAuthType !== undefined && { 'lambda:FunctionUrlAuthType': FunctionUrlAuthType }),
  };
  const isService = typeof Principal === 'string' && Principal.endsWith('.amazonaws.com');
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: Principal === '*' ? '*' : { [isService ? 'Service' : 'AWS']: Principal },
        Action,
        Resource: '*',
        Condition: {
          ...(SourceArn !== undefined && { ArnLike: { 'aws:SourceArn': SourceArn } }),
          ...(Object.keys(equal).length > 0 && { StringEquals: equal }),
        },
      },
    ],
  };
}

/** One policy of all that stand for a resource; each statement keeps what made it. */
function merge(all: readonly Attached[]): WorldPolicy {
  const [first, ...more] = all;
  if (first && more.length === 0) return policyOf(first.name, first.document, first.origin);
  const statements = all.flatMap(({ document, origin }) =>
    records(isRecord(document) ? document['Statement'] : undefined).map((statement) => ({
      statement,
      origin,
    })),
  );
  const document = { Version: '2012-10-17', Statement: statements.map(({ statement }) => statement) };
  const [origin = { stack: '', logicalId: '' }] = all.map((one) => one.origin);
  return {
    ...policyOf(first?.name ?? '', document, origin),
    statementOrigins: statements.map((one) => one.origin),
  };
}
