import type { ManifestTable, ProductManifest } from '../../core/pipeline/manifest.ts';
import type { Column } from '../../core/spec/mesh.ts';

const column = (name: string, type: Column['type']): Column => ({
  name,
  type,
  required: true,
  unique: false,
  description: `The ${name}.`,
});

const PRODUCTS_BUCKET = 'aviation-local-operations-products-222222222222-eu-west-1';

export function tableFixture(name: string, overrides: Partial<ManifestTable> = {}): ManifestTable {
  return {
    name,
    glueTable: `${name}_v1`,
    location: `s3://${PRODUCTS_BUCKET}/flights/v1/${name}`,
    description: `All ${name}.`,
    columns: [column('origin', 'string'), column('delay', 'int')],
    primaryKey: [],
    partitionBy: [],
    audit: {
      scan: 'SELECT count(*) AS m0 FROM {{table}}',
      checks: [],
      profile: [{ kind: 'rows', measure: 'm0' }],
      extra: [],
      unchecked: [],
    },
    lineage: {
      origin: [
        { input: { kind: 'source', source: 'raw_flights' }, column: 'origin', transformation: 'IDENTITY' },
        {
          input: {
            kind: 'product',
            product: 'airports.airports' as never, // a brand that only the parser gives
            domain: 'airports',
            productName: 'airports',
            table: 'airports',
            major: 1,
          },
          column: 'iata',
          transformation: 'TRANSFORMATION',
        },
      ],
      delay: [
        { input: { kind: 'source', source: 'raw_flights' }, column: 'delay', transformation: 'AGGREGATION' },
      ],
    },
    ...overrides,
  };
}

/** A product with a source, an upstream in another account, a step and a table. */
export function manifestFixture(overrides: Partial<ProductManifest> = {}): ProductManifest {
  return {
    schema: 'freehold.manifest.v1',
    mesh: 'aviation',
    environment: 'local',
    region: 'eu-west-1',
    account: '222222222222',
    domain: 'operations',
    product: 'flights',
    title: 'Flights',
    owner: { team: 'Operations data', email: 'operations@example.com' },
    major: 1,
    version: '1.2.0',
    load: 'replace',
    after: 'all',
    promises: { completeness: 1 },
    resources: {
      database: 'operations',
      stagingDatabase: 'operations_staging',
      landingDatabase: 'operations_landing',
      landingBucket: 'aviation-local-operations-landing-222222222222-eu-west-1',
      productsBucket: PRODUCTS_BUCKET,
      auditBucket: 'aviation-local-platform-audit-111111111111-eu-west-1',
      registryTable: 'aviation-local-operations-registry',
      bus: 'aviation-local-operations-bus',
      workgroup: 'aviation-local-operations-pipeline',
    },
    inputs: [
      {
        kind: 'product',
        key: 'product:airports.airports@1',
        product: 'airports.airports',
        major: 1,
        database: 'airports',
        table: 'airports_v1',
        catalogId: '333333333333',
        isLinked: true,
      },
      {
        kind: 'source',
        key: 'source:raw_flights',
        database: 'operations_landing',
        table: 'flights_v1__raw_flights',
        bucket: 'aviation-local-operations-landing-222222222222-eu-west-1',
        prefix: 'flights/',
      },
    ],
    steps: [
      {
        name: 'cleaned',
        kind: 'step',
        template: 'SELECT DISTINCT origin, delay FROM {{source:raw_flights}} -- once each',
        columns: [
          { name: 'origin', type: 'string' },
          { name: 'delay', type: 'bigint' },
        ],
      },
      {
        name: 'flights',
        kind: 'table',
        template:
          'SELECT a.iata AS origin, CAST(c.delay AS integer) AS delay FROM {{step:cleaned}} AS c JOIN {{product:airports.airports@1}} AS a ON a.iata = c.origin',
        columns: [
          { name: 'origin', type: 'string' },
          { name: 'delay', type: 'int' },
        ],
      },
    ],
    tables: [tableFixture('flights')],
    ...overrides,
  };
}
