import type { GlueClient } from '@aws-sdk/client-glue';
import type { LakeFormationClient } from '@aws-sdk/client-lakeformation';
import { describe, expect, it } from 'vitest';
import type { DeclaredGrantsDocument, GrantDeclaration } from '../../../core/access/grants/declaration.ts';
import type { Rung } from '../../../core/access/grants/ladder.ts';
import { sweepEvents } from '../../../lambdas/enforce-policies/sweep-events.ts';
import { sweepGrants } from '../../../lambdas/enforce-policies/sweep-grants.ts';
import { deploymentEvents } from '../../../lambdas/reconcile-grants/deployment-events.ts';
import { lakeOf } from '../../../lambdas/runtime/grants/lake.ts';
import { lakeStore } from '../../../sandbox/services/lakeformation/store.ts';
import { arn, LakeWorld, OPERATIONS, REGION, TABLE } from '../../sandbox/lake-world.ts';

const names = { mesh: 'aviation', environment: 'local', region: REGION };

/** A mesh with a rule; `reader` had a subscription until the end of 2025. */
const documents = (undeclared: Rung): readonly DeclaredGrantsDocument[] => {
  const catalogId = OPERATIONS;
  const over: GrantDeclaration = {
    principal: arn('reader'),
    target: { kind: 'table', catalogId, database: 'safety', table: 'strikes' },
    permissions: ['SELECT'],
    expires: '2025-12-31',
    because: 'access/x.yaml',
  };
  const common = { schema: 'freehold.grants.v1', domain: 'safety', undeclared } as const;
  return [
    {
      ...common,
      owner: 'namespace',
      governs: { kind: 'domain', catalogId, domain: 'safety', databases: ['safety'], locations: [] },
      grants: [],
    },
    {
      ...common,
      owner: 'strikes/v1',
      governs: { kind: 'tables', catalogId, database: 'safety', tables: ['strikes'] },
      grants: [over],
    },
  ];
};

/** `maker` was granted by hand; the subscription of `reader` is over. */
async function swept(rung: Rung, { revocationsMax = 25, isDryRun = false } = {}) {
  const world = await (await LakeWorld.create()).withTable();
  await world.grant('maker', TABLE, ['SELECT', 'DESCRIBE'], { grantable: ['SELECT'] });
  await world.grant('reader', TABLE, ['SELECT']);
  const clients = {
    lakeFormation: world.client<LakeFormationClient>('lakeformation'),
    glue: world.client<GlueClient>('glue'),
  };
  const sweep = () =>
    sweepGrants({
      domain: 'safety',
      names,
      documents: documents(rung),
      lake: lakeOf(clients, { names, domain: 'safety', catalogId: OPERATIONS }),
      now: new Date('2026-01-01T00:01:00Z'),
      isDryRun,
      revocationsMax,
      record: async () => {},
    });
  const report = await sweep();
  const held = lakeStore(world.cloud)
    .grants.list({ accountId: OPERATIONS, region: REGION })
    .map(([, { principal, permissions, grantable }]) => [principal, [...permissions].sort(), grantable]);
  const told = sweepEvents(report).map(({ type, detail }) => `${type} ${String(detail['message'])}`);
  return { report, held, told, again: sweep };
}

const ALL = [arn('maker'), ['DESCRIBE', 'SELECT'], ['SELECT']];

describe('a grant that nobody declared', () => {
  it('stays on record where the rule is to observe', async () => {
    const { report, held, told, again } = await swept('observe');
    expect(held).toEqual([ALL]);
    expect(report).toMatchObject({
      left: { revokes: [{ grant: { principal: arn('maker') } }] },
      rule: 'observe',
    });
    expect(told.filter((line) => line.startsWith('PolicyViolated'))).toEqual([]);
    expect((await again()).outcome).toBe('left');
  });

  it('is told of where the rule is to notify', async () => {
    const { held, told } = await swept('notify');
    expect(held).toEqual([ALL]);
    expect(told).toContain('PolicyViolated 1 grants are not declared, and left by the mesh\'s rule "notify"');
  });

  it('loses the data and what it may pass on where the rule is quarantine', async () => {
    const { held, report, again } = await swept('quarantine');
    expect(held).toEqual([[arn('maker'), ['DESCRIBE'], []]]);
    expect(report.failed).toEqual([]);
    expect(await again()).toMatchObject({ outcome: 'left', revoked: [] });
  });

  it('is gone where the rule is to revoke', async () => {
    const { held, again } = await swept('revoke');
    expect(held).toEqual([]);
    expect((await again()).outcome).toBe('clean');
  });
});

describe('access past its last day', () => {
  it.each(['observe', 'notify', 'quarantine', 'revoke'] as const)('ends under the rule %s', async (rung) => {
    const { report, told } = await swept(rung);
    expect(report.revoked.filter(({ reason }) => reason === 'expired')).toHaveLength(1);
    expect(report.overdue).toBe(0);
    expect(told.some((line) => line.startsWith('AccessRevoked') && line.endsWith('expired'))).toBe(true);
  });

  it('ends also where the circuit breaker holds the rest', async () => {
    const { report, held, again } = await swept('revoke', { revocationsMax: 0 });
    expect(report).toMatchObject({ outcome: 'stopped', overdue: 0, revoked: [{ reason: 'expired' }] });
    expect(held).toEqual([ALL]);
    expect((await again()).outcome).toBe('stopped');
  });

  it('is counted while it is there', async () => {
    const { report } = await swept('revoke', { isDryRun: true });
    expect(report).toMatchObject({ outcome: 'planned', overdue: 1 });
  });
});

it('a deployment tells of subscriptions that begin, and of grants that end, but not of those on links', () => {
  const grant = {
    principal: arn('reader'),
    resource: { kind: 'table', database: 'safety', table: 'strikes' },
    permissions: ['SELECT'],
    grantable: [],
  } as const;
  const told = deploymentEvents(
    {
      granted: [
        { grant, because: 'access/x.yaml', expires: '2027-01-01' },
        { grant, because: 'namespace of safety' },
      ],
      revoked: [
        { grant, reason: 'undeclared' },
        { grant, reason: 'unshared' },
      ],
    },
    { domain: 'safety', at: '2026-01-01T00:00:00Z' },
  );
  expect(told).toMatchObject([
    { type: 'AccessGranted', detail: { because: 'access/x.yaml', expires: '2027-01-01' } },
    { type: 'AccessRevoked', detail: { domain: 'safety', reason: 'undeclared' } },
  ]);
});
