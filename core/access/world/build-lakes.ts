import { isRecord } from '../../cloudformation/intrinsic.ts';
import { deployerArn } from '../../naming/names.ts';
import { property, records, texts } from '../../template-rules/property.ts';
import type { DeclaredGrantsDocument } from '../grants/declaration.ts';
import { declaredGrant } from '../grants/declared-grant.ts';
import { type Grant, IAM_ALLOWED_PRINCIPALS } from '../lakeformation/grant.ts';
import type { Catalog } from './build-catalog.ts';
import { lakeState } from './lake-state.ts';
import type { ResolvedResource } from './resolve-stack.ts';
import type { Origin, WorldUnknown } from './world.ts';
import type { WorldInput } from './world-input.ts';
import type { WorldGrant, WorldLake, WorldRegistration } from './world-lake.ts';

type Lakes = { readonly lakes: ReadonlyMap<string, WorldLake>; readonly unknowns: readonly WorldUnknown[] };

export const LAKE_TYPES: readonly string[] = [
  'AWS::LakeFormation::DataLakeSettings',
  'AWS::LakeFormation::Resource',
  'AWS::LakeFormation::Tag',
  'AWS::LakeFormation::TagAssociation',
  'Custom::FreeholdGrants',
];

/** Lake Formation of every account, as the templates and the declared grants leave it. */
export function buildLakes(
  resources: readonly ResolvedResource[],
  catalog: Catalog,
  documentOf: WorldInput['documentOf'],
): Lakes {
  const byAccount = Map.groupBy(resources, ({ stack }) => stack.account);
  const documents = resources
    .filter(({ type }) => type === 'Custom::FreeholdGrants')
    .map((resource) => declared(resource, documentOf));
  const grants = documents.flatMap((one) => one.grants);
  const lakes = [...byAccount].map(([account, own]) => {
    const here = catalogOf(catalog, account);
    const all = [...grants.filter(({ catalogId }) => catalogId === account), ...openGrants(own, here)];
    return [account, lakeOf(account, own, { catalog: here, grants: all })] as const;
  });
  return {
    lakes: new Map(lakes),
    unknowns: documents.flatMap(({ unknown }) => (unknown ? [unknown] : [])),
  };
}

type GrantInCatalog = WorldGrant & { readonly catalogId?: string };

function catalogOf(catalog: Catalog, account: string): Catalog {
  return {
    ...catalog,
    databases: catalog.databases.filter((one) => one.account === account),
    tables: catalog.tables.filter((one) => one.account === account),
  };
}

function lakeOf(
  account: string,
  own: readonly ResolvedResource[],
  { catalog, grants }: { readonly catalog: Catalog; readonly grants: readonly GrantInCatalog[] },
): WorldLake {
  const settings = own.filter(({ type }) => type === 'AWS::LakeFormation::DataLakeSettings');
  const admins = settings.flatMap(({ properties }) =>
    records(properties['Admins']).flatMap((admin) => texts(admin['DataLakePrincipalIdentifier'])),
  );
  const region = own[0]?.stack.region ?? '';
  const state = lakeState({
    catalogId: account,
    admins,
    grants,
    associations: own
      .filter(({ type }) => type === 'AWS::LakeFormation::TagAssociation')
      .map(({ properties }) => properties),
    makerOf: (arn) => catalog.makers.get(arn) ?? deployerArn(account, region),
    catalog,
  });
  const opens = settings.flatMap(({ properties }) =>
    OPENING.filter((key) => properties[key] === true || properties[key] === 'true'),
  );
  return {
    account,
    state,
    grants,
    registrations: own.filter(({ type }) => type === 'AWS::LakeFormation::Resource').map(registration),
    ...(opens.length > 0 && { opens }),
    ...(settings[0] && { settings: settings[0].origin }),
  };
}

/** Settings that let other engines read without Lake Formation's filters. */
const OPENING = ['AllowExternalDataFiltering', 'AllowFullTableExternalDataAccess'] as const;

function registration({ properties, owner, origin }: ResolvedResource): WorldRegistration {
  const role = properties['RoleArn'];
  return {
    location: String(properties['ResourceArn']).replace(/\/+$/, ''),
    roleArn: typeof role === 'string' ? role : undefined,
    isHybrid: properties['HybridAccessEnabled'] === true || properties['HybridAccessEnabled'] === 'true',
    owner,
    origin,
  };
}

function declared(resource: ResolvedResource, documentOf: WorldInput['documentOf']) {
  const { properties, owner, origin } = resource;
  const key = String(properties['key']);
  const document = documentOf(key);
  if (!isDeclaration(document)) {
    return { grants: [], unknown: { what: `the declared grants ${key} cannot be read`, owner, origin } };
  }
  const grants = document.grants.map((declaration): GrantInCatalog => {
    const { grant, filter } = declaredGrant(declaration);
    const { catalogId } = declaration.target;
    return { grant, ...(filter && { filter }), owner, declaration, origin, catalogId };
  });
  return { grants, unknown: undefined };
}

/** Written by `DeclaredGrants`, which has its schema in its first line. */
function isDeclaration(document: unknown): document is DeclaredGrantsDocument {
  return property(document, 'schema') === 'freehold.grants.v1' && Array.isArray(property(document, 'grants'));
}

/** What `IAM_ALLOWED_PRINCIPALS` is given at birth, where neither the account nor the database says that it is not. */
function openGrants(own: readonly ResolvedResource[], catalog: Catalog): readonly GrantInCatalog[] {
  const [settings] = own.filter(({ type }) => type === 'AWS::LakeFormation::DataLakeSettings');
  const forDatabases = isOpen(settings?.properties['CreateDatabaseDefaultPermissions']);
  const forTables = isOpen(settings?.properties['CreateTableDefaultPermissions']);
  const inputs = new Map(
    own
      .filter(({ type }) => type === 'AWS::Glue::Database')
      .map(({ name, properties }) => [name.toLowerCase(), properties['DatabaseInput']]),
  );
  const birth = (database: string): unknown =>
    property(inputs.get(database), 'CreateTableDefaultPermissions');
  const isOpenIn = (database: string): boolean =>
    birth(database) === undefined ? forTables : isOpen(birth(database));
  return [
    ...(forDatabases ? catalog.databases : []).map(({ name, owner, origin }) =>
      toEverybody({ kind: 'database', database: name }, owner, origin),
    ),
    ...catalog.databases
      .filter(({ name, target }) => target === undefined && isOpenIn(name))
      .map(({ name, owner, origin }) => toEverybody({ kind: 'all-tables', database: name }, owner, origin)),
  ];
}

/** AWS lets everybody whom IAM lets in, unless a list is there and does not name that group. */
function isOpen(defaults: unknown): boolean {
  if (!Array.isArray(defaults)) return true;
  return defaults.some(
    (entry) =>
      !isRecord(entry) || property(entry, 'Principal.DataLakePrincipalIdentifier') === IAM_ALLOWED_PRINCIPALS,
  );
}

function toEverybody(resource: Grant['resource'], owner: string, origin: Origin): GrantInCatalog {
  return {
    grant: { principal: IAM_ALLOWED_PRINCIPALS, resource, permissions: ['ALL'], grantable: [] },
    owner,
    origin,
  };
}
