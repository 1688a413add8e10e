import type {
  ListPermissionsCommandInput,
  ListPermissionsCommandOutput,
  PrincipalResourcePermissions,
} from '@aws-sdk/client-lakeformation';
import { type Grant, type GrantResource, resourceKey } from '../../../../core/access/lakeformation/grant.ts';
import { renderApiResource } from '../../../../core/access/lakeformation/render-resource.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { page } from '../../glue/page.ts';
import { parseResource } from '../grant-entry.ts';
import { invalidInput } from '../lake-error.ts';
import { callerSeesAll, lakeRequest, ownCatalog } from '../lake-request.ts';
import { lakePrincipal } from '../lake-state-of.ts';
import { lakeStore } from '../store.ts';

/** Lists explicit grants: all of them for an administrator, their own for others. */
export const listPermissions = defineOperation<ListPermissionsCommandInput, ListPermissionsCommandOutput>({
  service: 'lakeformation',
  name: 'ListPermissions',
  authorize: () => lakeRequest('ListPermissions'),
  handle: (input, context) => {
    const scope = ownCatalog(context, input.CatalogId);
    if (input.IncludeRelated !== undefined && input.IncludeRelated !== 'FALSE') {
      throw invalidInput('the sandbox lists explicit grants: leave IncludeRelated out');
    }
    const wanted = input.Resource && parseResource(context, input.Resource, input.CatalogId);
    const isType = typeFilter(input.ResourceType);
    const principal = input.Principal?.DataLakePrincipalIdentifier;
    const own = callerSeesAll(context, scope) ? undefined : lakePrincipal(context.caller);
    const grants = lakeStore(context.cloud)
      .grants.list(scope, principal === undefined ? '' : `${principal}|`)
      .map(([, grant]) => grant)
      .filter((grant) => own === undefined || grant.principal === own)
      .filter(({ resource }) => isType(resource) && (!wanted || isAbout(resource, wanted)));
    const { items, ...more } = page(
      grants.flatMap((grant) => render(grant, scope.accountId)),
      input,
    );
    return { PrincipalResourcePermissions: items, ...more };
  },
});

const TYPES: Readonly<Record<string, (resource: GrantResource) => boolean>> = {
  CATALOG: ({ kind }) => kind === 'catalog',
  DATABASE: ({ kind }) => kind === 'database',
  TABLE: ({ kind }) => kind === 'table' || kind === 'all-tables' || kind === 'columns' || kind === 'filter',
  DATA_LOCATION: ({ kind }) => kind === 'data-location',
  LF_TAG: ({ kind }) => kind === 'tag',
  LF_TAG_POLICY: ({ kind }) => kind === 'tag-policy',
  LF_TAG_POLICY_DATABASE: (resource) => resource.kind === 'tag-policy' && resource.on === 'DATABASE',
  LF_TAG_POLICY_TABLE: (resource) => resource.kind === 'tag-policy' && resource.on === 'TABLE',
};

function typeFilter(type: string | undefined): (resource: GrantResource) => boolean {
  if (type === undefined) return () => true;
  const filter = TYPES[type];
  if (!filter) throw invalidInput(`the sandbox does not list resources of type ${type}`);
  return filter;
}

/** Permissions on a table include those on its columns. */
function isAbout(resource: GrantResource, wanted: GrantResource): boolean {
  if (wanted.kind === 'table' && resource.kind === 'columns') {
    return resource.database === wanted.database && resource.table === wanted.table;
  }
  return resourceKey(resource) === resourceKey(wanted);
}

/** As Lake Formation lists them: SELECT on a table is an entry of its own, on all its columns. */
function render(grant: Grant, catalogId: string): readonly PrincipalResourcePermissions[] {
  const { resource, permissions } = grant;
  if (resource.kind !== 'table' || !permissions.includes('SELECT')) {
    return [entry(grant, renderApiResource(resource, catalogId))];
  }
  const { database: DatabaseName, table: Name } = resource;
  const columns = { CatalogId: catalogId, DatabaseName, Name, ColumnWildcard: {} };
  const others = only(grant, (permission) => permission !== 'SELECT');
  return [
    ...(others.permissions.length > 0 ? [entry(others, renderApiResource(resource, catalogId))] : []),
    entry(
      only(grant, (permission) => permission === 'SELECT'),
      { TableWithColumns: columns },
    ),
  ];
}

function only(grant: Grant, keep: (permission: string) => boolean): Grant {
  return { ...grant, permissions: grant.permissions.filter(keep), grantable: grant.grantable.filter(keep) };
}

function entry(
  grant: Grant,
  resource: PrincipalResourcePermissions['Resource'],
): PrincipalResourcePermissions {
  return {
    Principal: { DataLakePrincipalIdentifier: grant.principal },
    Resource: resource,
    Permissions: [...grant.permissions],
    PermissionsWithGrantOption: [...grant.grantable],
  };
}
