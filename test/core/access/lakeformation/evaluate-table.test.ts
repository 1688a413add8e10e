import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tableAccess, visibleColumns } from '../../../../core/access/lakeformation/evaluate-table.ts';
import type {
  Grant,
  GrantResource,
  LfTagPair,
  Permission,
} from '../../../../core/access/lakeformation/grant.ts';
import { mayGrant } from '../../../../core/access/lakeformation/grant-rights.ts';
import type { LfTags } from '../../../../core/access/lakeformation/lake-state.ts';
import {
  databasePermissions,
  hasLocation,
  tablePermissions,
} from '../../../../core/access/lakeformation/permissions.ts';
import { renderPredicate } from '../../../../core/access/lakeformation/row-predicate.ts';
import {
  ADMIN,
  ANALYST,
  CREATOR,
  filter,
  grant,
  onColumns,
  onFilter,
  onTable,
  onTags,
  state,
  table,
  type World,
} from './lake.ts';

/** `id state | all` or `id cost? | state = 'TX'`. */
function read(world: World, principal = ANALYST): string {
  const access = tableAccess(state(world), principal, table);
  if (access.kind === 'denied') return `denied ${access.required} on ${access.resource}`;
  const columns = access.columns.map(({ name, when }) => (when ? `${name}[${renderPredicate(when)}]` : name));
  return `${columns.join(' ')} | ${access.rows ? renderPredicate(access.rows) : 'all'}`;
}

describe('reading a table', () => {
  const ALL = 'id state operator cost | all';

  it.each<[string, World, string]>([
    ['nothing granted', {}, 'denied Describe on strikes'],
    ['described only', { grants: [grant(onTable, ['DESCRIBE'])] }, 'denied Select on strikes'],
    ['selected', { grants: [grant(onTable)] }, ALL],
    ['all', { grants: [grant(onTable, ['ALL'])] }, ALL],
    ['all tables', { grants: [grant({ kind: 'all-tables', database: 'safety' })] }, ALL],
    [
      'all tables of another',
      { grants: [grant({ kind: 'all-tables', database: 'x' })] },
      'denied Describe on strikes',
    ],
    [
      'another table',
      { grants: [grant({ ...onTable, table: 'x' } as GrantResource)] },
      'denied Describe on strikes',
    ],
    ['another principal', { grants: [grant(onTable, ['SELECT'], ADMIN)] }, 'denied Describe on strikes'],
    ['only columns', { grants: [grant(onColumns('only', 'state', 'id'))] }, 'id state | all'],
    ['all but columns', { grants: [grant(onColumns('except', 'operator', 'cost'))] }, 'id state | all'],
    ['columns that are gone', { grants: [grant(onColumns('only', 'gone'))] }, 'denied Select on strikes'],
    ['everybody whom IAM lets in', { grants: [grant(onTable, ['ALL'], 'IAM_ALLOWED_PRINCIPALS')] }, ALL],
  ])('%s', (_name, world, expected) => {
    expect(read(world)).toBe(expected);
  });

  it('gives the creator everything, and the administrator only the description', () => {
    expect(read({}, CREATOR)).toBe(ALL);
    expect(read({}, ADMIN)).toBe('denied Select on strikes');
  });

  it('shows the rows and columns of one filter', () => {
    const filters = [filter('tx', ['id', 'state'], "state = 'TX'")];
    expect(read({ filters, grants: [grant(onFilter('tx'))] })).toBe(`id state | "state" = 'TX'`);
  });

  it('unites filters: a row that any shows, a cell that one shows together with its column', () => {
    const filters = [
      filter('tx', ['id', 'state'], "state = 'TX'"),
      filter('ca', ['id', 'cost'], "state = 'CA'"),
    ];
    expect(read({ filters, grants: [grant(onFilter('tx')), grant(onFilter('ca'))] })).toBe(
      `id state["state" = 'TX'] cost["state" = 'CA'] | ("state" = 'TX') OR ("state" = 'CA')`,
    );
  });

  it('unites a filter with columns for all rows', () => {
    const filters = [filter('tx', ['cost'], "state = 'TX'")];
    expect(read({ filters, grants: [grant(onFilter('tx')), grant(onColumns('only', 'id'))] })).toBe(
      `id cost["state" = 'TX'] | all`,
    );
  });

  it('shows nothing through a filter that is gone or cannot be read', () => {
    expect(read({ grants: [grant(onFilter('tx'))] })).toBe('denied Select on strikes');
    const filters = [filter('tx', ['id'], 'lower(state) = 1')];
    expect(read({ filters, grants: [grant(onFilter('tx'))] })).toBe('denied Select on strikes');
  });

  it('takes the filter TRUE as all rows', () => {
    expect(read({ filters: [filter('all', ['id'], 'true')], grants: [grant(onFilter('all'))] })).toBe(
      'id | all',
    );
  });
});

describe('LF-Tags', () => {
  const domain = { key: 'domain', values: ['safety'] };
  const zone = { key: 'zone', values: ['products', 'staging'] };
  const onDatabase = (tags: LfTags) => [{ database: 'safety' }, tags] as const;
  const select = (...expression: LfTagPair[]) => [grant(onTags('TABLE', ...expression))];

  it('match through inheritance: AND over keys, OR over values', () => {
    const tags = [onDatabase({ domain: 'safety', zone: 'products' })];
    expect(read({ tags, grants: select(domain) })).toContain('| all');
    expect(read({ tags, grants: select(domain, zone) })).toContain('| all');
    expect(read({ tags, grants: select(domain, { key: 'zone', values: ['landing'] }) })).toContain('denied');
    expect(read({ tags, grants: select({ key: 'team', values: ['x'] }) })).toContain('denied');
  });

  it('are overridden further down', () => {
    const tags = [
      onDatabase({ domain: 'safety' }),
      [{ database: 'safety', table: 'strikes', column: 'cost' }, { domain: 'finance' }],
    ] as const;
    expect(read({ tags, grants: select(domain) })).toBe('id state operator | all');
    const moved = [
      onDatabase({ domain: 'safety' }),
      [{ database: 'safety', table: 'strikes' }, { domain: 'x' }],
    ] as const;
    expect(read({ tags: moved, grants: select(domain) })).toBe('denied Describe on strikes');
  });

  it('lose all but DESCRIBE for the table where only some columns match', () => {
    const tags = [[{ database: 'safety', table: 'strikes', column: 'id' }, { domain: 'safety' }]] as const;
    const world = state({ tags, grants: [grant(onTags('TABLE', domain), ['ALL'])] });
    expect([...tablePermissions(world, ANALYST, table)]).toEqual(['DESCRIBE']);
    expect(tableAccess(world, ANALYST, table)).toMatchObject({ columns: [{ name: 'id', when: null }] });
  });

  it('on databases do not open tables, and the other way round', () => {
    const tags = [onDatabase({ domain: 'safety' })];
    const world = state({ tags, grants: [grant(onTags('DATABASE', domain), ['CREATE_TABLE'])] });
    expect([...databasePermissions(world, ANALYST, 'safety')]).toEqual(['CREATE_TABLE']);
    expect(tableAccess(world, ANALYST, table)).toMatchObject({ kind: 'denied', required: 'Describe' });
  });
});

describe('the rest', () => {
  it('shows names of columns that may be read, or all to who may alter or only describe', () => {
    const see = (...grants: Grant[]) => visibleColumns(state({ grants }), ANALYST, table);
    expect(see()).toBeUndefined();
    expect(see(grant(onColumns('only', 'id')), grant(onTable, ['DESCRIBE']))).toEqual(['id']);
    expect(see(grant(onTable, ['DESCRIBE']))).toEqual(table.columns);
    expect(see(grant(onColumns('only', 'id')), grant(onTable, ['ALTER']))).toEqual(table.columns);
  });

  it('describes the database to who may read all its tables', () => {
    const world = state({ grants: [grant({ kind: 'all-tables', database: 'safety' })] });
    expect(databasePermissions(world, ANALYST, 'safety').has('DESCRIBE')).toBe(true);
    expect(databasePermissions(world, ANALYST, 'other').has('DESCRIBE')).toBe(false);
  });

  it('takes a data location as a path, not as a beginning of a name', () => {
    const location = 'arn:aws:s3:::lake/sales';
    const world = state({ grants: [grant({ kind: 'data-location', location }, ['DATA_LOCATION_ACCESS'])] });
    const at = (where: string) => hasLocation(world, ANALYST, where);
    expect([at(location), at(`${location}/x`), at(`${location}-eu`), at('arn:aws:s3:::lake')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('lets grant who administers, created, or holds the grant option', () => {
    const held: Grant = { ...grant(onColumns('only', 'id', 'cost')), grantable: ['SELECT'] };
    const world = state({ grants: [held] });
    const may = (who: string, resource: GrantResource, permission: Permission = 'SELECT') =>
      mayGrant(world, who, { resource, permissions: [permission] });
    expect(may(ADMIN, onTable)).toBe(true);
    expect(may(CREATOR, onTable)).toBe(true);
    expect(may(ANALYST, onTable)).toBe(false);
    expect(may(ANALYST, onColumns('only', 'id'))).toBe(true);
    expect(may(ANALYST, onColumns('only', 'id', 'state'))).toBe(false);
    expect(may(ANALYST, onColumns('except', 'state'))).toBe(false);
  });
});

describe('a law', () => {
  const anyGrant = fc.constantFrom(
    grant(onTable, ['DESCRIBE']),
    grant(onColumns('only', 'id')),
    grant(onColumns('except', 'cost')),
    grant(onFilter('tx')),
    grant(onFilter('ca')),
    grant(onTags('TABLE', { key: 'domain', values: ['safety'] })),
  );
  const filters = [filter('tx', ['id', 'state'], "state = 'TX'"), filter('ca', ['cost'], "state = 'CA'")];
  const tags = [
    [{ database: 'safety', table: 'strikes', column: 'operator' }, { domain: 'safety' }],
  ] as const;

  it('one more grant never takes a column or a row away', () => {
    fc.assert(
      fc.property(fc.array(anyGrant), anyGrant, (grants, more) => {
        const before = tableAccess(state({ grants, filters, tags }), ANALYST, table);
        const after = tableAccess(state({ grants: [...grants, more], filters, tags }), ANALYST, table);
        if (before.kind === 'denied') return;
        if (after.kind === 'denied') throw new Error('a grant took everything away');
        const names = after.columns.map(({ name }) => name);
        expect(names).toEqual(expect.arrayContaining(before.columns.map(({ name }) => name)));
        if (before.rows === null) expect(after.rows).toBeNull();
      }),
    );
  });
});
