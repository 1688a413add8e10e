import { describe, expect, it } from 'vitest';
import { arn, caller, INSIGHT, OPERATIONS } from '../../sandbox/lake-world.ts';
import { ANALYST, declared, LinksWorld, RECONCILER } from './links-world.ts';

/** A producer that shares with a consumer whose namespace is not deployed yet. */
async function shared(): Promise<LinksWorld> {
  const world = await LinksWorld.create();
  await world.deployProducer();
  await world.share();
  return world;
}

/** The same, where a link leads to an account in which the producer is no more. */
async function misled(): Promise<LinksWorld> {
  const world = await shared();
  const TargetDatabase = { CatalogId: '333333333333', DatabaseName: 'safety' };
  const DatabaseInput = { Name: 'safety', TargetDatabase };
  await world.lake.glue(RECONCILER, 'CreateDatabase', { DatabaseInput }, INSIGHT);
  return world;
}

/** A producer that shares with a consumer whose namespace is deployed. */
async function reading(): Promise<LinksWorld> {
  const world = await shared();
  await world.deploy();
  expect(await world.browse()).toBe('safety.strikes');
  return world;
}

type Change = readonly [
  name: string,
  ready: () => Promise<LinksWorld>,
  change: (world: LinksWorld) => Promise<unknown>,
];

/** What is done again after a death: a deployment by CloudFormation, a sweep by its schedule. */
const CHANGES: readonly Change[] = [
  ['made by a deployment', shared, (world) => world.deploy()],
  [
    'removed by a sweep',
    async () => {
      const world = await reading();
      await world.unshare();
      return world;
    },
    (world) => world.sweep(),
  ],
  ['made anew by a sweep', misled, (world) => world.sweep()],
  ['removed with its namespace', reading, (world) => world.deploy(declared(), { isRemoval: true })],
];

describe('the link to a producer of another account', () => {
  it('is made with the grants of a namespace, and once', async () => {
    const world = await shared();
    expect(await world.deploy()).toMatchObject({
      linksMade: [{ database: 'safety' }],
      granted: [{ grant: { principal: arn(ANALYST, INSIGHT), permissions: ['DESCRIBE'] } }],
      failed: [],
    });
    expect(await world.browse()).toBe('safety.strikes');
    expect(await world.deploy()).toMatchObject({ linksMade: [], granted: [], revoked: [], failed: [] });
    expect((await world.sweep()).outcome).toBe('clean');
  });

  it('waits for a producer that is deployed later', async () => {
    const world = await LinksWorld.create();
    expect(await world.deploy()).toMatchObject({ linksMade: [], linksWaiting: [{ database: 'safety' }] });
    expect(await world.browse()).toBe('');
    expect(await world.sweep()).toMatchObject({ outcome: 'clean', links: { waiting: ['safety'] } });
    await world.deployProducer();
    await world.share();
    expect(await world.sweep()).toMatchObject({ outcome: 'repaired', links: { made: ['safety'] } });
    expect(await world.browse()).toBe('safety.strikes');
  });

  it('goes at the next sweep when the subscription is over and the consumer is not deployed again', async () => {
    const world = await reading();
    await world.unshare();
    expect(await world.browse()).toContain('AccessDeniedException');
    expect(await world.sweep()).toMatchObject({
      outcome: 'repaired',
      links: { removed: ['safety'] },
      revoked: [{ reason: 'unshared' }],
      failed: [],
    });
    expect(await world.browse()).toBe('');
    expect((await world.sweep()).outcome).toBe('clean');
  });

  it('goes when the producer is destroyed, and comes back when it is there again', async () => {
    const world = await reading();
    await world.destroyProducer();
    expect(await world.sweep()).toMatchObject({ links: { removed: ['safety'] }, failed: [] });
    expect(await world.browse()).toBe('');
    await world.deployProducer();
    expect((await world.sweep()).links).toEqual({ made: [], removed: [], waiting: ['safety'] });
    await world.share();
    expect((await world.sweep()).links.made).toEqual(['safety']);
    expect(await world.browse()).toBe('safety.strikes');
  });

  it('is made anew when it leads to an account where the producer is no more', async () => {
    const world = await misled();
    expect((await world.sweep()).links).toMatchObject({ made: ['safety'], removed: ['safety'] });
    expect(await world.browse()).toBe('safety.strikes');
  });

  it('goes with its declaration, and with its namespace', async () => {
    const world = await reading();
    const { links: _, ...without } = declared();
    const after = { ...without, grants: [] };
    const applied = await world.deploy(after, { before: declared() });
    expect(applied).toMatchObject({ linksRemoved: [{ database: 'safety' }], failed: [] });
    await world.deploy();
    expect(await world.deploy(declared(), { isRemoval: true })).toMatchObject({
      linksRemoved: [{ database: 'safety' }],
    });
    expect(await world.browse()).toBe('');
  });

  it('stays for another domain of the account that reads through it', async () => {
    const world = await reading();
    const other = 'aviation-local-finance-analyst';
    const reconciler = 'aviation-local-finance-reconciler';
    for (const role of [other, reconciler]) await world.lake.role(role, INSIGHT);
    await world.administer(RECONCILER, reconciler);
    await world.lake.grant(other, { Table: { DatabaseName: 'safety', Name: 'strikes' } }, ['SELECT'], {
      account: INSIGHT,
    });
    await world.lake.grant(reconciler, { Table: { DatabaseName: 'safety', Name: 'strikes' } }, ['DESCRIBE'], {
      account: INSIGHT,
    });
    const finance = declared('finance', other);
    expect(await world.deploy(finance)).toMatchObject({ linksMade: [], granted: { length: 1 } });
    await world.unshare();
    expect(await world.sweep()).toMatchObject({ revoked: { length: 1 }, links: { removed: [] } });
    expect(await world.browse()).toBe('');
    expect(await world.browse(other)).toBe('safety.strikes');
    // Made by the reconciler of the first, dropped by that of the second.
    expect(await world.deploy(finance, { isRemoval: true })).toMatchObject({
      linksRemoved: [{ database: 'safety' }],
      failed: [],
    });
  });

  it.each(CHANGES)('%s: reaches the same state from wherever it died', async (_, ready, change) => {
    const whole = await ready();
    const calls = await whole.callsOf(() => change(whole));
    const expected = await whole.state();
    expect(calls).toBeGreaterThan(2);
    for (let call = 1; call <= calls; call += 1) {
      for (const side of ['before', 'after'] as const) {
        const world = await ready();
        await world.callsOf(() => change(world), { call, side });
        await change(world);
        expect(await world.state(), `killed ${side} call ${call}`).toEqual(expected);
      }
    }
  });

  it('loses what somebody granted on it by hand', async () => {
    const world = await reading();
    await world.lake.role('visitor', INSIGHT);
    await world.lake.cloud.dispatch(caller(RECONCILER, INSIGHT), 'lakeformation', 'GrantPermissions', {
      Principal: { DataLakePrincipalIdentifier: arn('visitor', INSIGHT) },
      Resource: { Database: { Name: 'safety' } },
      Permissions: ['DESCRIBE'],
    });
    expect((await world.sweep()).revoked).toMatchObject([
      { grant: { principal: arn('visitor', INSIGHT) }, reason: 'undeclared' },
    ]);
  });

  it('is left alone, and told of, when nobody may look behind it', async () => {
    const world = await reading();
    await world.lake.cloud.dispatch(
      { principal: { kind: 'root' }, accountId: INSIGHT, region: 'eu-west-1' },
      'iam',
      'PutRolePolicy',
      { RoleName: RECONCILER, PolicyName: 'all', PolicyDocument: withoutTables },
    );
    const report = await world.sweep();
    expect(report).toMatchObject({ outcome: 'incomplete', revoked: [], links: { removed: [] } });
    expect(report.failed[0]?.step).toBe('look at the link safety');
    expect(report.failed[0]?.error.message).toContain('glue:GetTables');
    expect(await world.browse()).toBe('safety.strikes');
  });

  it('never takes the place of a database, nor that of a database away', async () => {
    const world = await LinksWorld.create();
    await world.lake.glue(RECONCILER, 'CreateDatabase', { DatabaseInput: { Name: 'safety' } }, INSIGHT);
    await world.deployProducer();
    await world.share();
    await expect(world.deploy()).rejects.toThrow(
      `look at the link safety: safety is a database of this account, so that no link to ${OPERATIONS} can have its name`,
    );
    await world.deploy(declared(), { isRemoval: true }).catch(() => undefined);
    const found = await world.lake.glue(RECONCILER, 'GetDatabase', { Name: 'safety' }, INSIGHT);
    expect(found).toMatchObject({ Database: { Name: 'safety' } });
  });
});

const withoutTables = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: ['lakeformation:*', 'glue:*Database*'], Resource: '*' },
    { Effect: 'Allow', Action: ['glue:GetTable'], Resource: `arn:aws:glue:*:${INSIGHT}:*` },
  ],
});
