import {
  type DataCellsFilter as ApiFilter,
  type LakeFormationClient,
  ListDataCellsFilterCommand,
  ListPermissionsCommand,
  type PrincipalResourcePermissions,
} from '@aws-sdk/client-lakeformation';

import type { ActualGrants } from '../../../core/access/grants/plan-grants.ts';
import { parseApiResource } from '../../../core/access/lakeformation/api-resource.ts';
import {
  type DataCellsFilter,
  type Grant,
  PERMISSIONS,
  type Permission,
} from '../../../core/access/lakeformation/grant.ts';
import { MeshError } from '../../../core/errors/mesh-error.ts';

/** More grants than this in one catalog are not compared: a sweep must end. */
const PAGES_MAX = 500;

/** All explicit grants and data cells filters of a catalog. */
export async function readGrants(client: LakeFormationClient, catalogId: string): Promise<ActualGrants> {
  const listed = await allPages(async (token) => {
    const page = await client.send(
      new ListPermissionsCommand({ CatalogId: catalogId, ...(token !== undefined && { NextToken: token }) }),
    );
    return { items: page.PrincipalResourcePermissions ?? [], next: page.NextToken };
  });
  const filters = await allPages(async (token) => {
    const page = await client.send(
      new ListDataCellsFilterCommand(token === undefined ? {} : { NextToken: token }),
    );
    return { items: page.DataCellsFilters ?? [], next: page.NextToken };
  });
  return {
    grants: listed.flatMap((entry) => grantOf(entry, catalogId)),
    filters: filters.flatMap((filter) => filterOf(filter, catalogId)),
  };
}

type Page<Item> = { readonly items: readonly Item[]; readonly next: string | undefined };

async function allPages<Item>(
  read: (token: string | undefined) => Promise<Page<Item>>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let token: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const { items: more, next } = await read(token);
    items.push(...more);
    if (!next) return items;
    token = next;
  }
  throw new MeshError(`Lake Formation lists more than ${PAGES_MAX} pages`, {
    code: 'TooManyGrants',
    source: 'platform',
  });
}

/** Entries of resources that we do not know (shared catalogs, expressions) are nobody's declared grants. */
function grantOf(entry: PrincipalResourcePermissions, catalogId: string): readonly Grant[] {
  const principal = entry.Principal?.DataLakePrincipalIdentifier;
  const parsed = parseApiResource(entry.Resource ?? {});
  if (principal === undefined || typeof parsed === 'string') return [];
  if (parsed.catalogId !== undefined && parsed.catalogId !== catalogId) return [];
  return [
    {
      principal,
      resource: parsed.resource,
      permissions: known(entry.Permissions),
      grantable: known(entry.PermissionsWithGrantOption),
    },
  ];
}

function known(names: readonly string[] | undefined): readonly Permission[] {
  return PERMISSIONS.filter((permission) => names?.includes(permission));
}

function filterOf(filter: ApiFilter, catalogId: string): readonly DataCellsFilter[] {
  const {
    TableCatalogId,
    DatabaseName,
    TableName,
    Name,
    ColumnNames = [],
    ColumnWildcard,
    RowFilter,
  } = filter;
  if (!DatabaseName || !TableName || !Name || TableCatalogId !== catalogId) return [];
  const rows = RowFilter?.FilterExpression;
  return [
    {
      database: DatabaseName,
      table: TableName,
      name: Name,
      columns:
        ColumnNames.length > 0
          ? { kind: 'only', names: ColumnNames }
          : { kind: 'except', names: ColumnWildcard?.ExcludedColumnNames ?? [] },
      ...(rows !== undefined && { rows }),
    },
  ];
}
