import { tableAccess } from '../lakeformation/evaluate-table.ts';
import { type Grant, IAM_ALLOWED_PRINCIPALS } from '../lakeformation/grant.ts';
import type { LakeState, LakeTable } from '../lakeformation/lake-state.ts';
import { openingsOf } from '../lakeformation/openings.ts';
import { databasePermissions, tablePermissions } from '../lakeformation/permissions.ts';
import type { TableAccess } from '../lakeformation/table-access.ts';
import type { WorldGrant, WorldLake } from '../world/world-lake.ts';
import type { ResourceOf } from '../world/world-resource.ts';
import { compareReads } from './compare-reads.ts';
import type { Expectations } from './expectations.ts';
import { holdsOn } from './expectations.ts';
import { nameOf, reasonOf } from './grant-words.ts';
import { expectedLake, grantsOnDay, lakeOnDay, readsOn } from './lake-on-day.ts';
import { looseGrants } from './loose-grants.ts';
import type { Mesh } from './mesh-of-world.ts';
import type { Reason, Refutation } from './proof.ts';

/** A table that somebody else's principal may read. */
export type HeldRead = {
  readonly principal: string;
  readonly table: ResourceOf<'table'>;
  readonly access: TableAccess;
  readonly expected: TableAccess;
  readonly because: readonly Reason[];
};

export type LakeDay = {
  readonly reads: readonly HeldRead[];
  readonly refutations: readonly Refutation[];
  /** Pairs of principal and table that were compared. */
  readonly compared: number;
};

const ANY_COLUMN = 'any column';

/** What the grants of an account's Lake Formation let principals of other domains read on a day, against the files. */
export function lakeOnOneDay(
  lake: WorldLake,
  day: string,
  { mesh, expected }: { readonly mesh: Mesh; readonly expected: Expectations },
): LakeDay {
  const state = lakeOnDay(lake, day);
  const wanted = readsOn(expected, lake.account, day);
  const expectedState = expectedLake(lake.account, wanted);
  const seen = expected.sights.filter((sight) => sight.account === lake.account && holdsOn(sight, day));
  const sights = new Set(seen.map((sight) => `${sight.principal}|${tableKey(sight)}`));
  const live = grantsOnDay(lake, day);
  const byGrant = new Map(live.map((one) => [one.grant, one]));
  const tables = [...mesh.tablesIn(lake.account), ...mesh.databasesIn(lake.account).map(anyOther)];
  const signatures = new Map(tables.map((table) => [table, signatureOf(state, table)]));
  const principals = new Set([
    ...live.map(({ grant }) => grant.principal),
    ...[...wanted, ...seen].map(({ principal }) => principal),
  ]);
  const reads: HeldRead[] = [];
  const refutations: Refutation[] = [];
  let compared = 0;
  for (const principal of principals) {
    const grants = [...state.grantsOf(principal), ...state.grantsOf(IAM_ALLOWED_PRINCIPALS)];
    const isExpected = new Set(wanted.filter((read) => read.principal === principal).map(tableKey));
    for (const table of tables) {
      if (mesh.partiesOf(principal).includes(table.owner)) continue;
      compared += 1;
      const signature = signatures.get(table) ?? {};
      const isSeen = sights.has(`${principal}|${keyOf(table)}`);
      const isWanted = isSeen || isExpected.has(keyOf(table));
      if (!isWanted && !grants.some((grant) => mayBeAbout(grant, table, signature))) continue;
      const read: HeldRead = {
        principal,
        table,
        access: tableAccess(state, principal, table, { unknown: 'allowed' }),
        expected: tableAccess(expectedState, principal, table),
        because: reasonsOf(state, principal, { table, byGrant }),
      };
      if (read.access.kind === 'allowed') reads.push(read);
      refutations.push(...differences(read, day, mesh));
      refutations.push(...otherRights(state, { read, mesh, isSeen }));
    }
    for (const database of mesh.databasesIn(lake.account)) {
      if (mesh.partiesOf(principal).includes(database.owner)) continue;
      refutations.push(...databaseRights(state, principal, { database, mesh }));
    }
  }
  return { reads, refutations: [...refutations, ...looseGrants(live, mesh)], compared };
}

export const keyOf = ({ database, name }: { readonly database: string; readonly name: string }): string =>
  `${database}.${name}`;
const tableKey = ({ database, table }: { readonly database: string; readonly table: string }): string =>
  `${database}.${table}`;

/** Stands for every table of a database that no template describes: staging tables, and those to come. */
function anyOther(database: ResourceOf<'database'>): ResourceOf<'table'> {
  const { account, owner, origin, name, arn } = database;
  return {
    kind: 'table',
    arn: `${arn.replace(':database/', ':table/')}/*`,
    account,
    owner,
    origin,
    database: name,
    name: 'any other table',
    columns: [ANY_COLUMN],
  };
}

type Signature = Readonly<Record<string, readonly string[]>>;

/** All values that a key has on a table, its columns or its database. */
function signatureOf(state: LakeState, table: LakeTable): Signature {
  const { database, name } = table;
  const all = [
    state.tagsOf({ database }),
    state.tagsOf({ database, table: name }),
    ...table.columns.map((column) => state.tagsOf({ database, table: name, column })),
  ];
  const keys = new Set(all.flatMap((tags) => Object.keys(tags)));
  return Object.fromEntries([...keys].map((key) => [key, all.flatMap((tags) => tags[key] ?? [])]));
}

function mayBeAbout({ resource }: Grant, table: LakeTable, signature: Signature): boolean {
  if (resource.kind === 'tag-policy') {
    return resource.expression.every(({ key, values }) =>
      values.some((value) => signature[key]?.includes(value) ?? false),
    );
  }
  return 'database' in resource && resource.database === table.database;
}

function reasonsOf(
  state: LakeState,
  principal: string,
  { table, byGrant }: { readonly table: LakeTable; readonly byGrant: ReadonlyMap<Grant, WorldGrant> },
): readonly Reason[] {
  return openingsOf(state, principal, { table, unknown: 'allowed' }).map(({ via }): Reason => {
    if (via.kind === 'creator') return { text: 'who makes a table may do everything with it' };
    return reasonOf(via.grant, byGrant.get(via.grant));
  });
}

function differences(read: HeldRead, day: string, mesh: Mesh): readonly Refutation[] {
  const { beyond, missing } = compareReads(read.access, read.expected);
  const from = mesh.partyOf(read.principal);
  const common = { from, to: read.table.owner, principal: nameOf(read.principal) };
  const when = day === mesh.today ? '' : ` on ${day}`;
  const step = {
    principal: nameOf(read.principal),
    actions: ['SELECT'],
    resource: keyOf(read.table),
    because: read.because,
  };
  return [
    ...beyond.map(
      (what): Refutation => ({
        ...common,
        claim: 'separation',
        what: `reads ${what} of ${keyOf(read.table)}${when}, which no subscription gives it`,
        path: [step],
      }),
    ),
    ...missing.map(
      (what): Refutation => ({
        ...common,
        claim: 'promise',
        what: `does not read ${what} of ${keyOf(read.table)}${when}, which a subscription promises`,
        path: [
          {
            ...step,
            because: read.because.length > 0 ? read.because : [{ text: 'there is no grant of it' }],
          },
        ],
      }),
    ),
  ];
}

/** Everything but reading: only who pins a pipeline's inputs, or reads, may know that the table is there. */
function otherRights(
  state: LakeState,
  { read, mesh, isSeen }: { readonly read: HeldRead; readonly mesh: Mesh; readonly isSeen: boolean },
): readonly Refutation[] {
  const { principal, table } = read;
  const held = tablePermissions(state, principal, table, { unknown: 'allowed' });
  const isRead = read.expected.kind === 'allowed';
  const isFine = (permission: string): boolean =>
    (permission === 'SELECT' && read.access.kind === 'allowed') ||
    (permission === 'DESCRIBE' && (isRead || isSeen || read.access.kind === 'allowed'));
  const more = [...held].filter((permission) => !isFine(permission));
  const lacksSight = isSeen && !held.has('DESCRIBE');
  return [
    ...(more.length > 0
      ? [right(principal, more, { on: keyOf(table), owner: table.owner, mesh, reasons: read.because })]
      : []),
    ...(lacksSight
      ? [
          {
            ...right(principal, ['DESCRIBE'], {
              on: keyOf(table),
              owner: table.owner,
              mesh,
              reasons: [{ text: 'there is no grant of it' }],
            }),
            claim: 'promise',
            what: `does not see ${keyOf(table)}, which it must know of`,
          } as const,
        ]
      : []),
  ];
}

function databaseRights(
  state: LakeState,
  principal: string,
  { database, mesh }: { readonly database: ResourceOf<'database'>; readonly mesh: Mesh },
): readonly Refutation[] {
  const held = [...databasePermissions(state, principal, database.name, { unknown: 'allowed' })];
  if (held.length === 0 || mesh.isAdministrator(principal, database.account)) return [];
  return [
    right(principal, held, { on: `database ${database.name}`, owner: database.owner, mesh, reasons: [] }),
  ];
}

function right(
  principal: string,
  permissions: readonly string[],
  of: {
    readonly on: string;
    readonly owner: string;
    readonly mesh: Mesh;
    readonly reasons: readonly Reason[];
  },
): Refutation {
  const name = nameOf(principal);
  return {
    claim: 'separation',
    from: of.mesh.partyOf(principal),
    to: of.owner,
    principal: name,
    what: `may ${permissions.join(', ')} ${of.on}, which is another’s`,
    path: [{ principal: name, actions: permissions, resource: of.on, because: of.reasons }],
  };
}
