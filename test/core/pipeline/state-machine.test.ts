import aslValidator from 'asl-validator';
import { describe, expect, it } from 'vitest';
import type { ProductManifest } from '../../../core/pipeline/manifest.ts';
import { stateMachineDefinition } from '../../../core/pipeline/state-machine.ts';

const step = (name: string, kind: 'step' | 'table') => ({
  name,
  kind,
  template: 'SELECT 1 AS a',
  columns: [],
});
const manifest: ProductManifest = {
  schema: 'freehold.manifest.v1',
  mesh: 'aviation',
  environment: 'local',
  region: 'eu-west-1',
  account: '123456789012',
  domain: 'insight',
  product: 'strike-rates',
  title: 'Strike rates',
  owner: { team: 'insight-team', email: 'insight@example.com' },
  major: 1,
  version: '1.0.0',
  load: 'replace',
  after: 'all',
  promises: { completeness: 1 },
  resources: {
    database: 'insight',
    stagingDatabase: 'insight_staging',
    landingDatabase: 'insight_landing',
    landingBucket: 'landing',
    productsBucket: 'products',
    auditBucket: 'audit',
    registryTable: 'registry',
    bus: 'bus',
    workgroup: 'aviation-local-insight-pipeline',
  },
  inputs: [],
  steps: [step('departures', 'step'), step('strikes', 'step'), step('strike_rates', 'table')],
  tables: [
    {
      name: 'strike_rates',
      glueTable: 'strike_rates_v1',
      location: 's3://products/strike-rates/v1/strike_rates',
      description: '',
      columns: [],
      primaryKey: [],
      partitionBy: [],
      audit: { scan: '', checks: [], profile: [], extra: [], unchecked: [] },
      lineage: {},
    },
  ],
};
const functions = {
  resolveRun: 'arn:aws:lambda:eu-west-1:123456789012:function:resolve-run',
  auditGate: 'arn:aws:lambda:eu-west-1:123456789012:function:audit-gate',
  publishSnapshot: 'arn:aws:lambda:eu-west-1:123456789012:function:publish-snapshot',
  recordFailure: 'arn:aws:lambda:eu-west-1:123456789012:function:record-failure',
};

type States = Readonly<Record<string, { readonly Next?: string; readonly Type: string }>>;

function successPath(definition: Readonly<Record<string, unknown>>): readonly string[] {
  const states = definition['States'] as States;
  const path: string[] = [];
  for (
    let name = definition['StartAt'] as string | undefined;
    name !== undefined;
    name = states[name]?.Next
  ) {
    path.push(name);
  }
  return path;
}

describe('the state machine of a product', () => {
  const definition = stateMachineDefinition(manifest, '/aviation/local/insight/strike-rates/v1', functions);

  it('is valid Amazon States Language', () => {
    const { isValid, errorsText } = aslValidator(definition);
    expect(errorsText('\n')).toBe('');
    expect(isValid).toBe(true);
  });

  it('takes at most nine transitions for three steps, the start included', () => {
    const path = successPath(definition);
    expect(path).toEqual([
      'ResolveRun',
      'Build departures',
      'Build strikes',
      'Build strike_rates',
      'Audit strike_rates',
      'AuditGate',
      'PublishSnapshot',
    ]);
    expect(path.length + 1).toBeLessThanOrEqual(9);
  });

  it('sends every failure of a task to the record', () => {
    const states = definition['States'] as Readonly<
      Record<string, { readonly Catch?: readonly { readonly Next: string }[] }>
    >;
    for (const name of successPath(definition)) {
      expect(states[name]?.Catch?.at(-1)?.Next).toBe('RecordFailure');
    }
  });
});
