import type { Database, Table } from '@aws-sdk/client-glue';
import {
  GetDataLakeSettingsCommand,
  GetResourceLFTagsCommand,
  LakeFormationClient,
  type LFTagPair,
  ListDataCellsFilterCommand,
  ListPermissionsCommand,
  ListResourcesCommand,
} from '@aws-sdk/client-lakeformation';
import type { DataCellsFilter } from '../../../core/access/lakeformation/grant.ts';
import type { LiveLake } from '../../../core/access/world/live/live-account.ts';
import { mapBounded } from '../../deploy/map-bounded.ts';
import { type LiveCatalog, tableArn } from './read-catalog.ts';
import { pages, type ReaderConfig, token } from './reader.ts';

const TAGS_CONCURRENCY_MAX = 4;

/** Lake Formation as an administrator sees it, be it a read-only one: others would be shown a part. */
export async function readLake(config: ReaderConfig, catalog: LiveCatalog): Promise<LiveLake> {
  const lake = new LakeFormationClient(config.client);
  const { DataLakeSettings: settings } = await lake.send(new GetDataLakeSettingsCommand({}));
  const identifiers = (list: typeof admins = []) =>
    list.map(({ DataLakePrincipalIdentifier = '' }) => DataLakePrincipalIdentifier);
  const admins = settings?.DataLakeAdmins;
  const own = catalog.databases.filter(({ TargetDatabase }) => TargetDatabase === undefined);
  const [grants, filters, registrations, ofDatabases, ofTables] = await Promise.all([
    readGrants(lake),
    readFilters(lake),
    readRegistrations(lake),
    mapBounded(own, TAGS_CONCURRENCY_MAX, async (database) => await databaseTags(lake, database)),
    mapBounded(catalog.tables, TAGS_CONCURRENCY_MAX, async (table) => await tableTags(lake, table)),
  ]);
  return {
    admins: identifiers(admins),
    readOnlyAdmins: identifiers(settings?.ReadOnlyAdmins),
    opens: OPENING.filter((key) => settings?.[key] === true),
    grants,
    filters,
    registrations,
    associations: [...ofDatabases, ...ofTables.flat()],
    makers: new Map(
      catalog.tables.flatMap((table) =>
        table.CreatedBy === undefined ? [] : [[tableArn(config, table), roleOf(table.CreatedBy)] as const],
      ),
    ),
  };
}

const OPENING = ['AllowExternalDataFiltering', 'AllowFullTableExternalDataAccess'] as const;

/** Glue says the session; Lake Formation means its role. */
function roleOf(arn: string): string {
  const session = /^arn:aws:sts::(?<account>\d+):assumed-role\/(?<role>[^/]+)\//.exec(arn)?.groups;
  return session ? `arn:aws:iam::${session['account']}:role/${session['role']}` : arn;
}

async function readGrants(lake: LakeFormationClient): Promise<LiveLake['grants']> {
  const found = await pages(async (NextToken) => {
    const page = await lake.send(new ListPermissionsCommand({ ...token('NextToken', NextToken) }));
    return { items: page.PrincipalResourcePermissions, next: page.NextToken };
  });
  return found.map(({ Principal, Resource, Permissions, PermissionsWithGrantOption }) => ({
    principal: Principal?.DataLakePrincipalIdentifier ?? '',
    resource: Resource ?? {},
    permissions: Permissions ?? [],
    grantable: PermissionsWithGrantOption ?? [],
  }));
}

async function readFilters(lake: LakeFormationClient): Promise<readonly DataCellsFilter[]> {
  const found = await pages(async (NextToken) => {
    const page = await lake.send(new ListDataCellsFilterCommand({ ...token('NextToken', NextToken) }));
    return { items: page.DataCellsFilters, next: page.NextToken };
  });
  return found.map(
    ({ DatabaseName = '', TableName = '', Name = '', ColumnNames, ColumnWildcard, RowFilter }) => ({
      database: DatabaseName,
      table: TableName,
      name: Name,
      columns: ColumnWildcard
        ? { kind: 'except', names: ColumnWildcard.ExcludedColumnNames ?? [] }
        : { kind: 'only', names: ColumnNames ?? [] },
      ...(RowFilter?.FilterExpression !== undefined && { rows: RowFilter.FilterExpression }),
    }),
  );
}

async function readRegistrations(lake: LakeFormationClient): Promise<LiveLake['registrations']> {
  const found = await pages(async (NextToken) => {
    const page = await lake.send(new ListResourcesCommand({ ...token('NextToken', NextToken) }));
    return { items: page.ResourceInfoList, next: page.NextToken };
  });
  return found.map(({ ResourceArn = '', RoleArn, HybridAccessEnabled }) => ({
    location: ResourceArn.replace(/\/+$/, ''),
    roleArn: RoleArn,
    isHybrid: HybridAccessEnabled === true,
  }));
}

const pairs = (tags: readonly LFTagPair[] = []) =>
  tags.map(({ TagKey, TagValues }) => ({ TagKey, TagValues }));

async function databaseTags(lake: LakeFormationClient, { Name }: Database) {
  const Resource = { Database: { Name } };
  const { LFTagOnDatabase } = await lake.send(
    new GetResourceLFTagsCommand({ Resource, ShowAssignedLFTags: true }),
  );
  return { Resource, LFTags: pairs(LFTagOnDatabase) };
}

async function tableTags(lake: LakeFormationClient, { DatabaseName, Name }: Table) {
  const Resource = { Table: { DatabaseName, Name } };
  const found = await lake.send(new GetResourceLFTagsCommand({ Resource, ShowAssignedLFTags: true }));
  const columns = (found.LFTagsOnColumns ?? []).map((column) => ({
    Resource: { TableWithColumns: { DatabaseName, Name, ColumnNames: [column.Name] } },
    LFTags: pairs(column.LFTags),
  }));
  return [{ Resource, LFTags: pairs(found.LFTagsOnTable) }, ...columns];
}
