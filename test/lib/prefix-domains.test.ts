import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { loadSpecFiles } from '../../cli/load/load-spec-files.ts';
import { type Belonging, belongingsOf } from './deployed-belongings.ts';
import {
  type DeployedResource,
  type DeployedRole,
  deployedResources,
  deployedRoles,
  mayDo,
  named,
} from './deployed-policies.ts';
import { synthesizeMesh } from './synthesized-mesh.ts';

const root = resolve(import.meta.dirname, '../..');
const REGION = 'eu-west-1';
const ACCOUNT = '222222222222';
const OTHER_ACCOUNT = '333333333333';

/** Neither reads the other, and their products have the same names. */
const TWINS = ['sales', 'sales-eu'] as const;
type Twin = (typeof TWINS)[number];
const OTHER = { sales: 'sales-eu', 'sales-eu': 'sales' } as const satisfies Record<Twin, Twin>;

/**
 * What two domains may both reach by design, with the reason. Everything else that one of them may touch, or that
 * stands in its stacks, is closed to the other.
 */
const SHARED: readonly { readonly pattern: RegExp; readonly reason: string }[] = [
  {
    pattern: /^arn:aws:glue:[^:]+:\d+:catalog$/,
    reason: 'an account has one catalog; tables are each domain’s',
  },
  {
    pattern: /^arn:aws:s3:::cdk-hnb659fds-assets-\d+-[^/]+\/x\.json$/,
    reason: 'manifests and declared grants are published to the bucket of the account’s bootstrap',
  },
  {
    pattern: /^arn:aws:events:[^:]+:\d+:event-bus\/twins-prod-platform-bus$/,
    reason: 'every domain tells the mesh’s bus what it publishes',
  },
];

/** Actions that have no resource level, so that no policy can keep them to one domain's. */
const ACCOUNT_WIDE: ReadonlySet<string> = new Set([
  // Step Functions sets up its logging as the role of the machine, and AWS lets it do so for the account only.
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
  // Its statement names the one namespace of metrics; a metric says its domain in its dimensions.
  'cloudwatch:PutMetricData',
]);

type Json = Readonly<Record<string, unknown>>;
type Statement = {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
};

type Twins = {
  readonly roles: Readonly<Record<Twin, readonly DeployedRole[]>>;
  readonly statements: (role: DeployedRole) => readonly Statement[];
  /** What its boundary leaves to a role. */
  readonly limits: (role: DeployedRole) => readonly Statement[];
  readonly belongings: Readonly<Record<Twin, readonly Belonging[]>>;
};

/** Two domains out of one, each with the same product, in a mesh that has nothing else. */
async function twinFiles(accounts: Readonly<Record<Twin, string>>): Promise<ReadonlyMap<string, string>> {
  const { files } = await loadSpecFiles(join(root, 'test/permissions/mesh'));
  const copied = [...files]
    .filter(([path]) => path.startsWith('domains/forest/') && !path.includes('/access/'))
    .flatMap(([path, text]) =>
      TWINS.map((twin): readonly [string, string] => [
        path.replace('/forest/', `/${twin}/`),
        text.replace(/prod: "\d+"/, `prod: "${accounts[twin]}"`),
      ]),
    );
  const mesh = [
    'name: twins',
    'title: Twins',
    'classifications: [open, internal, confidential]',
    'environments:',
    '  prod: { region: eu-west-1, platformAccount: "111111111111" }',
  ];
  return new Map([...copied, ['mesh.yaml', mesh.join('\n')]]);
}

function twinsOf(resources: readonly DeployedResource[]): Twins {
  const all = deployedRoles(resources);
  const statements = new Map(
    resources
      .filter(({ type }) => type === 'AWS::IAM::Role')
      .map(({ account, name, properties }) => [
        `arn:aws:iam::${account}:role/${name}`,
        // CloudFormation's shape of a role.
        ((properties['Policies'] ?? []) as readonly Json[]).flatMap((policy) =>
          statementsOf(policy['PolicyDocument']),
        ),
      ]),
  );
  const of = (role: DeployedRole): readonly Statement[] => statements.get(role.arn) ?? [];
  const roles = byTwin((twin) => all.filter(({ domain }) => domain === twin));
  const platform = belongingsOf(
    resources.filter(({ stack }) => stack === 'platform/Platform'),
    resources,
    REGION,
  );
  const belongings = byTwin((twin) => {
    const own = belongingsOf(
      resources.filter(
        ({ stack, name, type }) =>
          stack === `${twin}/Namespace` ||
          stack.startsWith(`${twin}/harvest`) ||
          // Of an account's foundation, which stands for all domains there, the roles.
          (type === 'AWS::IAM::Role' && roles[twin].some((role) => role.name === name)),
      ),
      resources,
      REGION,
    );
    return [...own, ...reachedBy(roles[twin].flatMap(of), [...own, ...platform])];
  });
  return { roles, statements: of, limits: limitsOf(resources), belongings };
}

function limitsOf(resources: readonly DeployedResource[]): Twins['limits'] {
  const boundaries = resources.filter(({ type }) => type === 'AWS::IAM::ManagedPolicy');
  const of = (role: DeployedRole) =>
    resources.find(
      ({ type, name, account }) =>
        type === 'AWS::IAM::Role' && name === role.name && account === role.account,
    );
  return (role) => {
    const arn = String(of(role)?.properties['PermissionsBoundary']);
    const found = boundaries.find(
      ({ account, properties }) =>
        arn === `arn:aws:iam::${account}:policy/${String(properties['ManagedPolicyName'])}`,
    );
    return statementsOf(found?.properties['PolicyDocument']);
  };
}

function byTwin<T>(make: (twin: Twin) => T): Readonly<Record<Twin, T>> {
  return { sales: make('sales'), 'sales-eu': make('sales-eu') };
}

function statementsOf(document: unknown): readonly Statement[] {
  // A policy document, as CloudFormation has it.
  return ((document as Json | undefined)?.['Statement'] ?? []) as readonly Statement[];
}

const list = (value: string | readonly string[] | undefined): readonly string[] =>
  typeof value === 'string' ? [value] : (value ?? []);

/** What statements name: all that a domain's roles are given is that domain's, unless it is shared by design. */
function reachedBy(statements: readonly Statement[], known: readonly Belonging[]): readonly Belonging[] {
  const arns = statements
    .flatMap(({ Resource }) => list(Resource))
    .filter((arn) => arn !== '*')
    .map((arn) => arn.replaceAll('*', 'x'))
    .filter((arn) => !SHARED.some(({ pattern }) => pattern.test(arn)));
  return [...new Set(arns)].map((arn) => {
    const [container] = known.filter((one) => arn === one.arn || arn.startsWith(`${one.arn}/`));
    return { account: accountOf(arn), ...container, arn };
  });
}

const accountOf = (arn: string): string => arn.split(':')[4] || ACCOUNT;

/** Keys that say who asks: nobody chooses these. */
const isChosen = (key: string): boolean => !key.startsWith('aws:Principal');

/** A request's context that meets the conditions of a statement as far as who asks can choose. */
function contextOf({ Condition = {} }: Statement): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.values(Condition)
      .flatMap((keys) => Object.entries(keys))
      .filter(([key]) => isChosen(key))
      .map(([key, values]) => [key, (list(values)[0] ?? '').replaceAll('*', 'x')]),
  );
}

const serviceOf = (arn: string): string => arn.split(':')[2] ?? '';

/** What a role may do with what is not its domain's, by any statement of its own or of the resource. */
function crossed(
  role: DeployedRole,
  statements: readonly Statement[],
  belongings: readonly Belonging[],
): readonly string[] {
  return belongings.flatMap((belonging) => {
    const { arn, account, policy, document } = belonging;
    const service = serviceOf(arn);
    return [...statements, ...statementsOf(document)]
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap((statement) =>
        list(statement.Action)
          .map((action) => action.replaceAll('*', 'x'))
          .filter((action) => !ACCOUNT_WIDE.has(action))
          .filter(
            (action) => action.startsWith(`${service}:`) || (service === 'iam' && action.startsWith('sts:')),
          )
          .filter((action) =>
            mayDo(role, {
              action,
              resource: arn,
              account,
              context: contextOf(statement),
              ...(policy && { policy }),
              // Of keys and roles the own policy decides, too.
              mustAllowByResource: service === 'kms' || action.startsWith('sts:'),
            }),
          )
          .map((action) => `${role.name}: ${action} on ${arn}`),
      );
  });
}

/** What somebody might put on a role by hand, within its boundary. */
const ALL = named('added', {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

describe.each([
  ['one account', { sales: ACCOUNT, 'sales-eu': ACCOUNT }],
  ['two accounts', { sales: ACCOUNT, 'sales-eu': OTHER_ACCOUNT }],
] as const)('two domains in %s, one name the beginning of the other', (_, accounts) => {
  let twins: Twins;
  beforeAll(async () => {
    vi.stubEnv('CDK_VALIDATION', 'false');
    twins = twinsOf(deployedResources(synthesizeMesh(await twinFiles(accounts), { environment: 'prod' })));
  });

  it.each(TWINS)('%s may do nothing with what is the other’s', (twin) => {
    const found = twins.roles[twin].flatMap((role) =>
      crossed(role, twins.statements(role), twins.belongings[OTHER[twin]]),
    );
    expect(found).toEqual([]);
  });

  it.each(TWINS)('%s may do nothing with what is the other’s, whatever its roles are given', (twin) => {
    const found = twins.roles[twin].flatMap((role) =>
      crossed({ ...role, identity: [ALL] }, twins.limits(role), twins.belongings[OTHER[twin]]),
    );
    expect(found).toEqual([]);
  });

  it.each(TWINS)('%s reaches its own by the same measure, or nothing would be shown', (twin) => {
    const found = twins.roles[twin].flatMap((role) =>
      crossed(role, twins.statements(role), twins.belongings[twin]),
    );
    const services = new Set(found.map((one) => one.split(': ')[1]?.split(':')[0] ?? ''));
    expect(twins.roles[twin].length).toBeGreaterThan(10);
    expect([...services].toSorted()).toMatchInlineSnapshot(`
      [
        "athena",
        "dynamodb",
        "events",
        "glue",
        "kms",
        "lambda",
        "logs",
        "s3",
        "sqs",
        "ssm",
        "states",
      ]
    `);
  });
});
