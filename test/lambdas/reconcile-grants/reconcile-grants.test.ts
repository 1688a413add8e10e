import type { GlueClient } from '@aws-sdk/client-glue';
import type { LakeFormationClient } from '@aws-sdk/client-lakeformation';
import { describe, expect, it } from 'vitest';
import type { DeclaredGrantsDocument, GrantDeclaration } from '../../../core/access/grants/declaration.ts';
import { planGrants } from '../../../core/access/grants/plan-grants.ts';
import { reconcileGrants } from '../../../lambdas/reconcile-grants/reconcile-grants.ts';
import { lakeOf } from '../../../lambdas/runtime/grants/lake.ts';
import { readGrants } from '../../../lambdas/runtime/grants/read-grants.ts';
import { resolveTableAccess } from '../../../sandbox/services/lakeformation/resolve-table-access.ts';
import { arn, caller, INSIGHT, LakeWorld, OPERATIONS, REGION, TABLE } from '../../sandbox/lake-world.ts';

const names = { mesh: 'aviation', environment: 'local', region: REGION };
const now = new Date('2026-01-01T00:00:00Z');

const reading = (
  of: Partial<GrantDeclaration> & { rows?: string; columns?: readonly string[] } = {},
): GrantDeclaration => {
  const { rows, columns = ['id', 'state'], ...more } = of;
  return {
    principal: arn('guest', INSIGHT),
    target: {
      kind: 'filter',
      catalogId: OPERATIONS,
      database: 'safety',
      table: 'strikes',
      columns,
      ...(rows !== undefined && { rows }),
    },
    permissions: ['SELECT'],
    because: 'access/insight.yaml',
    ...more,
  };
};

const document = (...grants: GrantDeclaration[]): DeclaredGrantsDocument => ({
  schema: 'freehold.grants.v1',
  domain: 'safety',
  owner: 'strikes/v1',
  governs: { kind: 'tables', catalogId: OPERATIONS, database: 'safety', tables: ['strikes'] },
  grants,
});

const ready = async () => await (await LakeWorld.create()).withTable();

const lake = (world: LakeWorld, lakeFormation: LakeFormationClient) =>
  lakeOf(
    { lakeFormation, glue: world.client<GlueClient>('glue') },
    { names, domain: 'safety', catalogId: OPERATIONS },
  );

const reconcile = (world: LakeWorld, declared: DeclaredGrantsDocument, more: object = {}) =>
  reconcileGrants(
    { document: declared, ...more },
    { lake: lake(world, world.client<LakeFormationClient>('lakeformation')), names, now },
  );

const access = (world: LakeWorld) =>
  resolveTableAccess(world.cloud, caller('guest', INSIGHT), {
    catalogId: OPERATIONS,
    database: 'safety',
    table: 'strikes',
  });

const actual = (world: LakeWorld) =>
  readGrants(world.client<LakeFormationClient>('lakeformation'), OPERATIONS);

describe('reconciling', () => {
  it('makes filters and grants, and changes nothing the second time', async () => {
    const world = await ready();
    const declared = document(reading({ rows: "state = 'TX'" }));
    const first = await reconcile(world, declared);
    expect(first).toMatchObject({
      filtersCreated: { length: 1 },
      granted: { length: 1 },
      revoked: [],
      failed: [],
    });
    expect(access(world)).toMatchObject({ kind: 'allowed', columns: { length: 2 } });
    const second = await reconcile(world, declared);
    expect(Object.values(second).flat()).toEqual([]);
  });

  it('revokes what is not declared on its tables, with the grant option too, and nothing elsewhere', async () => {
    const world = await ready();
    await world.glue('admin', 'CreateTable', { DatabaseName: 'safety', TableInput: { Name: 'other' } });
    const other = { Table: { DatabaseName: 'safety', Name: 'other' } };
    await world.grant('reader', other, ['SELECT']);
    await world.grant('reader', TABLE, ['SELECT', 'ALTER'], { grantable: ['ALTER'] });
    const declared = document({
      principal: arn('reader'),
      target: { kind: 'table', catalogId: OPERATIONS, database: 'safety', table: 'strikes' },
      permissions: ['SELECT', 'DESCRIBE'],
      because: 'x',
    });
    const applied = await reconcile(world, declared);
    expect(applied.failed).toEqual([]);
    expect(
      (await actual(world)).grants.map(({ resource, permissions, grantable }) => [
        resource,
        permissions,
        grantable,
      ]),
    ).toEqual([
      [{ kind: 'table', database: 'safety', table: 'other' }, ['SELECT'], []],
      [{ kind: 'table', database: 'safety', table: 'strikes' }, ['DESCRIBE'], []],
      [{ kind: 'table', database: 'safety', table: 'strikes' }, ['SELECT'], []],
    ]);
  });

  it('replaces a filter without a gap: the new one is granted before the old one goes', async () => {
    const world = await ready();
    await reconcile(world, document(reading({ rows: "state = 'TX'" })));
    const calls: string[] = [];
    const client = world.client<LakeFormationClient>('lakeformation');
    const send = client.send.bind(client) as (command: object) => Promise<unknown>;
    const watched = {
      send: async (command: object) => {
        const answer = await send(command);
        calls.push(`${command.constructor.name} ${access(world).kind}`);
        return answer;
      },
    } as unknown as LakeFormationClient;
    await reconcileGrants(
      { document: document(reading({ rows: "state = 'CA'" })) },
      { lake: lake(world, watched), names, now },
    );
    expect(calls).toEqual([
      'ListPermissionsCommand allowed',
      'ListDataCellsFilterCommand allowed',
      'CreateDataCellsFilterCommand allowed',
      'BatchGrantPermissionsCommand allowed',
      'BatchRevokePermissionsCommand allowed',
      'DeleteDataCellsFilterCommand allowed',
      'ListPermissionsCommand allowed',
      'ListDataCellsFilterCommand allowed',
    ]);
    expect(access(world)).toMatchObject({ rows: { value: { value: 'CA' } } });
  });

  it('reaches the same state from wherever it died', async () => {
    const before = document(
      reading({ rows: "state = 'TX'" }),
      reading({ principal: arn('reader'), columns: ['id'] }),
    );
    const after = document(
      reading({ rows: "state = 'CA'" }),
      reading({ principal: arn('maker'), columns: ['cost'] }),
    );
    const expected = await (async () => {
      const world = await ready();
      await reconcile(world, after);
      return await actual(world);
    })();
    for (const side of ['before', 'after'] as const) {
      for (let dies = 1; dies <= 8; dies += 1) {
        const world = await ready();
        await reconcile(world, before);
        const client = world.client<LakeFormationClient>('lakeformation');
        const send = client.send.bind(client) as (command: object) => Promise<unknown>;
        let call = 0;
        const dying = {
          send: async (command: object) => {
            call += 1;
            if (call >= dies && side === 'before') throw new Error('killed');
            const answer = await send(command);
            if (call >= dies) throw new Error('killed');
            return answer;
          },
        } as unknown as LakeFormationClient;
        await reconcileGrants({ document: after }, { lake: lake(world, dying), names, now }).catch(
          () => undefined,
        );
        await reconcile(world, after);
        const reached = await actual(world);
        expect(reached.grants).toEqual(expected.grants);
        expect(reached.filters).toEqual(expected.filters);
      }
    }
  });

  it('mends a filter that somebody widened under its name', async () => {
    const world = await ready();
    const declared = document(reading({ rows: "state = 'TX'" }));
    await reconcile(world, declared);
    const [filter] = (await actual(world)).filters;
    await world.lake('UpdateDataCellsFilter', {
      TableData: {
        DatabaseName: 'safety',
        TableName: 'strikes',
        Name: filter?.name,
        ColumnWildcard: {},
        RowFilter: { AllRowsWildcard: {} },
      },
    });
    expect(access(world)).toMatchObject({ columns: { length: 4 }, rows: null });
    expect(await reconcile(world, declared)).toMatchObject({ filtersMended: { length: 1 } });
    expect(access(world)).toMatchObject({ columns: { length: 2 } });
  });

  it('leaves grants to roles that do not exist yet for the sweep', async () => {
    const world = await ready();
    const applied = await reconcile(world, document(reading({ principal: arn('tomorrow', INSIGHT) })));
    expect(applied).toMatchObject({ pending: { length: 1 }, granted: [], failed: [] });
  });

  it('counts a declaration past its last day as not declared', async () => {
    const world = await ready();
    await reconcile(world, document(reading({ expires: '2026-01-01' })));
    expect(access(world).kind).toBe('allowed');
    const client = world.client<LakeFormationClient>('lakeformation');
    const tomorrow = new Date('2026-01-02T00:00:00Z');
    const applied = await reconcileGrants(
      { document: document(reading({ expires: '2026-01-01' })) },
      { lake: lake(world, client), names, now: tomorrow },
    );
    expect(applied.revoked).toMatchObject([{ reason: 'expired' }]);
    expect(access(world).kind).toBe('denied');
  });

  it('fails with the step and the reason when Lake Formation refuses', async () => {
    const world = await ready();
    const broken = document(reading({ columns: ['gone'] }));
    await expect(reconcile(world, broken)).rejects.toThrow(
      /create filter fh_\w+ on safety.strikes: Column gone does not exist/,
    );
  });

  it('revokes everything when the stack goes, and what an earlier one governed', async () => {
    const world = await ready();
    const link: GrantDeclaration = {
      principal: arn('reader'),
      target: { kind: 'database', catalogId: OPERATIONS, database: 'safety' },
      permissions: ['DESCRIBE'],
      because: 'a link',
    };
    const declared = document(reading(), link);
    await reconcile(world, declared);
    expect((await actual(world)).grants).toHaveLength(2);
    await reconcile(world, document(reading()), { before: declared });
    expect((await actual(world)).grants).toHaveLength(1);
    await reconcile(world, document(reading()), { isRemoval: true });
    expect(await actual(world)).toEqual({ grants: [], filters: [] });
  });
});

describe('a plan', () => {
  const governs = () => true;
  const creator = arn('publisher');
  const own = {
    principal: creator,
    resource: { kind: 'table', database: 'd', table: 't' },
    permissions: ['ALL'],
    grantable: ['ALL'],
  } as const;

  it('leaves creators what Lake Formation gives them, and only that', () => {
    const plan = (grantable: readonly 'ALL'[]) =>
      planGrants({
        declared: [],
        actual: { grants: [{ ...own, grantable }], filters: [] },
        governs,
        now,
        creators: [creator],
      });
    expect(plan(['ALL']).revokes).toEqual([]);
    expect(plan([]).revokes).toHaveLength(1);
  });

  it('names a filter by its content, whatever the order of its columns', () => {
    const nameOf = (columns: readonly string[], rows?: string) =>
      planGrants({
        declared: [reading({ columns, ...(rows && { rows }) })],
        actual: { grants: [], filters: [] },
        governs,
        now,
        creators: [],
      }).createFilters[0]?.name;
    expect(nameOf(['a', 'b'])).toBe(nameOf(['b', 'a']));
    expect(new Set([nameOf(['a']), nameOf(['a', 'b']), nameOf(['a'], "a = '1'")]).size).toBe(3);
  });
});
