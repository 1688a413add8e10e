import { isRecord } from '../../cloudformation/intrinsic.ts';
import { property, records, texts } from '../../template-rules/property.ts';
import type { ResolvedResource } from './resolve-stack.ts';
import { s3Arn } from './s3-arn.ts';
import type { WorldUnknown } from './world.ts';
import type { WorldInput } from './world-input.ts';
import type { ResourceOf } from './world-resource.ts';

export type Catalog = {
  readonly databases: readonly ResourceOf<'database'>[];
  readonly tables: readonly ResourceOf<'table'>[];
  /** ARN of the function's role that makes a table, by the table's ARN; CloudFormation makes the others. */
  readonly makers: ReadonlyMap<string, string>;
  readonly unknowns: readonly WorldUnknown[];
};

export const CATALOG_TYPES: readonly string[] = [
  'AWS::Glue::Database',
  'AWS::Glue::Table',
  'Custom::FreeholdTables',
  // Writes the one object of a table that the template describes, and nothing into the catalog.
  'Custom::FreeholdTokenKey',
];

/** Databases, and tables: those of the templates, and those that the manifests of products describe. */
export function buildCatalog(
  resources: readonly ResolvedResource[],
  documentOf: WorldInput['documentOf'],
): Catalog {
  const of = (type: string) => resources.filter((resource) => resource.type === type);
  const roleOfFunction = new Map(
    of('AWS::Lambda::Function').map(({ arn, properties }) => [arn, String(properties['Role'])]),
  );
  const made = of('Custom::FreeholdTables').map((resource) => productTables(resource, documentOf));
  const makers = new Map(
    made.flatMap(({ tables, serviceToken }) =>
      tables.map(({ arn }) => [arn, roleOfFunction.get(serviceToken) ?? serviceToken] as const),
    ),
  );
  return {
    databases: [
      ...of('AWS::Glue::Database').map(database),
      ...distinctLinks(
        of('Custom::FreeholdGrants').flatMap((resource) => declaredLinks(resource, documentOf)),
      ),
    ],
    tables: [...of('AWS::Glue::Table').map(table), ...made.flatMap(({ tables }) => tables)],
    makers,
    unknowns: made.flatMap(({ unknown }) => (unknown ? [unknown] : [])),
  };
}

function database(resource: ResolvedResource): ResourceOf<'database'> {
  const { arn, name, owner, origin, stack, properties } = resource;
  const target = property(properties, 'DatabaseInput.TargetDatabase');
  const location = property(properties, 'DatabaseInput.LocationUri');
  const common = {
    kind: 'database',
    arn,
    name: name.toLowerCase(),
    account: stack.account,
    owner,
    origin,
  } as const;
  return {
    ...common,
    ...(typeof location === 'string' && { location: s3Arn(location) }),
    ...(isRecord(target) && {
      target: { account: String(target['CatalogId']), database: String(target['DatabaseName']) },
    }),
  };
}

/** Links that the reconciler keeps while something is shared behind them; they count as there. */
function declaredLinks(
  { owner, origin, stack, properties }: ResolvedResource,
  documentOf: WorldInput['documentOf'],
): readonly ResourceOf<'database'>[] {
  const { account, region } = stack;
  return records(property(documentOf(String(properties['key'])), 'links')).map((link) => {
    const name = String(link['database']);
    return {
      kind: 'database',
      arn: `arn:aws:glue:${region}:${account}:database/${name}`,
      name,
      account,
      owner,
      origin,
      target: { account: String(link['catalogId']), database: name },
    };
  });
}

/** Domains of one account have one link to a producer. */
function distinctLinks(links: readonly ResourceOf<'database'>[]): readonly ResourceOf<'database'>[] {
  return [...new Map(links.map((link) => [link.arn, link])).values()];
}

function table(resource: ResolvedResource): ResourceOf<'table'> {
  const { arn, name, owner, origin, stack, properties } = resource;
  const input = properties['TableInput'];
  const target = property(input, 'TargetTable');
  const location = property(input, 'StorageDescriptor.Location');
  return {
    kind: 'table',
    arn,
    account: stack.account,
    owner,
    origin,
    database: String(properties['DatabaseName']).toLowerCase(),
    name: name.toLowerCase(),
    columns: [
      ...columnNames(property(input, 'StorageDescriptor.Columns')),
      ...columnNames(property(input, 'PartitionKeys')),
    ],
    ...(typeof location === 'string' && { location: s3Arn(location) }),
    ...(isRecord(target) && {
      target: {
        account: String(target['CatalogId']),
        database: String(target['DatabaseName']),
        table: String(target['Name']),
      },
    }),
  };
}

function columnNames(columns: unknown): readonly string[] {
  return records(columns).flatMap((column) =>
    texts(column['Name'] ?? column['name']).map((name) => name.toLowerCase()),
  );
}

/** The tables that `provision-table` makes of a product's manifest. */
function productTables(resource: ResolvedResource, documentOf: WorldInput['documentOf']) {
  const { properties, owner, origin, stack } = resource;
  const serviceToken = String(properties['ServiceToken']);
  const key = String(properties['key']);
  const manifest = documentOf(key);
  const name = property(manifest, 'resources.database');
  if (typeof name !== 'string') {
    const unknown = { what: `the manifest ${key} cannot be read`, owner, origin };
    return { serviceToken, tables: [], unknown };
  }
  const tables = records(property(manifest, 'tables')).map((one): ResourceOf<'table'> => {
    const glueTable = String(one['glueTable']).toLowerCase();
    return {
      kind: 'table',
      arn: `arn:aws:glue:${stack.region}:${stack.account}:table/${name}/${glueTable}`,
      account: stack.account,
      owner,
      origin,
      database: name,
      name: glueTable,
      columns: columnNames(one['columns']),
      location: s3Arn(String(one['location'])),
    };
  });
  return { serviceToken, tables, unknown: undefined };
}
