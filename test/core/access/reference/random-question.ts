import { randomCondition, randomContext } from './random-condition.ts';
import type { Random } from './random.ts';
import type { Policies, Question, Who } from './question.ts';

const A = '111111111111';
const B = '222222222222';

const ACTIONS = [
  's3:GetObject',
  's3:PutObject',
  's3:ListBucket',
  'kms:Decrypt',
  'kms:GenerateDataKey',
  'sts:AssumeRole',
  'glue:GetTable',
] as const;
const ACTION_PATTERNS = [
  ...ACTIONS,
  '*',
  's3:*',
  'S3:get*',
  'kms:*',
  '*:Get*',
  's3:?utObject',
  'sts:assumerole',
] as const;
const RESOURCES = [
  'arn:aws:s3:::sales/a/1',
  'arn:aws:s3:::sales-eu/a/1',
  `arn:aws:kms:eu-west-1:${A}:key/k1`,
  `arn:aws:iam::${B}:role/reader`,
  `arn:aws:glue:eu-west-1:${A}:table/db/t`,
  'arn:aws:s3:::*/odd:name',
  '*',
] as const;
const RESOURCE_PATTERNS = [
  ...RESOURCES,
  '*',
  '**',
  'arn:aws:s3:::sales*/*',
  'arn:aws:s3:::sales/*',
  'arn:aws:s3:::sal?s/a/?',
  'arn:aws:s3:::${aws:PrincipalTag/domain}/*',
  "arn:aws:s3:::${aws:PrincipalTag/absent, 'sales'}/*",
  'arn:aws:s3:::${*}/*',
  'arn:aws:s3:::sales/${aws:username}/*',
  'arn:aws:*:*:*:*',
  `arn:aws:*:*:${A}:*`,
  'arn:aws:glue:*:table/db/t',
  'arn:*',
  '*:*:*:*:*:*',
] as const;

const ROLES: readonly [Who, ...Who[]] = [
  {
    kind: 'role',
    arn: `arn:aws:iam::${A}:role/reader`,
    sessionArn: `arn:aws:sts::${A}:assumed-role/reader/s`,
    accountId: A,
  },
  {
    kind: 'role',
    arn: `arn:aws:iam::${A}:role/aws-service-role/x.amazonaws.com/linked`,
    sessionArn: `arn:aws:sts::${A}:assumed-role/linked/s`,
    accountId: A,
  },
];
const OTHERS: readonly [Who, ...Who[]] = [
  { kind: 'user', arn: `arn:aws:iam::${A}:user/ann`, accountId: A },
  { kind: 'root', accountId: A },
  { kind: 'service', service: 'events.amazonaws.com' },
  { kind: 'federated', provider: 'accounts.example.com' },
  { kind: 'anonymous' },
];

const PRINCIPALS: readonly [unknown, ...unknown[]] = [
  { AWS: A },
  { AWS: `arn:aws:iam::${A}:root` },
  { AWS: `arn:aws:iam::${A}:role/reader` },
  { AWS: `arn:aws:sts::${A}:assumed-role/reader/s` },
  { AWS: `arn:aws:iam::${A}:user/ann` },
  { AWS: [A, `arn:aws:iam::${A}:role/reader`, `arn:aws:sts::${A}:assumed-role/reader/s`] },
  { AWS: [`arn:aws:iam::${A}:user/ann`, A] },
  { AWS: B },
  { AWS: '*' },
  { AWS: 'AROAEXAMPLEID' },
  { AWS: `arn:aws:iam::${A}:role/*` },
  { Service: 'events.amazonaws.com' },
  { Service: ['lambda.amazonaws.com', 'events.amazonaws.com'] },
  { Federated: 'accounts.example.com' },
  { CanonicalUser: '79a59d' },
  '*',
];

type Json = Readonly<Record<string, unknown>>;

/** A request with policies of every kind, in which much fits and some is not understood. */
export function randomQuestion(random: Random): Question {
  const isRole = random.chance(0.5);
  const principal = isRole ? (random.chance(0.9) ? ROLES[0] : random.pick(ROLES)) : random.pick(OTHERS);
  return {
    principal,
    action: random.pick(ACTIONS),
    resource: random.pick(RESOURCES),
    resourceAccount: random.chance(0.65) ? A : B,
    mustAllowByResource: random.chance(0.2),
    ...randomContext(random),
    policies: randomPolicies(random),
  };
}

function randomPolicies(random: Random): Policies {
  const limit = (names: boolean): readonly Json[] => [
    randomDocument(random, { names, isBroad: random.chance(0.8) }),
  ];
  const maybe = <T>(key: string, probability: number, make: () => T) =>
    random.chance(probability) ? { [key]: make() } : {};
  const levels = (names: boolean) => random.some([1, 2], () => limit(names));
  return {
    identity: random.some([0, 2], () =>
      randomDocument(random, { names: false, isBroad: random.chance(0.4) }),
    ),
    ...maybe('boundary', 0.3, () => limit(false)[0]),
    ...maybe('session', 0.2, () => (random.chance(0.1) ? [] : limit(false))),
    ...maybe('scps', 0.2, () => levels(false)),
    ...maybe('rcps', 0.2, () => levels(true)),
    ...maybe('managementAccount', 0.15, () => random.pick([A, B])),
    ...maybe('endpoint', 0.15, () => limit(true)[0]),
    ...maybe('resource', 0.6, () => randomDocument(random, { names: true, isBroad: random.chance(0.15) })),
    ...maybe('keyGrants', 0.3, () => [keyGrant(random)]),
  };
}

function keyGrant(random: Random) {
  const pairs = random.pick([{ purpose: 'x' }, { purpose: 'x', other: 'y' }]);
  return {
    id: 'grant',
    grantee: random.pick([
      ROLES[0].kind === 'role' ? ROLES[0].arn : '',
      `arn:aws:iam::${A}:user/ann`,
      'events.amazonaws.com',
    ]),
    operations: random.pick([['Decrypt'], ['Decrypt', 'GenerateDataKey']]),
    ...(random.chance(0.6) && { encryptionContext: { pairs, isWhole: random.chance(0.5) } }),
  };
}

type Kind = { readonly names: boolean; readonly isBroad: boolean };

/** A policy's document; of a kind that `names` principals or not. */
export function randomDocument(random: Random, { names, isBroad }: Kind): Json {
  const statements = random.some([1, 3], () => randomStatement(random, names));
  const broad = { Effect: 'Allow', Action: '*', Resource: '*', ...(names && { Principal: '*' }) };
  const stray = random.chance(0.01) ? { Statements: [] } : {};
  return { ...version(random), ...stray, Statement: [...statements, ...(isBroad ? [broad] : [])] };
}

function version(random: Random): Json {
  if (random.chance(0.01)) return { Version: '2030-01-01' };
  return random.chance(0.1) ? {} : { Version: '2012-10-17' };
}

export function randomStatement(random: Random, names: boolean): unknown {
  if (random.chance(0.005)) return 'no statement';
  const list = (from: readonly [string, ...string[]]): unknown =>
    random.chance(0.5) ? random.pick(from) : random.some([1, 3], () => random.pick(from));
  const element = (name: string, value: unknown): Json => ({
    [random.chance(0.12) ? `Not${name}` : name]: value,
  });
  return {
    Effect: random.chance(0.005) ? 'Perhaps' : random.chance(0.75) ? 'Allow' : 'Deny',
    ...element('Action', list(ACTION_PATTERNS)),
    ...(random.chance(0.98) && element('Resource', list(RESOURCE_PATTERNS))),
    ...(random.chance(names ? 0.98 : 0.01) && element('Principal', random.pick(PRINCIPALS))),
    ...(random.chance(0.5) && { Condition: randomCondition(random) }),
    ...(random.chance(0.01) && { Ressource: '*' }),
    ...(random.chance(0.01) && { Action: 's3:*', NotAction: 's3:*' }),
  };
}
