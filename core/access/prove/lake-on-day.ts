import { isLive } from '../grants/declared-grant.ts';
import type { Grant } from '../lakeformation/grant.ts';
import type { LakeState } from '../lakeformation/lake-state.ts';
import type { WorldGrant, WorldLake } from '../world/world-lake.ts';
import type { Expectations, ExpectedRead } from './expectations.ts';
import { holdsOn } from './expectations.ts';

/** What the grants of a lake are on a day: those that have ended are gone. */
export function lakeOnDay(lake: WorldLake, day: string): LakeState {
  const live = grantsOnDay(lake, day);
  const byPrincipal = Map.groupBy(
    live.map(({ grant }) => grant),
    ({ principal }) => principal,
  );
  const none: readonly Grant[] = [];
  return { ...lake.state, grantsOf: (principal) => byPrincipal.get(principal) ?? none };
}

export function grantsOnDay({ grants }: WorldLake, day: string): readonly WorldGrant[] {
  const noon = new Date(`${day}T12:00:00Z`);
  return grants.filter(({ declaration }) => declaration === undefined || isLive(declaration, noon));
}

/** A lake in which exactly what the files say is granted. */
export function expectedLake(account: string, reads: readonly ExpectedRead[]): LakeState {
  const grants = reads.map((read, index) => ({
    principal: read.principal,
    resource: {
      kind: 'filter',
      database: read.database,
      table: read.table,
      filter: String(index),
    },
    permissions: ['SELECT'],
    grantable: [],
  })) satisfies readonly Grant[];
  const byPrincipal = Map.groupBy(grants, ({ principal }) => principal);
  return {
    catalogId: account,
    admins: [],
    grantsOf: (principal) => byPrincipal.get(principal) ?? [],
    filterOf: (database, table, name) => {
      const read = reads[Number(name)];
      if (!read) return undefined;
      const { columns, rows } = read;
      const selection = { kind: 'only', names: columns } as const;
      return { database, table, name, columns: selection, ...(rows !== undefined && { rows }) };
    },
    tagsOf: () => ({}),
    creatorOf: () => undefined,
  };
}

export function readsOn({ reads }: Expectations, account: string, day: string): readonly ExpectedRead[] {
  return reads.filter((read) => read.account === account && holdsOn(read, day));
}

/** Today, and the day after each on which something ends: between them nothing changes. */
export function daysInPlay(now: Date, ends: readonly string[]): readonly string[] {
  const today = now.toISOString().slice(0, 10);
  const after = ends.map((end) => {
    const day = new Date(`${end.slice(0, 10)}T12:00:00Z`);
    day.setUTCDate(day.getUTCDate() + 1);
    return day.toISOString().slice(0, 10);
  });
  return [...new Set([today, ...after])].filter((day) => day >= today).toSorted();
}
