import type { Question } from './question.ts';
import type { Random } from './random.ts';

type Typed = {
  readonly operators: readonly [string, ...string[]];
  readonly keys: readonly [string, ...string[]];
  /** What policies say, some of it unreadable. */
  readonly wanted: readonly [string, ...string[]];
  readonly values: readonly [string, ...string[]];
};

const ORDERS = ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'];
const ordered = (prefix: string): readonly [string, ...string[]] => [
  `${prefix}Equals`,
  ...ORDERS.slice(1).map((order) => `${prefix}${order}`),
];

const TYPES: readonly [Typed, ...Typed[]] = [
  {
    operators: [
      'StringEquals',
      'StringNotEquals',
      'StringEqualsIgnoreCase',
      'StringNotEqualsIgnoreCase',
      'StringLike',
      'StringNotLike',
    ],
    keys: ['aws:PrincipalTag/domain', 'aws:TagKeys', 'k'],
    wanted: [
      'sales',
      'Sales',
      'sal*',
      's?les',
      '*',
      '${k}',
      "${absent, 'sales'}",
      '${absent}',
      'sales${*}',
      '${$}{k}',
      '${k}*',
      'finance',
    ],
    values: ['sales', 'SALES', 'sales*', 'sales-eu', 'finance', ''],
  },
  {
    operators: ['ArnEquals', 'ArnNotEquals', 'ArnLike', 'ArnNotLike'],
    keys: ['aws:SourceArn', 'aws:PrincipalArn'],
    wanted: [
      'arn:aws:s3:::sales*',
      'arn:aws:iam::*:role/*',
      'arn:aws:s3:::${k}',
      '*',
      'arn:aws:*:role/x',
      'arn:aws:s3:::sales',
    ],
    values: ['arn:aws:s3:::sales', 'arn:aws:iam::111111111111:role/x', 'arn:aws:s3:::sales:x', 'no arn'],
  },
  {
    operators: ['IpAddress', 'NotIpAddress'],
    keys: ['aws:SourceIp'],
    wanted: ['10.0.0.0/8', '10.1.2.3', '2001:db8::/33', '::1', '0.0.0.0/0', '10.0.0.0/99'],
    values: ['10.1.2.3', '11.1.2.3', '2001:db8::5', '2001:db8:8000::5', '::1', 'nowhere'],
  },
  {
    operators: ordered('Numeric'),
    keys: ['s3:max-keys'],
    wanted: ['10', '-1.5', '1000', 'few'],
    values: ['10', '10.0', '9.5', '-3', '2000', 'many'],
  },
  {
    operators: ordered('Date'),
    keys: ['aws:CurrentTime'],
    wanted: ['2026-01-01T00:00:00Z', '1767225600', '2027-06-30', 'soon'],
    values: ['2026-01-01T00:00:00Z', '1767225600', '1700000000', '2030-12-31', 'later'],
  },
  {
    operators: ['Bool'],
    keys: ['aws:SecureTransport'],
    wanted: ['true', 'false', 'TRUE', 'perhaps'],
    values: ['true', 'false', 'True'],
  },
  { operators: ['BinaryEquals'], keys: ['b'], wanted: ['QmlnCg==', 'eA=='], values: ['QmlnCg==', 'eQ=='] },
];

/** All operators without their quantifiers and `IfExists`, in lower case. */
export const OPERATORS: readonly string[] = [
  'null',
  ...TYPES.flatMap(({ operators }) => operators.map((operator) => operator.toLowerCase())),
];

export function randomCondition(random: Random): Readonly<Record<string, unknown>> {
  const blocks = random.some([1, 2], () => {
    const { operators, keys, wanted } = random.pick(TYPES);
    const key = random.chance(0.2) ? random.pick(keys).toUpperCase() : random.pick(keys);
    const one = random.pick(wanted);
    const value = random.chance(0.6) ? one : [one, random.pick(wanted)];
    if (random.chance(0.1)) return ['Null', { [key]: random.pick(['true', 'false', 'maybe']) }] as const;
    return [operatorOf(random, random.pick(operators)), { [key]: value }] as const;
  });
  return Object.fromEntries(blocks);
}

function operatorOf(random: Random, base: string): string {
  if (random.chance(0.01))
    return random.pick(['StringMatches', 'ForNoValue:StringEquals', 'NullIfExists', 'a:b:Bool']);
  const many = random.chance(0.3) ? random.pick(['ForAllValues:', 'ForAnyValue:']) : '';
  const name = random.chance(0.1) ? base.toUpperCase() : base;
  return `${many}${name}${random.chance(0.25) ? 'IfExists' : ''}`;
}

/** Values for most keys, and some that nobody knows. */
export function randomContext(random: Random): Pick<Question, 'context' | 'mayHave'> {
  const context: Record<string, string | readonly string[]> = {};
  const mayHave: string[] = [];
  for (const { keys, values } of TYPES) {
    for (const key of keys) {
      const isMany = random.chance(key === 'aws:TagKeys' ? 0.7 : 0.08);
      if (random.chance(0.75)) {
        context[key] = isMany ? random.some([0, 3], () => random.pick(values)) : random.pick(values);
      } else if (random.chance(0.3)) mayHave.push(key.toLowerCase());
    }
  }
  if (random.chance(0.4)) context['aws:username'] = random.pick(['a', '*', 'ann']);
  if (random.chance(0.5)) context['kms:EncryptionContext:purpose'] = random.pick(['x', 'y']);
  else mayHave.push('kms:encryptioncontext:purpose');
  if (random.chance(0.4))
    context['kms:EncryptionContextKeys'] = random.pick([['purpose'], ['purpose', 'other'], ['Purpose']]);
  return { context, mayHave };
}
