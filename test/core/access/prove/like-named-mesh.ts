import type { SpecFiles } from '../../../../core/spec/spec-files.ts';

/** What a mesh reads of another domain's product. */
type Reading = {
  readonly of: string;
  readonly roles?: readonly string[];
  readonly columns?: readonly string[];
  readonly rows?: string;
  readonly expires: string;
};

type Domain = {
  readonly name: string;
  readonly account: string;
  readonly reads: readonly Reading[];
  readonly roles?: readonly string[];
};

/**
 * Domains whose names are prefixes of each other, the first two in one account, all with products of the same
 * name; between them every kind of subscription, and two domains that read nothing.
 */
const DOMAINS: readonly Domain[] = [
  { name: 'sales', account: '222222222222', reads: [] },
  {
    name: 'sales-eu',
    account: '222222222222',
    roles: ['trainee'],
    reads: [
      { of: 'sales', roles: ['analyst'], columns: ['order_id', 'region', 'amount'], expires: '2027-06-30' },
      { of: 'sales', roles: ['trainee'], rows: "region = 'EU'", expires: '2027-01-31' },
    ],
  },
  {
    name: 'sales-eu-west',
    account: '333333333333',
    reads: [{ of: 'sales-eu', roles: ['analyst', 'pipeline'], expires: '2027-03-31' }],
  },
  { name: 'staff', account: '444444444444', reads: [] },
  {
    name: 'trustees',
    account: '555555555555',
    reads: [
      {
        of: 'sales',
        roles: ['analyst'],
        columns: ['order_id', 'region', 'customer'],
        rows: "region = 'EU'",
        expires: '2027-06-30',
      },
    ],
  },
];

export const LIKE_NAMED = { environment: 'prod', domains: DOMAINS.map(({ name }) => name) };

/** The files of the mesh. */
export function likeNamedMesh(): SpecFiles {
  return new Map<string, string>([
    [
      'mesh.yaml',
      lines(
        'name: twins',
        'title: Twins',
        'classifications: [open, internal, confidential]',
        'environments:',
        '  prod: { region: eu-west-1, platformAccount: "111111111111", organization: o-twins00000 }',
      ),
    ],
    ...DOMAINS.flatMap((domain) => domainFiles(domain)),
  ]);
}

const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`;

function domainFiles(domain: Domain): readonly (readonly [string, string])[] {
  const { name, account, roles = [] } = domain;
  const directory = `domains/${name}/products/orders`;
  return [
    [
      `domains/${name}/domain.yaml`,
      lines(
        `title: Domain ${name}`,
        `owner: { team: ${name}-team, email: ${name}@example.com }`,
        'secrets:',
        '  partner: { description: Token of the partner., readers: [engineer] }',
        'accounts:',
        `  prod: "${account}"`,
        ...(roles.length === 0 ? [] : ['roles:', ...roles.map((role) => `  ${role}: { title: ${role} }`)]),
      ),
    ],
    [`${directory}/contract.yaml`, contract(name)],
    [`${directory}/pipeline.yaml`, PIPELINE],
    [
      `${directory}/orders.sql`,
      'SELECT cast(order_id AS bigint) AS order_id, region, customer, cast(amount AS bigint) AS amount FROM raw\n',
    ],
    ...DOMAINS.flatMap((consumer) =>
      consumer.reads
        .filter(({ of }) => of === name)
        .map((reading, index): readonly [string, string] => [
          `${directory}/access/${consumer.name}-${index}.yaml`,
          access(consumer, reading),
        ]),
    ),
  ];
}

const PIPELINE = lines(
  'sources:',
  '  raw:',
  '    prefix: orders/',
  '    format: csv',
  '    columns: { order_id: string, region: string, customer: string, amount: string }',
);

const COLUMNS = [
  ['order_id', 'integer', 'bigint'],
  ['region', 'string', 'string'],
  ['customer', 'string', 'string'],
  ['amount', 'integer', 'bigint'],
] as const;

function contract(domain: string): string {
  return lines(
    'apiVersion: v3.1.0',
    'kind: DataContract',
    `id: twins-${domain}-orders`,
    'name: Orders',
    'version: 1.0.0',
    'status: active',
    'description: { purpose: Orders of the domain. }',
    'schema:',
    '  - name: orders',
    '    description: One row for each order.',
    '    properties:',
    ...COLUMNS.flatMap(([name, logical, physical], index) => [
      `      - name: ${name}`,
      `        logicalType: ${logical}`,
      `        physicalType: ${physical}`,
      `        description: Column ${name}.`,
      '        classification: internal',
      ...(index === 0 ? ['        primaryKey: true', '        required: true'] : []),
    ]),
    'slaProperties:',
    '  - { property: latency, value: 1, unit: d }',
  );
}

function access(consumer: Domain, { of, roles, columns, rows, expires }: Reading): string {
  return lines(
    `consumer: ${consumer.name}`,
    ...(roles ? [`roles: [${roles.join(', ')}]`] : []),
    `purpose: ${consumer.name} works with it.`,
    ...(columns ? [`columns: [${columns.join(', ')}]`] : []),
    ...(rows === undefined ? [] : [`rows: "${rows}"`]),
    `expires: ${expires}`,
    `approvedBy: [${of}@example.com]`,
  );
}
