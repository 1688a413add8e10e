import { evaluate } from '../../../../../core/access/iam/evaluate.ts';
import { mayDo } from '../../../../lib/deployed-policies.ts';
import { type Actor, FOREIGN_ACCOUNT } from './actors.ts';
import type { Thing } from './things.ts';

type Context = Readonly<Record<string, string>>;
type Statement = {
  readonly Effect: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
};

/** What somebody would try with a thing of a service, with what of the key it takes. */
const ATTEMPTS: Readonly<
  Record<string, readonly (readonly [action: string, key?: 'Decrypt' | 'GenerateDataKey'])[]>
> = {
  athena: [['athena:StartQueryExecution'], ['athena:GetQueryResults']],
  dynamodb: [
    ['dynamodb:GetItem', 'Decrypt'],
    ['dynamodb:Scan', 'Decrypt'],
    ['dynamodb:PutItem', 'Decrypt'],
  ],
  events: [['events:PutEvents'], ['events:PutTargets']],
  iam: [
    ['iam:PassRole'],
    ['iam:PutRolePolicy'],
    ['iam:UpdateAssumeRolePolicy'],
    ['iam:DeleteRolePermissionsBoundary'],
    ['iam:CreatePolicyVersion'],
    ['sts:AssumeRole'],
  ],
  kms: [['kms:Decrypt'], ['kms:GenerateDataKey'], ['kms:CreateGrant'], ['kms:PutKeyPolicy']],
  lambda: [['lambda:InvokeFunction'], ['lambda:UpdateFunctionCode'], ['lambda:AddPermission']],
  logs: [['logs:GetLogEvents', 'Decrypt'], ['logs:FilterLogEvents', 'Decrypt'], ['logs:PutLogEvents']],
  s3: [
    ['s3:GetObject', 'Decrypt'],
    ['s3:PutObject', 'GenerateDataKey'],
    ['s3:DeleteObject'],
    ['s3:ListBucket'],
    ['s3:PutBucketPolicy'],
  ],
  secretsmanager: [['secretsmanager:GetSecretValue', 'Decrypt'], ['secretsmanager:PutResourcePolicy']],
  sns: [['sns:Publish'], ['sns:Subscribe']],
  sqs: [
    ['sqs:ReceiveMessage', 'Decrypt'],
    ['sqs:SendMessage', 'GenerateDataKey'],
  ],
  ssm: [['ssm:GetParameter'], ['ssm:GetParametersByPath'], ['ssm:PutParameter']],
  states: [['states:StartExecution'], ['states:GetExecutionHistory'], ['states:DescribeExecution']],
};

/** The actions of a service that an actor may do with a thing, in whatever way the actor asks. */
export function allowedOn(
  actor: Actor,
  thing: Thing,
  keyOf: (arn: string) => Thing | undefined,
): readonly string[] {
  const service = thing.arn.split(':')[2] ?? '';
  // An alias has no policy: the key's decides.
  if (thing.type === 'AWS::KMS::Alias') return [];
  return (ATTEMPTS[service] ?? [])
    .filter(([action]) => isAbout(action, thing.arn))
    .filter(([action, use]) => {
      if (!may(actor, action, thing)) return false;
      const key = use && thing.key !== undefined ? keyOf(thing.key) : undefined;
      return (
        !key || may(actor, `kms:${use}`, key, { 'kms:ViaService': `${service}.eu-west-1.amazonaws.com` })
      );
    })
    .map(([action]) => action);
}

/** Objects are not listed, and buckets not read. */
function isAbout(action: string, arn: string): boolean {
  if (!action.startsWith('s3:')) return true;
  return action.endsWith('Object') === arn.includes('/');
}

function may(actor: Actor, action: string, thing: Thing, fixed: Context = {}): boolean {
  return contextsOf(thing).some((context) => {
    const attempt = {
      action,
      resource: thing.arn,
      account: thing.account,
      ...(thing.policy && { policy: thing.policy }),
      mustAllowByResource: thing.type === 'AWS::KMS::Key' || action.startsWith('sts:'),
      context: { ...context, ...fixed },
    };
    return actor.kind === 'role' ? mayDo(actor.role, attempt) : serviceMay(actor.service, attempt);
  });
}

function serviceMay(service: string, attempt: Parameters<typeof mayDo>[1]): boolean {
  const { policy, account, context = {}, action, resource } = attempt;
  const sources = {
    'aws:SourceAccount': FOREIGN_ACCOUNT,
    'aws:SourceArn': `arn:aws:${service.split('.')[0]}:eu-west-1:${FOREIGN_ACCOUNT}:x`,
    'aws:SecureTransport': 'true',
  };
  const decision = evaluate(
    {
      principal: { kind: 'service', service },
      action,
      resource,
      resourceAccount: account,
      context: { ...context, ...sources },
    },
    { identity: [], ...(policy && { resource: policy }) },
  );
  return decision.kind === 'allowed';
}

/** Keys that say who asks: nobody chooses these. */
const isChosen = (key: string): boolean => !/^(aws:(Principal|Source)|kms:CallerAccount)/i.test(key);

/** Contexts that meet the conditions of each statement of a thing as far as who asks can choose. */
function contextsOf({ document, type }: Thing): readonly Context[] {
  // A policy document, as CloudFormation has it.
  const statements = (
    (document as { readonly Statement?: readonly Statement[] } | undefined)?.Statement ?? []
  ).filter(({ Effect }) => Effect === 'Allow');
  const plain = type === 'AWS::KMS::Key' ? [{ 'kms:ViaService': 's3.eu-west-1.amazonaws.com' }] : [{}];
  return [...plain, ...statements.map(contextOf)];
}

function contextOf({ Condition = {} }: Statement): Context {
  return Object.fromEntries(
    Object.values(Condition)
      .flatMap((keys) => Object.entries(keys))
      .filter(([key]) => isChosen(key))
      .map(([key, values]) => [key, [values].flat()[0]?.replaceAll('*', 'x') ?? '']),
  );
}
