import { readFileSync } from 'node:fs';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { compilePolicy } from '../../core/access/iam/compile-policy.ts';
import { evaluate } from '../../core/access/iam/evaluate.ts';
import type { NamedPolicy } from '../../core/access/iam/policy.ts';
import { pseudoParameters } from '../../core/cloudformation/pseudo-parameters.ts';
import { resolveValue } from '../../core/cloudformation/resolve-value.ts';
import { parseTemplate, type Template } from '../../core/cloudformation/template.ts';

type Json = Readonly<Record<string, unknown>>;

export type DeployedResource = {
  readonly stack: string;
  readonly account: string;
  readonly type: string;
  readonly logicalId: string;
  /** What `Ref` and `Fn::GetAtt … Arn` stand for, where the name is known. */
  readonly name: string;
  readonly properties: Json;
};

export type DeployedRole = {
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  /** Value of its tag. */
  readonly domain: string;
  readonly identity: readonly NamedPolicy[];
  readonly boundary: NamedPolicy | undefined;
};

/** What an assembly deploys, read from its templates alone: every name filled in. */
export function deployedResources(assembly: CloudAssembly): readonly DeployedResource[] {
  return assembly.stacksRecursively.flatMap((stack) => {
    const template = parseTemplate(JSON.parse(readFileSync(stack.templateFullPath, 'utf8')));
    const { account, region } = stack.environment;
    return deployedByStack({ path: stack.hierarchicalId, account, region, template });
  });
}

export function deployedByStack(stack: {
  readonly path: string;
  readonly account: string;
  readonly region: string;
  readonly template: Template;
}): readonly DeployedResource[] {
  const { path, account, region, template } = stack;
  const scope = scopeOf(template, { id: path, account, region });
  return Object.entries(template.Resources).map(([logicalId, { Type, Properties }]) => ({
    stack: path,
    account,
    type: Type,
    logicalId,
    name: String(scope.ref(logicalId)),
    // Resolving keeps the shape: a record stays a record.
    properties: resolveValue(Properties ?? {}, scope, logicalId) as Json,
  }));
}

const NAMES = [
  'BucketName',
  'RoleName',
  'TableName',
  'FunctionName',
  'StateMachineName',
  'SecretName',
  'TopicName',
  'QueueName',
  'LogGroupName',
  'Name',
];

/** Types of which `Ref` answers the ARN. */
const REFERS_BY_ARN: ReadonlySet<string> = new Set(['AWS::SNS::Topic', 'AWS::SecretsManager::Secret']);

function scopeOf(
  template: Template,
  place: { readonly id: string; readonly account: string; readonly region: string },
) {
  const { id, account, region } = place;
  const pseudo = pseudoParameters({ name: id, id, account, region });
  const nameOf = (logicalId: string): string => {
    const properties = template.Resources[logicalId]?.Properties ?? {};
    const name = NAMES.map((key) => properties[key]).find((value) => typeof value === 'string');
    return typeof name === 'string' ? name : `${id}/${logicalId}`;
  };
  const arnOf = (logicalId: string): string => {
    const name = nameOf(logicalId);
    switch (template.Resources[logicalId]?.Type) {
      case 'AWS::S3::Bucket':
        return `arn:aws:s3:::${name}`;
      case 'AWS::KMS::Key':
        return `arn:aws:kms:${region}:${account}:key/${name}`;
      case 'AWS::IAM::Role':
        return `arn:aws:iam::${account}:role/${name}`;
      case 'AWS::DynamoDB::Table':
        return `arn:aws:dynamodb:${region}:${account}:table/${name}`;
      case 'AWS::SecretsManager::Secret':
        return `arn:aws:secretsmanager:${region}:${account}:secret:${name}-AbCdEf`;
      case 'AWS::SQS::Queue':
        return `arn:aws:sqs:${region}:${account}:${name}`;
      case 'AWS::SNS::Topic':
        return `arn:aws:sns:${region}:${account}:${name}`;
      default:
        return `arn:aws:other:${region}:${account}:${name}`;
    }
  };
  return {
    ref: (name: string) =>
      pseudo[name] ?? (REFERS_BY_ARN.has(template.Resources[name]?.Type ?? '') ? arnOf(name) : nameOf(name)),
    attribute: (logicalId: string, attribute: string) =>
      attribute.endsWith('Arn') ? arnOf(logicalId) : `${logicalId}.${attribute}`,
    condition: () => true,
    mapping: () => undefined,
  };
}

/** Roles with what they are given, and with what caps them. */
export function deployedRoles(resources: readonly DeployedResource[]): readonly DeployedRole[] {
  const boundaries = new Map(
    resources
      .filter(({ type }) => type === 'AWS::IAM::ManagedPolicy')
      .map(({ account, properties }) => [
        `arn:aws:iam::${account}:policy/${String(properties['ManagedPolicyName'])}`,
        named('boundary', properties['PolicyDocument']),
      ]),
  );
  return resources
    .filter(({ type }) => type === 'AWS::IAM::Role')
    .map(({ account, properties }) => {
      const name = String(properties['RoleName']);
      // CloudFormation's shape of a role.
      const inline = (properties['Policies'] ?? []) as readonly Json[];
      const tags = (properties['Tags'] ?? []) as readonly { readonly Key: string; readonly Value: string }[];
      return {
        name,
        arn: `arn:aws:iam::${account}:role/${name}`,
        account,
        domain: tags.find(({ Key }) => Key === 'domain')?.Value ?? '',
        identity: inline.map((policy) => named(String(policy['PolicyName']), policy['PolicyDocument'])),
        boundary: boundaries.get(String(properties['PermissionsBoundary'])),
      };
    });
}

export function named(name: string, document: unknown): NamedPolicy {
  return { name, policy: compilePolicy(document) };
}

export type Attempt = {
  readonly action: string;
  readonly resource: string;
  readonly account: string;
  readonly policy?: NamedPolicy;
  readonly mustAllowByResource?: boolean;
  readonly context?: Readonly<Record<string, string>>;
};

/** Decides as IAM does, with identity policies, boundary, and the resource's own policy. */
export function mayDo(role: DeployedRole, attempt: Attempt): boolean {
  const { policy, account, context, ...request } = attempt;
  const decision = evaluate(
    {
      principal: {
        kind: 'role',
        arn: role.arn,
        sessionArn: `arn:aws:sts::${role.account}:assumed-role/${role.name}/x`,
        accountId: role.account,
      },
      resourceAccount: account,
      ...request,
      context: {
        'aws:PrincipalArn': role.arn,
        'aws:PrincipalAccount': role.account,
        'aws:PrincipalOrgID': 'o-sandbox00000',
        'aws:PrincipalTag/domain': role.domain,
        'aws:SecureTransport': 'true',
        'kms:CallerAccount': role.account,
        'events:source': 'freehold',
        ...context,
      },
    },
    {
      identity: role.identity,
      ...(role.boundary && { boundary: role.boundary }),
      ...(policy && { resource: policy }),
    },
  );
  return decision.kind === 'allowed';
}
