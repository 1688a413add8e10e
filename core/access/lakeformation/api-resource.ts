import type { GrantResource, LfTagPair } from './grant.ts';

type ApiTag = { readonly TagKey?: string | undefined; readonly TagValues?: readonly string[] | undefined };

/** A resource as Lake Formation's API writes it. */
export type ApiResource = {
  readonly Catalog?: { readonly Id?: string | undefined } | undefined;
  readonly Database?:
    | { readonly CatalogId?: string | undefined; readonly Name?: string | undefined }
    | undefined;
  readonly Table?:
    | {
        readonly CatalogId?: string | undefined;
        readonly DatabaseName?: string | undefined;
        readonly Name?: string | undefined;
        readonly TableWildcard?: object | undefined;
      }
    | undefined;
  readonly TableWithColumns?:
    | {
        readonly CatalogId?: string | undefined;
        readonly DatabaseName?: string | undefined;
        readonly Name?: string | undefined;
        readonly ColumnNames?: readonly string[] | undefined;
        readonly ColumnWildcard?:
          | { readonly ExcludedColumnNames?: readonly string[] | undefined }
          | undefined;
      }
    | undefined;
  readonly DataLocation?:
    | { readonly CatalogId?: string | undefined; readonly ResourceArn?: string | undefined }
    | undefined;
  readonly DataCellsFilter?:
    | {
        readonly TableCatalogId?: string | undefined;
        readonly DatabaseName?: string | undefined;
        readonly TableName?: string | undefined;
        readonly Name?: string | undefined;
      }
    | undefined;
  readonly LFTag?: (ApiTag & { readonly CatalogId?: string | undefined }) | undefined;
  readonly LFTagPolicy?:
    | {
        readonly CatalogId?: string | undefined;
        readonly ResourceType?: string | undefined;
        readonly Expression?: readonly ApiTag[] | undefined;
      }
    | undefined;
  readonly LFTagExpression?: object | undefined;
};

/** A resource, with the catalog that its API form names, if it names one. */
export type CatalogResource = { readonly catalogId: string | undefined; readonly resource: GrantResource };

/** Reads a resource of the API; a string says why it is not one that can be granted on. */
export function parseApiResource(api: ApiResource): CatalogResource | string {
  const kinds = Object.entries(api).filter(([, value]) => value !== undefined);
  if (kinds.length !== 1)
    return `a resource has exactly one kind, not ${kinds.map(([kind]) => kind).join(', ')}`;
  if (api.Catalog) return { catalogId: api.Catalog.Id, resource: { kind: 'catalog' } };
  if (api.Database) return parseDatabase(api.Database);
  if (api.Table) return parseTable(api.Table);
  if (api.TableWithColumns) return parseColumns(api.TableWithColumns);
  if (api.DataCellsFilter) return parseFilter(api.DataCellsFilter);
  if (api.DataLocation) return parseLocation(api.DataLocation);
  if (api.LFTag) return parseTag(api.LFTag);
  if (api.LFTagPolicy) return parseTagPolicy(api.LFTagPolicy);
  return `resources of kind ${kinds[0]?.[0]} are not supported`;
}

type Part<K extends keyof ApiResource> = NonNullable<ApiResource[K]>;

function parseDatabase({ CatalogId, Name }: Part<'Database'>): CatalogResource | string {
  if (!Name) return 'Database needs a Name';
  return { catalogId: CatalogId, resource: { kind: 'database', database: Name.toLowerCase() } };
}

function parseTable({
  CatalogId,
  DatabaseName,
  Name,
  TableWildcard,
}: Part<'Table'>): CatalogResource | string {
  if (!DatabaseName) return 'Table needs a DatabaseName';
  const database = DatabaseName.toLowerCase();
  if (TableWildcard) return { catalogId: CatalogId, resource: { kind: 'all-tables', database } };
  if (!Name) return 'Table needs a Name or a TableWildcard';
  return { catalogId: CatalogId, resource: { kind: 'table', database, table: Name.toLowerCase() } };
}

/** All columns without exception are the table itself: Lake Formation lists SELECT on a table in this form. */
function parseColumns(part: Part<'TableWithColumns'>): CatalogResource | string {
  const { CatalogId, DatabaseName, Name, ColumnNames, ColumnWildcard } = part;
  if (!DatabaseName || !Name) return 'TableWithColumns needs a DatabaseName and a Name';
  const at = { database: DatabaseName.toLowerCase(), table: Name.toLowerCase() };
  if (ColumnNames && ColumnNames.length > 0 && !ColumnWildcard) {
    const names = ColumnNames.map((name) => name.toLowerCase());
    return { catalogId: CatalogId, resource: { kind: 'columns', ...at, columns: { kind: 'only', names } } };
  }
  if (!ColumnWildcard || (ColumnNames && ColumnNames.length > 0)) {
    return 'TableWithColumns needs either ColumnNames or a ColumnWildcard';
  }
  const names = (ColumnWildcard.ExcludedColumnNames ?? []).map((name) => name.toLowerCase());
  if (names.length === 0) return { catalogId: CatalogId, resource: { kind: 'table', ...at } };
  return { catalogId: CatalogId, resource: { kind: 'columns', ...at, columns: { kind: 'except', names } } };
}

function parseFilter(part: Part<'DataCellsFilter'>): CatalogResource | string {
  const { TableCatalogId, DatabaseName, TableName, Name } = part;
  if (!DatabaseName || !TableName || !Name) return 'DataCellsFilter needs DatabaseName, TableName and Name';
  const at = { database: DatabaseName.toLowerCase(), table: TableName.toLowerCase() };
  return { catalogId: TableCatalogId, resource: { kind: 'filter', ...at, filter: Name } };
}

function parseLocation({ CatalogId, ResourceArn }: Part<'DataLocation'>): CatalogResource | string {
  if (!ResourceArn?.startsWith('arn:aws:s3:::')) return 'DataLocation needs the ARN of an S3 location';
  const location = ResourceArn.replace(/\/+$/, '');
  return { catalogId: CatalogId, resource: { kind: 'data-location', location } };
}

function parseTag(tag: Part<'LFTag'>): CatalogResource | string {
  const pair = pairOf(tag);
  return pair
    ? { catalogId: tag.CatalogId, resource: { kind: 'tag', tag: pair } }
    : 'LFTag needs TagKey and TagValues';
}

function parseTagPolicy({
  CatalogId,
  ResourceType,
  Expression,
}: Part<'LFTagPolicy'>): CatalogResource | string {
  if (ResourceType !== 'DATABASE' && ResourceType !== 'TABLE') return 'LFTagPolicy needs a ResourceType';
  const pairs = (Expression ?? []).map(pairOf);
  const expression = pairs.filter((pair) => pair !== undefined);
  if (expression.length === 0 || expression.length !== pairs.length) {
    return 'LFTagPolicy needs an Expression of keys and values';
  }
  return { catalogId: CatalogId, resource: { kind: 'tag-policy', on: ResourceType, expression } };
}

/** Keys and values are kept in lower case. */
function pairOf({ TagKey, TagValues }: ApiTag): LfTagPair | undefined {
  if (!TagKey || !TagValues || TagValues.length === 0) return undefined;
  return { key: TagKey.toLowerCase(), values: TagValues.map((value) => value.toLowerCase()) };
}
