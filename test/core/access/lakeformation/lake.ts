import type {
  DataCellsFilter,
  Grant,
  GrantResource,
  LfTagPair,
  Permission,
} from '../../../../core/access/lakeformation/grant.ts';
import type { CatalogObject, LakeState, LfTags } from '../../../../core/access/lakeformation/lake-state.ts';

export const ANALYST = 'arn:aws:iam::111111111111:role/analyst';
export const ADMIN = 'arn:aws:iam::111111111111:role/admin';
export const CREATOR = 'arn:aws:iam::111111111111:role/creator';
export const table = { database: 'safety', name: 'strikes', columns: ['id', 'state', 'operator', 'cost'] };

/** One table, `safety.strikes`, and who was granted what. */
export type World = {
  readonly grants?: readonly Grant[];
  readonly filters?: readonly DataCellsFilter[];
  readonly tags?: readonly (readonly [CatalogObject, LfTags])[];
  readonly more?: Partial<LakeState>;
};

export function state({ grants = [], filters = [], tags = [], more = {} }: World): LakeState {
  return {
    catalogId: '111111111111',
    admins: [ADMIN],
    grantsOf: (principal) => grants.filter((grant) => grant.principal === principal),
    filterOf: (database, of, name) =>
      filters.find((one) => one.database === database && one.table === of && one.name === name),
    tagsOf: (object) =>
      tags.find(
        ([one]) =>
          one.database === object.database && one.table === object.table && one.column === object.column,
      )?.[1] ?? {},
    creatorOf: ({ database }) => (database === 'safety' ? CREATOR : undefined),
    ...more,
  };
}

export const grant = (
  resource: GrantResource,
  permissions: readonly Permission[] = ['SELECT'],
  principal = ANALYST,
): Grant => ({ principal, resource, permissions, grantable: [] });
export const onTable: GrantResource = { kind: 'table', database: 'safety', table: 'strikes' };
export const onColumns = (kind: 'only' | 'except', ...names: string[]): GrantResource => ({
  kind: 'columns',
  database: 'safety',
  table: 'strikes',
  columns: { kind, names },
});
export const onFilter = (filter: string): GrantResource => ({
  kind: 'filter',
  database: 'safety',
  table: 'strikes',
  filter,
});
export const filter = (name: string, names: readonly string[], rows?: string): DataCellsFilter => ({
  database: 'safety',
  table: 'strikes',
  name,
  columns: { kind: 'only', names },
  ...(rows !== undefined && { rows }),
});
export const onTags = (on: 'DATABASE' | 'TABLE', ...expression: LfTagPair[]): GrantResource => ({
  kind: 'tag-policy',
  on,
  expression,
});
