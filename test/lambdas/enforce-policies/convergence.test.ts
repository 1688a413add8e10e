import type { GlueClient } from '@aws-sdk/client-glue';
import type { LakeFormationClient } from '@aws-sdk/client-lakeformation';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeclaredGrantsDocument, GrantDeclaration } from '../../../core/access/grants/declaration.ts';
import { declaredGrant, isLive } from '../../../core/access/grants/declared-grant.ts';
import { type Grant, resourceKey } from '../../../core/access/lakeformation/grant.ts';
import { sweepGrants } from '../../../lambdas/enforce-policies/sweep-grants.ts';
import { reconcileGrants } from '../../../lambdas/reconcile-grants/reconcile-grants.ts';
import { lakeOf } from '../../../lambdas/runtime/grants/lake.ts';
import { findRole } from '../../../sandbox/services/iam/roles.ts';
import { lakeStore } from '../../../sandbox/services/lakeformation/store.ts';
import { LakeWorld, OPERATIONS, REGION } from '../../sandbox/lake-world.ts';
import { act, type Drift, declarations, drift } from './drift.ts';

const names = { mesh: 'aviation', environment: 'local', region: REGION };
const SCOPE = { accountId: OPERATIONS, region: REGION };

const namespace: DeclaredGrantsDocument = {
  schema: 'freehold.grants.v1',
  domain: 'safety',
  owner: 'namespace',
  governs: { kind: 'domain', catalogId: OPERATIONS, domain: 'safety', databases: ['safety'], locations: [] },
  grants: [],
};

const product = (grants: readonly GrantDeclaration[]): DeclaredGrantsDocument => ({
  ...namespace,
  owner: 'strikes/v1',
  governs: { kind: 'tables', catalogId: OPERATIONS, database: 'safety', tables: ['strikes'] },
  grants,
});

/** What a principal holds, one permission a line; where a filter stands, what it shows. */
function held(world: LakeWorld): ReadonlySet<string> {
  const { grants, filters } = lakeStore(world.cloud);
  const shown = new Map(
    filters
      .list(SCOPE)
      .map(([, { database, table, name, columns, rows }]) => [
        `${database}/${table}/${name}`,
        `${columns.kind} ${[...columns.names].toSorted().join()} ${rows}`,
      ]),
  );
  const filterOf = ({ resource }: Grant): string =>
    resource.kind === 'filter'
      ? (shown.get(`${resource.database}/${resource.table}/${resource.filter}`) ?? 'nothing')
      : '';
  return new Set(grants.list(SCOPE).flatMap(([, grant]) => linesOf(grant, filterOf(grant))));
}

function linesOf({ principal, resource, permissions, grantable }: Grant, filter: string): readonly string[] {
  const on = `${principal} ${resourceKey(resource)} ${filter}`;
  return [
    ...permissions.map((permission) => `${permission} ${on}`),
    ...grantable.map((permission) => `grant option of ${permission} ${on}`),
  ];
}

/** What should be held now: live declarations to roles that exist. */
function wanted(world: LakeWorld, declared: readonly GrantDeclaration[]): ReadonlySet<string> {
  const live = declared.filter((one) => isLive(one, world.clock.now) && findRole(world.cloud, one.principal));
  return new Set(
    live.map(declaredGrant).flatMap(({ grant, filter }) => {
      const shows = filter ? `only ${[...filter.columns.names].toSorted().join()} ${filter.rows}` : '';
      return linesOf(grant, shows);
    }),
  );
}

type Send = (command: object) => Promise<unknown>;

/** A lake whose every call may be watched, or end in a crash. */
function lake(world: LakeWorld, around: (send: Send, command: object) => Promise<unknown>) {
  const wrap = <Client extends { readonly send: unknown }>(client: Client): Client => {
    const send = client.send as Send;
    return { ...client, send: (command: object) => around(send, command) };
  };
  const clients = {
    lakeFormation: wrap(world.client<LakeFormationClient>('lakeformation')),
    glue: wrap(world.client<GlueClient>('glue')),
  };
  return lakeOf(clients, { names, domain: 'safety', catalogId: OPERATIONS });
}

/** After each call, whatever was wanted and there before is still there. */
const watching =
  (world: LakeWorld, declared: readonly GrantDeclaration[]) =>
  async (send: Send, command: object): Promise<unknown> => {
    const keep = [...wanted(world, declared)].filter((line) => held(world).has(line));
    const answer = await send(command);
    const now = held(world);
    expect(keep.filter((line) => !now.has(line))).toEqual([]);
    return answer;
  };

const sweep = (world: LakeWorld, declared: readonly GrantDeclaration[], around = watching(world, declared)) =>
  sweepGrants({
    domain: 'safety',
    names,
    documents: [namespace, product(declared)],
    lake: lake(world, around),
    now: world.clock.now,
    isDryRun: false,
    revocationsMax: 1_000,
    record: async () => {},
  });

const deploy = (
  world: LakeWorld,
  declared: readonly GrantDeclaration[],
  {
    before,
    around = watching(world, declared),
  }: { before?: DeclaredGrantsDocument; around?: ReturnType<typeof watching> } = {},
) =>
  reconcileGrants(
    { document: product(declared), ...(before && { before }) },
    { lake: lake(world, around), names, now: world.clock.now },
  );

describe('whatever happens to the grants by hand', () => {
  it('a sweep leaves what is declared and nothing else, and never takes away on the way what is wanted', async () => {
    const rounds = fc.array(
      fc.record({
        declared: declarations,
        drifts: fc.array(drift, { maxLength: 4 }),
        isDeployed: fc.boolean(),
      }),
      { minLength: 1, maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(rounds, async (all) => {
        const world = await (await LakeWorld.create()).withTable();
        let before: DeclaredGrantsDocument | undefined;
        for (const { declared, drifts, isDeployed } of all) {
          for (const one of drifts) await act(world, one);
          if (isDeployed) await deploy(world, declared, before && { before });
          before = product(declared);
          const report = await sweep(world, declared);
          expect(report).toMatchObject({ failed: [], overdue: 0 });
          expect([...held(world)].toSorted()).toEqual([...wanted(world, declared)].toSorted());
          expect(['clean', 'waiting']).toContain((await sweep(world, declared)).outcome);
        }
      }),
      { numRuns: 60 },
    );
  });
});

const reads = (principal: number, rows: string): GrantDeclaration => ({
  principal:
    ['reader', 'maker', 'vendor'].map((role) => `arn:aws:iam::${OPERATIONS}:role/${role}`)[principal] ?? '',
  target: {
    kind: 'filter',
    catalogId: OPERATIONS,
    database: 'safety',
    table: 'strikes',
    columns: ['id', 'state'],
    rows,
  },
  permissions: ['SELECT'],
  because: 'access/x.yaml',
});

/** A deployment that does all there is to do: filters made, mended and deleted, grants made, replaced and revoked. */
const BEFORE = [reads(0, "state = 'TX'"), reads(1, "state = 'CA'"), reads(2, "state = 'NY'")];
const AFTER = [reads(0, "state = 'WA'"), reads(1, "state = 'CA'")];
const DRIFT: readonly Drift[] = [
  { kind: 'widen-filter', at: 0 },
  { kind: 'grant', to: 0, what: 0, isGrantable: true },
  { kind: 'grant', to: 1, what: 3, isGrantable: false },
];

async function disturbed(): Promise<LakeWorld> {
  const world = await (await LakeWorld.create()).withTable();
  await deploy(world, BEFORE);
  for (const one of DRIFT) await act(world, one);
  return world;
}

class Killed extends Error {}

/** Dies before call `at`, or after it with its answer lost; nothing after it is done. */
function dying(at: number, side: 'before' | 'after') {
  let call = 0;
  return async (send: Send, command: object): Promise<unknown> => {
    call += 1;
    if (call > at || (call === at && side === 'before')) throw new Killed();
    const answer = await send(command);
    if (call === at) throw new Killed();
    return answer;
  };
}

describe('a process that dies', () => {
  it.each(['before', 'after'] as const)(
    '%s any call leaves what the next run brings to the same end',
    async (side) => {
      let calls = 0;
      const whole = await disturbed();
      await deploy(whole, AFTER, {
        before: product(BEFORE),
        around: (send, command) => {
          calls += 1;
          return send(command);
        },
      });
      expect(calls).toBeGreaterThan(8);
      expect([...held(whole)].toSorted()).toEqual([...wanted(whole, AFTER)].toSorted());
      for (let at = 1; at <= calls; at += 1) {
        const world = await disturbed();
        const around = dying(at, side);
        await deploy(world, AFTER, { before: product(BEFORE), around }).catch(() => undefined);
        await deploy(world, AFTER, { before: product(BEFORE) });
        expect([...held(world)].toSorted(), `dead ${side} call ${at}`).toEqual([...held(whole)].toSorted());
        expect(lakeStore(world.cloud).filters.list(SCOPE).length).toBe(
          lakeStore(whole.cloud).filters.list(SCOPE).length,
        );
      }
    },
  );
});
