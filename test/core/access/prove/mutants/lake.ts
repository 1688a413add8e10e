import { type Assembly, type Json, type Placed, resourcesOf, withResource } from './assembly.ts';
import type { Expectation, Mutant, Site } from './mutant.ts';
import { domainOf, roleArn, rolesOf } from './roles.ts';
import { current, listOf, shapeOf, siteAt } from './statements.ts';

const reachable: Expectation = { kind: 'reachable' };
const bornClosed: Expectation = {
  kind: 'equivalent',
  because: 'each database is born with empty defaults of its own',
};
const EVERYBODY = {
  DataLakePrincipal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' },
  Permissions: ['ALL'],
};
/** The settings of a database name the same two things otherwise. */
const DEFAULTS = [
  { Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' }, Permissions: ['ALL'] },
];

const settings = (assembly: Assembly): readonly Placed[] =>
  // An account without a catalog of its own has nothing that settings could give away.
  resourcesOf(assembly, 'AWS::LakeFormation::DataLakeSettings').filter(
    ({ stack }) => !stack.path.startsWith('platform/'),
  );
const locations = (assembly: Assembly): readonly Placed[] =>
  resourcesOf(assembly, 'AWS::LakeFormation::Resource');
const databases = (assembly: Assembly): readonly Placed[] =>
  resourcesOf(assembly, 'AWS::Glue::Database').filter(({ properties }) => !isLink(properties));
const isLink = ({ DatabaseInput }: Json): boolean => (DatabaseInput as Json)['TargetDatabase'] !== undefined;
const tags = (assembly: Assembly): readonly Placed[] =>
  resourcesOf(assembly, 'AWS::LakeFormation::TagAssociation');

/** Settings, locations and tags of Lake Formation. */
export const LAKE_MUTANTS: readonly Mutant[] = [
  {
    id: 'administrator-of-account',
    title: 'an analyst administers the lake of its account',
    weakens: 'who administers the lake',
    expected: reachable,
    sites: (assembly) =>
      settings(assembly).flatMap((placed) =>
        administrators(
          placed,
          rolesOf(assembly, /-analyst$/).filter(({ stack }) => stack.account === placed.stack.account),
        ),
      ),
  },
  {
    id: 'administrator-from-elsewhere',
    title: 'an analyst of another domain administers the lake',
    weakens: 'who administers the lake',
    expected: reachable,
    sites: (assembly) =>
      settings(assembly).flatMap((placed) =>
        administrators(
          placed,
          rolesOf(assembly, /-analyst$/)
            .filter(({ stack }) => stack.account !== placed.stack.account)
            .slice(0, 1),
        ),
      ),
  },
  {
    id: 'table-defaults',
    title: 'new tables are open to everybody whom IAM lets in',
    weakens: 'that only declared grants exist',
    expected: bornClosed,
    sites: (assembly) =>
      settings(assembly).map((placed) =>
        siteAt(placed, { path: 'CreateTableDefaultPermissions', value: DEFAULTS }),
      ),
  },
  {
    id: 'database-defaults',
    title: 'new databases are open to everybody whom IAM lets in',
    weakens: 'that only declared grants exist',
    expected: reachable,
    sites: (assembly) =>
      settings(assembly).map((placed) =>
        siteAt(placed, { path: 'CreateDatabaseDefaultPermissions', value: DEFAULTS }),
      ),
  },
  {
    id: 'defaults-unsaid',
    title: 'the settings do not say what new tables are open to, so that AWS’s own defaults hold',
    weakens: 'that only declared grants exist',
    expected: bornClosed,
    sites: (assembly) =>
      settings(assembly).map((placed) =>
        siteAt(placed, { path: 'CreateTableDefaultPermissions', value: undefined }),
      ),
  },
  {
    id: 'database-opens-tables',
    title: 'tables of a database are open to everybody whom IAM lets in',
    weakens: 'that only declared grants exist',
    expected: reachable,
    sites: (assembly) =>
      databases(assembly).map((placed) =>
        siteAt(placed, { path: 'DatabaseInput.CreateTableDefaultPermissions', value: DEFAULTS }),
      ),
  },
  {
    id: 'external-filtering',
    title: 'engines of other accounts filter the data themselves',
    weakens: 'that Lake Formation filters',
    expected: reachable,
    sites: (assembly) =>
      settings(assembly).map((placed) => siteAt(placed, { path: 'AllowExternalDataFiltering', value: true })),
  },
  {
    id: 'full-table-access',
    title: 'engines of others get whole tables without filters',
    weakens: 'that Lake Formation filters',
    expected: reachable,
    sites: (assembly) =>
      settings(assembly).map((placed) =>
        siteAt(placed, { path: 'AllowFullTableExternalDataAccess', value: true }),
      ),
  },
  {
    id: 'hybrid-access',
    title: 'a location is in hybrid mode',
    weakens: 'that Lake Formation decides alone',
    expected: reachable,
    sites: (assembly) =>
      locations(assembly).map((placed) => siteAt(placed, { path: 'HybridAccessEnabled', value: true })),
  },
  {
    id: 'location-unregistered',
    title: 'a location is not registered with Lake Formation',
    weakens: 'that Lake Formation decides alone',
    expected: { kind: 'broken' },
    sites: (assembly) =>
      locations(assembly).map((placed) => ({
        at: `${placed.stack.path} ${placed.logicalId}`,
        shape: shapeOf(placed.stack, `${placed.logicalId} `),
        apply: (before) => withResource(before, current(before, placed), undefined),
      })),
  },
  {
    id: 'location-of-other-domain',
    title: 'a domain registers the bucket of another with its own role',
    weakens: 'whose data Lake Formation vends',
    expected: reachable,
    sites: (assembly) =>
      locations(assembly).flatMap((placed) => {
        const other = locations(assembly).find(({ stack }) => stack.path !== placed.stack.path);
        return other ? [siteAt(placed, { path: 'ResourceArn', value: other.properties['ResourceArn'] })] : [];
      }),
  },
  {
    id: 'tag-of-other-domain',
    title: 'a database is tagged with another domain',
    weakens: 'that tags say whose a database is',
    expected: reachable,
    sites: (assembly) => tags(assembly).flatMap((placed) => otherTags(assembly, placed)),
  },
  {
    id: 'tag-of-other-zone',
    title: 'a database is tagged with another zone',
    weakens: 'that analysts read products only',
    expected: { kind: 'inside' },
    sites: (assembly) =>
      tags(assembly)
        .filter((placed) => !JSON.stringify(placed.properties).includes('"products"'))
        .map((placed) => tagSite(placed, 'zone', ['products'])),
  },
  {
    id: 'tag-dropped',
    title: 'a database does not say its domain',
    weakens: 'that tags say whose a database is',
    expected: { kind: 'inside' },
    sites: (assembly) => tags(assembly).map((placed) => tagSite(placed, 'domain', undefined)),
  },
  {
    id: 'permissions-beside-declarations',
    title: 'a template grants a table to everybody whom IAM lets in',
    weakens: 'that only declared grants exist',
    expected: reachable,
    sites: (assembly) =>
      databases(assembly).map((placed) => permissionSite(placed, EVERYBODY.DataLakePrincipal, false)),
  },
  {
    id: 'grant-option',
    title: 'a template grants tables to another domain with the grant option',
    weakens: 'that only declared grants exist',
    expected: reachable,
    sites: (assembly) =>
      databases(assembly).flatMap((placed) => {
        const other = rolesOf(assembly, /-analyst$/).find(
          (role) => !placed.stack.path.startsWith(`${domainOf(role)}/`),
        );
        return other ? [permissionSite(placed, { DataLakePrincipalIdentifier: roleArn(other) }, true)] : [];
      }),
  },
];

function administrators(placed: Placed, roles: readonly Placed[]): readonly Site[] {
  return roles.map((role) => {
    const words = `Admins with ${String(role.properties['RoleName'])}`;
    return siteAt(placed, { path: 'Admins.+', value: { DataLakePrincipalIdentifier: roleArn(role) }, words });
  });
}

function otherTags(assembly: Assembly, placed: Placed): readonly Site[] {
  const [own] = placed.stack.path.split('/');
  const others = new Set(
    tags(assembly)
      .map(({ stack }) => stack.path.split('/')[0] ?? '')
      .filter((one) => one !== own),
  );
  return [...others].slice(0, 2).map((domain) => tagSite(placed, 'domain', [domain]));
}

function tagSite(placed: Placed, key: string, values: readonly string[] | undefined): Site {
  const all = listOf(placed.properties['LFTags']) as readonly Json[];
  const index = all.findIndex((tag) => tag['TagKey'] === key);
  const value = values === undefined ? undefined : { ...all[index], TagValues: values };
  return siteAt(placed, { path: `LFTags.${index}`, value, words: `${key} ${String(values)}` });
}

function permissionSite({ stack, logicalId, properties }: Placed, principal: Json, mayGrant: boolean): Site {
  const Properties = {
    Catalog: stack.account,
    Principal: principal,
    Resource: {
      Table: { CatalogId: stack.account, DatabaseName: properties['DatabaseName'], TableWildcard: {} },
    },
    Permissions: ['SELECT', 'DESCRIBE'],
    PermissionsWithGrantOption: mayGrant ? ['SELECT'] : [],
  };
  return {
    at: `${stack.path} permissions on ${logicalId}`,
    shape: shapeOf(stack, `permissions on ${logicalId} `),
    apply: (before) =>
      withResource(
        before,
        { ...current(before, { stack, logicalId }), logicalId: 'GrantedBeside' },
        { Type: 'AWS::LakeFormation::PrincipalPermissions', Properties },
      ),
  };
}
