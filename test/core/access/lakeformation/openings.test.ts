import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkExpression } from '../../../../core/access/lakeformation/check-expression.ts';
import { dataPath } from '../../../../core/access/lakeformation/data-path.ts';
import { tableAccess } from '../../../../core/access/lakeformation/evaluate-table.ts';
import { explainTable, openingsOfColumn } from '../../../../core/access/lakeformation/explain-table.ts';
import type { Grant } from '../../../../core/access/lakeformation/grant.ts';
import type {
  LakeRecipient,
  LakeState,
  Registration,
} from '../../../../core/access/lakeformation/lake-state.ts';
import { closedLink } from '../../../../core/access/lakeformation/links.ts';
import { databasePermissions, tablePermissions } from '../../../../core/access/lakeformation/permissions.ts';
import { type RowPredicate, renderPredicate } from '../../../../core/access/lakeformation/row-predicate.ts';
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

const FOREIGN = 'arn:aws:iam::222222222222:role/analyst';
const FOREIGN_ADMIN = 'arn:aws:iam::222222222222:role/admin';
const OPEN_GROUP = 'IAM_ALLOWED_PRINCIPALS';

/** `id state | all`, for a user and, where it differs, for an attacker. */
function read(world: World, principal = ANALYST): string {
  const views = [{}, { unknown: 'allowed' }] as const;
  const answers = views.map((view) => {
    const access = tableAccess(state(world), principal, table, view);
    if (access.kind === 'denied') return access.required;
    const columns = access.columns.map(({ name, when }) =>
      when ? `${name}[${renderPredicate(when)}]` : name,
    );
    return `${columns.join(' ')} | ${access.rows ? renderPredicate(access.rows) : 'all'}`;
  });
  return [...new Set(answers)].join(', attacker: ');
}

describe('reasons', () => {
  const filters = [filter('tx', ['id', 'state'], "state = 'TX'"), filter('cost', ['id', 'cost'])];

  it('name the grants and filters through which each column opens', () => {
    const grants = [grant(onFilter('tx')), grant(onFilter('cost')), grant(onTable, ['DESCRIBE'])];
    const explained = explainTable(state({ grants, filters }), ANALYST, table);
    const through = (column: string) =>
      openingsOfColumn(explained, column).map(({ via }) => via.kind === 'grant' && via.filter?.name);
    expect([through('id'), through('cost'), through('operator')]).toEqual([['tx', 'cost'], ['cost'], []]);
    expect(explained.openings[0]?.via).toEqual({ kind: 'grant', grant: grants[0], filter: filters[0] });
    // The very grant, so that who keeps grants finds what declared it.
    const [first] = explained.openings;
    expect(first?.via.kind === 'grant' && first.via.grant).toBe(grants[0]);
    expect(explained.access).toEqual(tableAccess(state({ grants, filters }), ANALYST, table));
  });

  it('name the creator', () => {
    expect(explainTable(state({}), CREATOR, table).openings.map(({ via }) => via)).toEqual([
      { kind: 'creator' },
    ]);
  });

  it.each<[string, World, object]>([
    ['described only', { grants: [grant(onTable, ['DESCRIBE'])] }, { kind: 'no-select' }],
    ['a filter that is gone', { grants: [grant(onFilter('x'))] }, { kind: 'filter-gone', filter: 'x' }],
    [
      'a filter that cannot be read',
      { grants: [grant(onFilter('x'))], filters: [filter('x', ['id'], 'id = now()')] },
      { kind: 'filter-refused', filter: 'x' },
    ],
    ['columns that are gone', { grants: [grant(onColumns('only', 'gone'))] }, { kind: 'no-columns' }],
    [
      'tags that differ',
      { grants: [grant(onTags('TABLE', { key: 'zone', values: ['x'] }))] },
      { kind: 'tags-differ' },
    ],
  ])('say why a grant shows nothing: %s', (_name, world, because) => {
    const explained = explainTable(state(world), ANALYST, table);
    expect(explained.openings).toEqual([]);
    expect(explained.closed).toMatchObject([{ grant: world.grants?.[0], because }]);
  });

  it('leave out grants that are about something else', () => {
    const grants = [
      grant({ kind: 'table', database: 'safety', table: 'other' }),
      grant({ kind: 'database', database: 'safety' }, ['DESCRIBE']),
      grant(onTags('DATABASE', { key: 'zone', values: ['x'] }), ['DESCRIBE']),
    ];
    expect(explainTable(state({ grants }), ANALYST, table).closed).toEqual([]);
  });
});

describe('what is not known', () => {
  it.each<[string, World, string]>([
    [
      'a filter that is gone',
      { grants: [grant(onFilter('x'))] },
      'Select, attacker: id state operator cost | all',
    ],
    [
      'a filter that cannot be read',
      { grants: [grant(onFilter('x'))], filters: [filter('x', ['id'], 'id = now()')] },
      'Select, attacker: id | all',
    ],
    ['nothing', { grants: [grant(onColumns('only', 'id'))] }, 'id | all'],
  ])('shows nothing to a user and all that it might to an attacker: %s', (_name, world, expected) => {
    expect(read(world)).toBe(expected);
  });

  it('is named', () => {
    const world = state({ grants: [grant(onFilter('x'))] });
    const { openings } = explainTable(world, ANALYST, table, { unknown: 'allowed' });
    expect(openings.map(({ assumed }) => assumed)).toEqual([
      'that the filter x, which is not there, shows everything',
    ]);
  });
});

describe('groups', () => {
  const hybrid = (isOptedIn: boolean): Partial<LakeState> => ({
    registrationOf: () => 'hybrid',
    isOptedIn: () => isOptedIn,
  });
  const open = grant(onTable, ['ALL'], OPEN_GROUP);
  const limited = grant(onColumns('only', 'id'));

  it('of everybody whom IAM lets in take every limit away', () => {
    expect(read({ grants: [limited, open] })).toBe('id state operator cost | all');
  });

  it('of everybody hold nobody who is opted in at a hybrid location', () => {
    expect(read({ grants: [limited, open], more: hybrid(true) })).toBe('id | all');
    expect(read({ grants: [open], more: hybrid(true) })).toBe('Describe');
    expect(read({ grants: [limited, open], more: hybrid(false) })).toBe('id state operator cost | all');
  });

  it('of an account hold its principals', () => {
    const grants = [grant(onTable, ['SELECT'], '222222222222:IAMPrincipals')];
    expect(read({ grants }, FOREIGN)).toContain('| all');
    expect(read({ grants })).toBe('Describe');
  });

  it('decide with whose rights files are read', () => {
    const path = (registration: Registration | undefined, isOptedIn: boolean, ...grants: Grant[]) => {
      const registrationOf = registration && { registrationOf: () => registration };
      const more = { ...registrationOf, isOptedIn: () => isOptedIn };
      return dataPath(state({ grants, more }), ANALYST, table);
    };
    expect(path('none', false, open)).toBe('own');
    expect(path('lake-formation', false, open)).toBe('vended');
    expect(path('hybrid', false, open)).toBe('own');
    expect(path('hybrid', true, open, limited)).toBe('vended');
    expect(path('hybrid', false, limited)).toBe('vended');
    expect(path(undefined, false, open)).toBe('unknown');
  });
});

describe('another account', () => {
  const recipient = (grants: readonly Grant[], organization: readonly string[] = []): Partial<LakeState> => ({
    recipientOf: (account): LakeRecipient | undefined =>
      account === '222222222222'
        ? {
            admins: [FOREIGN_ADMIN],
            organization,
            grantsOf: (principal) => grants.filter((one) => one.principal === principal),
          }
        : undefined,
  });
  const toAccount = [grant(onColumns('except', 'cost'), ['SELECT'], '222222222222')];

  it('is granted to by role: the role has it', () => {
    expect(read({ grants: [grant(onTable, ['SELECT'], FOREIGN)] }, FOREIGN)).toContain('| all');
  });

  it('is granted to as a whole: its administrators have it, others what they are handed on', () => {
    expect(read({ grants: toAccount, more: recipient([]) }, FOREIGN_ADMIN)).toBe('id state operator | all');
    expect(read({ grants: toAccount, more: recipient([]) }, FOREIGN)).toBe('Describe');
    const onward = [grant(onColumns('only', 'id', 'cost'), ['SELECT'], FOREIGN)];
    expect(read({ grants: toAccount, more: recipient(onward) }, FOREIGN)).toBe('id | all');
  });

  it('hands on no more rows than it was granted', () => {
    const filters = [filter('tx', ['id', 'state'], "state = 'TX'"), filter('new', ['id'], 'id > 5')];
    const grants = [grant(onFilter('tx'), ['SELECT'], '222222222222')];
    const more = recipient([grant(onFilter('new'), ['SELECT'], FOREIGN)]);
    expect(read({ grants, filters, more }, FOREIGN)).toBe(`id | ("state" = 'TX') AND ("id" > 5)`);
  });

  it('may belong to an organization that is granted to', () => {
    const unit = 'arn:aws:organizations::333333333333:ou/o-mesh/ou-data';
    const grants = [grant(onTable, ['SELECT', 'DESCRIBE'], unit)];
    expect(read({ grants, more: recipient([], [unit]) }, FOREIGN_ADMIN)).toContain('| all');
    expect(read({ grants, more: recipient([]) }, FOREIGN_ADMIN)).toBe('Describe');
  });

  it('hands on to anybody, where nobody knows what it does', () => {
    expect(read({ grants: toAccount }, FOREIGN)).toBe('Describe, attacker: id state operator | all');
  });

  it('has the permissions that both sides give', () => {
    const grants = [grant(onTable, ['ALL'], '222222222222')];
    const more = recipient([grant(onTable, ['INSERT'], FOREIGN)]);
    expect([...tablePermissions(state({ grants, more }), FOREIGN, table)].sort()).toEqual([
      'DESCRIBE',
      'INSERT',
    ]);
  });

  it('does not see the database for its tables', () => {
    const grants = [grant({ kind: 'all-tables', database: 'safety' }, ['SELECT'], FOREIGN)];
    expect([...databasePermissions(state({ grants }), FOREIGN, 'safety')]).toEqual([]);
  });
});

describe('LF-Tag expressions', () => {
  const of = (...pairs: readonly (readonly [string, number])[]) =>
    checkExpression(pairs.map(([key, values]) => ({ key, values: Array(values).fill('v') })));

  it.each<[string, readonly string[], string]>([
    ['none', of(), 'at least one tag'],
    ['a key twice', of(['a', 1], ['a', 1]), 'each key once'],
    ['no values', of(['a', 0]), 'a has 0 values'],
    ['too many values', of(['a', 51]), 'a has 51 values; give 1 to 50'],
    ['a long key', of(['k'.repeat(51), 1]), 'has 51 characters; 50'],
    [
      'too many bytes',
      of(...Array.from({ length: 9 }, (_, at): [string, number] => [`key${at}`, 50])),
      'bytes; 900',
    ],
  ])('are refused with %s', (_name, problems, words) => {
    expect(problems.join()).toContain(words);
  });

  it('are taken otherwise', () => {
    expect(of(['domain', 1], ['zone', 50])).toEqual([]);
  });
});

describe('implicit rights', () => {
  it('show the catalog to who administers it, also only to look', () => {
    const world = state({ more: { readOnlyAdmins: [ANALYST] } });
    for (const principal of [ADMIN, ANALYST]) {
      expect([...tablePermissions(world, principal, table)]).toEqual(['DESCRIBE']);
      expect(databasePermissions(world, principal, 'safety').has('DESCRIBE')).toBe(true);
    }
    expect(read({ more: { readOnlyAdmins: [ANALYST] } })).toBe('Select');
  });

  it('of a link: it must be described to be followed', () => {
    const here = state({ grants: [grant({ kind: 'database', database: 'link' }, ['DESCRIBE'])] });
    const tableLink = { state: here, database: 'safety', table: 'strikes' };
    expect(closedLink([{ state: here, database: 'link' }], ANALYST)).toBeUndefined();
    expect(closedLink([{ state: here, database: 'link' }, tableLink], ANALYST)).toBe(tableLink);
    expect(closedLink([tableLink], ADMIN)).toBeUndefined();
  });
});

const NOTHING: RowPredicate = { kind: 'constant', value: false };

/** The few forms of predicates that the laws use. */
function holds(predicate: RowPredicate, row: Readonly<Record<string, string>>): boolean {
  switch (predicate.kind) {
    case 'constant':
      return predicate.value;
    case 'compare':
      return predicate.value.kind === 'string' && row[predicate.column[0]] === predicate.value.value;
    case 'or':
      return predicate.of.some((one) => holds(one, row));
    default:
      throw new Error(`no row is asked about ${predicate.kind}`);
  }
}

describe('laws', () => {
  const tx = "state = 'TX'";
  const filters = [
    filter('tx', ['id', 'state'], tx),
    filter('ca', ['cost'], "state = 'CA'"),
    filter('bad', ['id'], 'x'),
  ];
  const tags = [
    [{ database: 'safety', table: 'strikes', column: 'operator' }, { domain: 'safety' }],
  ] as const;
  const anyGrant = fc
    .tuple(
      fc.constantFrom(
        onTable,
        onColumns('only', 'id'),
        onColumns('except', 'cost'),
        onFilter('tx'),
        onFilter('ca'),
        onFilter('bad'),
        onFilter('gone'),
        onTags('TABLE', { key: 'domain', values: ['safety'] }),
      ),
      fc.constantFrom('SELECT', 'DESCRIBE', 'ALL'),
      fc.constantFrom(FOREIGN, OPEN_GROUP, '222222222222'),
    )
    .map(([resource, permission, principal]) => grant(resource, [permission], principal));
  const grants = fc.array(anyGrant, { maxLength: 5 });
  const cells = (world: World, unknown: 'allowed' | 'denied') => {
    const openings = explainTable(state(world), FOREIGN, table, { unknown }).openings;
    return new Set(
      openings.flatMap(({ columns, rows }) =>
        columns.map((column) => `${column} ${rows ? renderPredicate(rows) : 'all'}`),
      ),
    );
  };

  it('an attacker sees what a user sees, and more', () => {
    fc.assert(
      fc.property(grants, (some) => {
        const world = { grants: some, filters, tags };
        const [user, attacker] = [cells(world, 'denied'), cells(world, 'allowed')];
        expect([...user].filter((cell) => !attacker.has(cell))).toEqual([]);
      }),
    );
  });

  it('one more grant takes no cell away', () => {
    fc.assert(
      fc.property(grants, anyGrant, (some, more) => {
        const before = cells({ grants: some, filters, tags }, 'denied');
        const after = cells({ grants: [...some, more], filters, tags }, 'denied');
        expect([...before].filter((cell) => !after.has(cell))).toEqual([]);
      }),
    );
  });

  it('access is the union of openings, cell by cell', () => {
    const rows = [
      { id: '1', state: 'TX' },
      { id: '2', state: 'CA' },
      { id: '3', state: '' },
    ];
    fc.assert(
      fc.property(
        grants,
        fc.constantFrom(...rows),
        fc.constantFrom(...table.columns),
        (some, row, column) => {
          const { access, openings } = explainTable(state({ grants: some, filters, tags }), FOREIGN, table);
          const shows = (rowsOf: RowPredicate | null) => rowsOf === null || holds(rowsOf, row);
          const isRow = openings.some((one) => shows(one.rows));
          const isCell = openings.some((one) => one.columns.includes(column) && shows(one.rows));
          const read = access.kind === 'allowed' ? access : { columns: [], rows: NOTHING };
          const found = read.columns.find(({ name }) => name === column);
          expect(shows(read.rows)).toBe(isRow);
          expect(found !== undefined && shows(read.rows) && shows(found.when)).toBe(isCell);
        },
      ),
    );
  });

  it('the order of grants does not matter', () => {
    fc.assert(
      fc.property(grants, (some) => {
        const world = { grants: some, filters, tags };
        expect(cells({ ...world, grants: some.toReversed() }, 'allowed')).toEqual(cells(world, 'allowed'));
      }),
    );
  });
});
