import { isRecord } from '../../cloudformation/intrinsic.ts';
import { property, records, texts } from '../../template-rules/property.ts';
import type { Grant } from '../lakeformation/grant.ts';
import type { CatalogObject, LakeState, LfTags } from '../lakeformation/lake-state.ts';
import type { Catalog } from './build-catalog.ts';
import type { WorldGrant } from './world-lake.ts';

type Json = Readonly<Record<string, unknown>>;

export type LakeParts = {
  readonly catalogId: string;
  readonly admins: readonly string[];
  readonly grants: readonly WorldGrant[];
  /** Properties of the tag associations. */
  readonly associations: readonly Json[];
  readonly catalog: Catalog;
  /** Who makes the object of an ARN. */
  readonly makerOf: (arn: string) => string;
};

/** What the evaluator asks of Lake Formation, from what templates say. */
export function lakeState(parts: LakeParts): LakeState {
  const byPrincipal = Map.groupBy(
    parts.grants.map(({ grant }) => grant),
    ({ principal }) => principal,
  );
  const filters = new Map(
    parts.grants.flatMap(({ filter }) => (filter ? [[keyOf(filter) + filter.name, filter] as const] : [])),
  );
  const tags = tagsByObject(parts.associations);
  const makers = new Map(
    [...parts.catalog.databases, ...parts.catalog.tables].map((object) => [
      object.kind === 'database'
        ? keyOf({ database: object.name })
        : keyOf({ database: object.database, table: object.name }),
      parts.makerOf(object.arn),
    ]),
  );
  const none: readonly Grant[] = [];
  return {
    catalogId: parts.catalogId,
    admins: parts.admins,
    grantsOf: (principal) => byPrincipal.get(principal) ?? none,
    filterOf: (database, table, name) => filters.get(keyOf({ database, table }) + name),
    tagsOf: (object) => tags.get(keyOf(object)) ?? {},
    creatorOf: (object) => makers.get(keyOf(object)),
  };
}

const keyOf = ({ database, table, column }: CatalogObject): string =>
  `${database}|${table ?? ''}|${column ?? ''}|`;

function tagsByObject(associations: readonly Json[]): ReadonlyMap<string, LfTags> {
  const tags = new Map<string, LfTags>();
  for (const association of associations) {
    const own = Object.fromEntries(
      records(association['LFTags']).flatMap((tag) => {
        const [value] = texts(tag['TagValues']);
        return value === undefined ? [] : [[String(tag['TagKey']).toLowerCase(), value.toLowerCase()]];
      }),
    );
    for (const key of objectsOf(association['Resource'])) tags.set(key, { ...tags.get(key), ...own });
  }
  return tags;
}

function objectsOf(resource: unknown): readonly string[] {
  const of = (kind: string): Json | undefined => {
    const value = property(resource, kind);
    return isRecord(value) ? value : undefined;
  };
  const lower = (value: unknown): string => String(value).toLowerCase();
  const [database, table, columns] = [of('Database'), of('Table'), of('TableWithColumns')];
  return [
    ...(database ? [keyOf({ database: lower(database['Name']) })] : []),
    ...(table ? [keyOf({ database: lower(table['DatabaseName']), table: lower(table['Name']) })] : []),
    ...texts(columns?.['ColumnNames']).map((column) =>
      keyOf({
        database: lower(columns?.['DatabaseName']),
        table: lower(columns?.['Name']),
        column: column.toLowerCase(),
      }),
    ),
  ];
}
