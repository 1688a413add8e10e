import type { GlueClient } from '@aws-sdk/client-glue';
import type { LakeFormationClient } from '@aws-sdk/client-lakeformation';
import { describe, expect, it } from 'vitest';
import type { DeclaredGrantsDocument, GrantDeclaration } from '../../../core/access/grants/declaration.ts';
import { sweepEvents } from '../../../lambdas/enforce-policies/sweep-events.ts';
import { type SweepRequest, sweepGrants } from '../../../lambdas/enforce-policies/sweep-grants.ts';
import type { SweepReport } from '../../../lambdas/enforce-policies/sweep-report.ts';
import { lakeOf } from '../../../lambdas/runtime/grants/lake.ts';
import { lakeFormationPort } from '../../../lambdas/runtime/grants/lake-formation-port.ts';
import { readGrants } from '../../../lambdas/runtime/grants/read-grants.ts';
import { arn, LakeWorld, OPERATIONS, REGION, TABLE } from '../../sandbox/lake-world.ts';

const now = new Date('2026-01-01T00:00:00Z');

const declared = (principal: string): GrantDeclaration => ({
  principal,
  target: { kind: 'table', catalogId: OPERATIONS, database: 'safety', table: 'strikes' },
  permissions: ['SELECT'],
  because: 'access/x.yaml',
});

const namespace: DeclaredGrantsDocument = {
  schema: 'freehold.grants.v1',
  domain: 'safety',
  owner: 'namespace',
  governs: { kind: 'domain', catalogId: OPERATIONS, domain: 'safety', databases: ['safety'], locations: [] },
  grants: [],
};

const product = (...grants: GrantDeclaration[]): DeclaredGrantsDocument => ({
  ...namespace,
  owner: 'strikes/v1',
  governs: { kind: 'tables', catalogId: OPERATIONS, database: 'safety', tables: ['strikes'] },
  grants,
});

async function sweep(
  world: LakeWorld,
  documents: readonly DeclaredGrantsDocument[],
  more: Partial<SweepRequest> = {},
) {
  const names = { mesh: 'aviation', environment: 'local', region: REGION };
  const clients = {
    lakeFormation: world.client<LakeFormationClient>('lakeformation'),
    glue: world.client<GlueClient>('glue'),
  };
  const records: SweepReport[] = [];
  const report = await sweepGrants({
    domain: 'safety',
    names,
    documents,
    lake: lakeOf(clients, { names, domain: 'safety', catalogId: OPERATIONS }),
    now,
    isDryRun: false,
    revocationsMax: 25,
    record: async (one) => void records.push(one),
    ...more,
  });
  return { report, records };
}

const held = async (world: LakeWorld) =>
  (await readGrants(world.client<LakeFormationClient>('lakeformation'), OPERATIONS)).grants.map(
    ({ principal }) => principal,
  );

const drifted = async () => {
  const world = await (await LakeWorld.create()).withTable();
  await world.grant('maker', TABLE, ['SELECT']);
  return world;
};

describe('a sweep', () => {
  it('revokes what nobody declared and grants what is missing, with an undo record before and after', async () => {
    const world = await drifted();
    const documents = [namespace, product(declared(arn('reader')))];
    const { report, records } = await sweep(world, documents);
    expect(report).toMatchObject({
      outcome: 'repaired',
      revoked: [{ grant: { principal: arn('maker'), permissions: ['SELECT'] }, reason: 'undeclared' }],
      granted: [{ grant: { principal: arn('reader') }, because: 'access/x.yaml' }],
    });
    expect(records.map(({ outcome }) => outcome)).toEqual(['planned', 'repaired']);
    expect(records[0]?.left.revokes).toEqual(report.revoked);
    expect(await held(world)).toEqual([arn('reader')]);
    expect((await sweep(world, documents)).report.outcome).toBe('clean');
  });

  it('finds grants to everybody, on all tables, on the database and on tables that no product has', async () => {
    const world = await drifted();
    await world.glue('admin', 'CreateTable', { DatabaseName: 'safety', TableInput: { Name: 'stray' } });
    await world.grant('reader', { Table: { DatabaseName: 'safety', Name: 'stray' } }, ['SELECT']);
    await world.grant('reader', { Table: { DatabaseName: 'safety', TableWildcard: {} } }, ['SELECT']);
    await world.lake('GrantPermissions', {
      Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' },
      Resource: { Database: { Name: 'safety' } },
      Permissions: ['ALL'],
    });
    const { report } = await sweep(world, [namespace]);
    expect(report.revoked.map(({ grant }) => grant.resource.kind).sort()).toEqual([
      'all-tables',
      'database',
      'table',
      'table',
    ]);
    expect(await held(world)).toEqual([]);
  });

  it('only says what it would do in a dry run', async () => {
    const world = await drifted();
    const { report } = await sweep(world, [namespace], { isDryRun: true });
    expect(report).toMatchObject({ outcome: 'planned', revoked: [], left: { revokes: { length: 1 } } });
    expect(await held(world)).toEqual([arn('maker')]);
  });

  it('stops where more would be revoked than is plausible', async () => {
    const world = await drifted();
    await world.grant('reader', TABLE, ['SELECT']);
    const { report } = await sweep(world, [namespace], { revocationsMax: 1 });
    expect(report.outcome).toBe('stopped');
    expect(await held(world)).toHaveLength(2);
    expect(sweepEvents(report)).toMatchObject([{ type: 'PolicyViolated', detail: { outcome: 'stopped' } }]);
  });

  it('changes nothing without the declaration of the namespace', async () => {
    const world = await drifted();
    await expect(sweep(world, [product()])).rejects.toThrow(
      'no declared grants of the namespace of safety were found',
    );
    expect(await held(world)).toEqual([arn('maker')]);
  });

  it('revokes what has expired, and says so', async () => {
    const world = await drifted();
    const expired = { ...declared(arn('maker')), expires: '2025-12-31' };
    const { report } = await sweep(world, [namespace, product(expired)]);
    expect(report.revoked).toMatchObject([{ reason: 'expired' }]);
    expect(sweepEvents(report)).toMatchObject([
      { type: 'AccessRevoked', detail: { principal: arn('maker'), reason: 'expired' } },
    ]);
  });

  it('undoes by granting again what its record says', async () => {
    const world = await drifted();
    const { report } = await sweep(world, [namespace]);
    const port = lakeFormationPort(world.client<LakeFormationClient>('lakeformation'), OPERATIONS);
    expect(await port.grant(report.revoked.map(({ grant }) => grant))).toEqual([undefined]);
    expect(await held(world)).toEqual([arn('maker')]);
  });
});
