import { type Json, type Placed, withProperty } from './assembly.ts';
import type { Expectation, Mutant, Site } from './mutant.ts';
import { rolesOf, withBoundaryStatement, withStatement } from './roles.ts';
import { current, shapeOf } from './statements.ts';

/** Something that a role is given beyond its work, in its own policy and in its boundary. */
type Power = {
  readonly id: string;
  readonly title: string;
  readonly weakens: string;
  readonly statement: Json;
  /** Which roles; all roles would be the same test again and again. @default - analysts */
  readonly roles?: RegExp;
  readonly expected?: Expectation;
};

const ANALYST = /-analyst$/;
const allow = (action: string | readonly string[], resource: string = '*'): Json => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
});

const POWERS: readonly Power[] = [
  {
    id: 'pass-role',
    title: 'a role may pass any role',
    weakens: 'that nobody works as another',
    statement: allow(['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction']),
  },
  {
    id: 'assume-any-role',
    title: 'a role may assume any role',
    weakens: 'that nobody works as another',
    statement: allow('sts:AssumeRole'),
  },
  {
    id: 'update-function-code',
    title: 'a role may replace the code of functions',
    weakens: 'that functions do what was reviewed',
    statement: allow('lambda:UpdateFunctionCode'),
  },
  {
    id: 'invoke-any-function',
    title: 'a role may invoke any function',
    weakens: 'that only pipelines run functions',
    statement: allow('lambda:InvokeFunction'),
  },
  {
    id: 'put-role-policy',
    title: 'a role may write policies of roles',
    weakens: 'that roles stay as they were synthesized',
    statement: allow('iam:PutRolePolicy'),
  },
  {
    id: 'update-trust',
    title: 'a role may write trust policies',
    weakens: 'that roles stay as they were synthesized',
    statement: allow('iam:UpdateAssumeRolePolicy'),
  },
  {
    id: 'drop-boundary',
    title: 'a role may take boundaries away',
    weakens: 'that roles stay as they were synthesized',
    statement: allow(['iam:DeleteRolePermissionsBoundary', 'iam:PutRolePolicy']),
  },
  {
    id: 'create-policy-version',
    title: 'a role may rewrite managed policies',
    weakens: 'that boundaries stay as they were synthesized',
    statement: allow(['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion']),
  },
  {
    id: 'kms-create-grant',
    title: 'a role may grant the use of keys',
    weakens: 'that a key policy says who decrypts',
    expected: { kind: 'equivalent', because: 'a key policy gives it to the role that deploys alone' },
    statement: allow('kms:CreateGrant'),
  },
  {
    id: 'kms-put-key-policy',
    title: 'a role may write key policies',
    weakens: 'that a key policy says who decrypts',
    statement: allow('kms:PutKeyPolicy'),
  },
  {
    id: 'put-bucket-policy',
    title: 'a role may write bucket policies',
    weakens: 'that buckets are read by Lake Formation only',
    statement: allow('s3:PutBucketPolicy'),
  },
  {
    id: 'lake-grant',
    title: 'a role may call what grants in Lake Formation',
    weakens: 'that only declared grants exist',
    expected: {
      kind: 'equivalent',
      because: 'who administers no lake and holds no grant option can grant nothing',
    },
    statement: allow(['lakeformation:GrantPermissions', 'lakeformation:BatchGrantPermissions']),
  },
  {
    id: 'lake-settings',
    title: 'a role may write the settings of Lake Formation',
    weakens: 'who administers the lake',
    statement: allow('lakeformation:PutDataLakeSettings'),
  },
  {
    id: 'lake-tags',
    title: 'a role may tag what Lake Formation governs',
    weakens: 'that tags say whose a database is',
    expected: { kind: 'equivalent', because: 'who administers no lake cannot tag' },
    statement: allow(['lakeformation:AddLFTagsToResource', 'lakeformation:RemoveLFTagsFromResource']),
  },
  {
    id: 'lake-register',
    title: 'a role may register locations',
    weakens: 'whose data Lake Formation vends',
    statement: allow(['lakeformation:RegisterResource', 'iam:PassRole']),
  },
  {
    id: 's3-everything',
    title: 'a role may read every object',
    weakens: 'that objects are read through Lake Formation',
    statement: allow(['s3:GetObject', 's3:ListBucket']),
  },
  {
    id: 's3-and-kms',
    title: 'a role may read every object and use every key',
    weakens: 'that objects are read through Lake Formation',
    statement: allow(['s3:GetObject', 's3:ListBucket', 'kms:Decrypt']),
  },
  {
    id: 'list-every-bucket',
    title: 'a role may list every bucket',
    weakens: 'that names of files stay with their domain',
    statement: allow('s3:ListBucket'),
  },
  {
    id: 'registry-wildcard',
    title: 'a role may read every DynamoDB table',
    weakens: 'that registries stay with their domain',
    statement: allow(['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan', 'kms:Decrypt']),
  },
  {
    id: 'logs-wildcard',
    title: 'a role may read every log',
    weakens: 'that logs stay with their domain',
    statement: allow(['logs:GetLogEvents', 'logs:FilterLogEvents']),
  },
  {
    id: 'parameters-wildcard',
    title: 'a role may read every parameter',
    weakens: 'that manifests stay with their domain',
    statement: allow(['ssm:GetParameter', 'ssm:GetParametersByPath']),
  },
  {
    id: 'secrets-wildcard',
    title: 'a role may read every secret',
    weakens: 'that secrets stay with their readers',
    expected: { kind: 'equivalent', because: 'each secret’s own policy shows it to its readers only' },
    statement: allow(['secretsmanager:GetSecretValue', 'kms:Decrypt']),
  },
  {
    id: 'start-executions',
    title: 'a role may start every state machine',
    weakens: 'that pipelines are started by their events',
    statement: allow('states:StartExecution'),
  },
  {
    id: 'read-histories',
    title: 'a role may read what executions did',
    weakens: 'that histories stay with their domain',
    statement: allow(['states:GetExecutionHistory', 'states:DescribeExecution']),
  },
  {
    id: 'every-workgroup',
    title: 'a role may use every workgroup',
    weakens: 'that results stay with who asked',
    statement: allow(['athena:StartQueryExecution', 'athena:GetQueryResults', 'athena:GetQueryExecution']),
  },
  {
    id: 'every-catalog',
    title: 'a role may see and change every catalog',
    weakens: 'that tables lie where their domain put them',
    expected: {
      kind: 'equivalent',
      because: 'what is in a catalog Lake Formation decides about, and it has granted nothing',
    },
    statement: allow('glue:*'),
  },
  {
    id: 'every-queue',
    title: 'a role may receive from every queue',
    weakens: 'that failures stay with their domain',
    statement: allow(['sqs:ReceiveMessage', 'kms:Decrypt']),
  },
  {
    id: 'every-bus',
    title: 'a role may tell every bus',
    weakens: 'that events come from their domain',
    statement: allow('events:PutEvents'),
  },
  { id: 'everything', title: 'a role may do everything', weakens: 'all', statement: allow('*') },
  {
    id: 'not-action',
    title: 'a role may do all but one thing',
    weakens: 'all',
    statement: { Effect: 'Allow', NotAction: 'iam:CreateUser', Resource: '*' },
  },
  {
    id: 'not-resource',
    title: 'a role may read all objects but some',
    weakens: 'that objects are read through Lake Formation',
    statement: { Effect: 'Allow', Action: ['s3:*', 'kms:*'], NotResource: 'arn:aws:s3:::somewhere/*' },
  },
];

const byBoundary: Expectation = {
  kind: 'equivalent',
  because: 'the boundary of the role allows nothing of another domain',
};

export const POWER_MUTANTS: readonly Mutant[] = [
  ...POWERS.map(
    ({ id, title, weakens, statement, roles = ANALYST, expected = { kind: 'reachable' } }): Mutant => ({
      id: `power-${id}`,
      title: `${title}, and its boundary lets it`,
      weakens,
      expected,
      sites: (assembly) =>
        rolesOf(assembly, roles).map((role) => powerSite(role, statement, ['role', 'boundary'])),
    }),
  ),
  {
    id: 'power-within-boundary',
    title: 'a role is given everything, and its boundary stays',
    weakens: 'what roles are given',
    expected: byBoundary,
    sites: (assembly) => rolesOf(assembly, ANALYST).map((role) => powerSite(role, allow('*'), ['role'])),
  },
  {
    id: 'boundary-widened',
    title: 'a boundary allows everything',
    weakens: 'the cap of roles',
    expected: { kind: 'reachable' },
    sites: (assembly) => rolesOf(assembly, /./).map((role) => powerSite(role, allow('*'), ['boundary'])),
  },
  {
    id: 'boundary-missing',
    title: 'a role has no boundary',
    weakens: 'the cap of roles',
    expected: { kind: 'reachable' },
    sites: (assembly) =>
      rolesOf(assembly, /./).map((role) => ({
        at: `${role.stack.path} ${role.logicalId}`,
        shape: shapeOf(role.stack, `${role.logicalId} `),
        apply: (other) =>
          withProperty(other, current(other, role), { path: 'PermissionsBoundary', value: undefined }),
      })),
  },
  {
    id: 'boundary-missing-and-everything',
    title: 'a role has no boundary and may do everything',
    weakens: 'the cap of roles and what they are given',
    expected: { kind: 'reachable' },
    sites: (assembly) =>
      rolesOf(assembly, ANALYST).map((role) => ({
        at: `${role.stack.path} ${role.logicalId}`,
        shape: shapeOf(role.stack, `${role.logicalId} `),
        apply: (other) =>
          withStatement(
            withProperty(other, current(other, role), { path: 'PermissionsBoundary', value: undefined }),
            role,
            allow('*'),
          ),
      })),
  },
];

function powerSite(role: Placed, statement: Json, into: readonly ('role' | 'boundary')[]): Site {
  return {
    at: `${role.stack.path} ${role.logicalId}`,
    shape: shapeOf(role.stack, `${role.logicalId} `),
    apply: (assembly) => {
      const given = into.includes('role') ? withStatement(assembly, role, statement) : assembly;
      return into.includes('boundary') ? withBoundaryStatement(given, role, statement) : given;
    },
  };
}
