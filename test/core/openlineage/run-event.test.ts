import { describe, expect, it } from 'vitest';

import { type RunEvent, type RunPhase, runEvent } from '../../../core/openlineage/run-event.ts';
import type { ResolvedRun } from '../../../core/pipeline/run.ts';
import { manifestFixture } from '../../lambdas/manifest-fixture.ts';
import { hasStandards } from '../../standards.ts';
import { eventProblems } from './event-problems.ts';

const run: ResolvedRun = {
  run: '0123456789ab',
  attempt: 1,
  runUuid: '7a1b0000-0000-8000-8000-000000000001',
  execution: 'arn:aws:states:eu-west-1:222222222222:execution:m:e',
  startedAt: '2026-01-01T06:00:00.000Z',
  trigger: 'schedule',
  manifest: { bucket: 'b', key: 'k', sha256: 's' },
  inputs: [
    { key: 'product:airports.airports@1', version: '17', product: 'airports.airports' },
    { key: 'source:raw_flights', version: 'abc' },
  ],
  builds: {},
  audits: {},
  staged: {},
};

const check = {
  id: 'delay.range.1',
  table: 'flights',
  column: 'delay',
  statement: 'delay is at most 1440',
  dimension: 'conformity',
  severity: 'error',
  status: 'failed',
  measured: 3,
  expected: 'must be 0',
  examples: ['1688'],
} as const;

const phases: Record<string, RunPhase> = {
  START: { kind: 'START' },
  COMPLETE: {
    kind: 'COMPLETE',
    tables: {
      flights: {
        rows: 10,
        checks: [check, { ...check, id: 'prose', status: 'notEvaluated', measured: null }],
        profile: {
          delay: { nulls: 1, distinct: 5, min: '-12', max: '1440' },
          origin: { nulls: 0, distinct: 2, min: 'ABQ', max: 'BOS' },
        },
        completeness: 1,
        validity: 1,
        snapshotId: '4611686018427387904',
        files: 2,
        sizeBytes: 2048,
      },
    },
  },
  FAIL: { kind: 'FAIL', message: 'delay is out of range', findings: [check] },
};

const eventOf = (name: string): RunEvent => {
  const phase = phases[name];
  if (phase === undefined) throw new Error(`no phase ${name}`);
  return runEvent(manifestFixture(), run, { phase, time: '2026-01-01T06:05:00.000Z' });
};

describe('runEvent', () => {
  it.skipIf(!hasStandards).each(['START', 'COMPLETE', 'FAIL'])(
    'is valid by the official schemas: %s',
    (name) => {
      expect(eventProblems(eventOf(name))).toEqual([]);
    },
  );

  it.skipIf(!hasStandards)('notices an event that is not valid', () => {
    const event = eventOf('FAIL');
    const errorMessage = { ...event.run.facets['errorMessage'], message: 7 };
    // A broken facet, to see that the check above can fail.
    const broken = { ...event, run: { ...event.run, facets: { errorMessage } } } as unknown as RunEvent;
    expect(eventProblems(broken)).not.toEqual([]);
  });

  it('names tables as Glue does, with the account that holds them', () => {
    const event = eventOf('COMPLETE');
    expect(event.inputs.map(({ namespace, name }) => `${namespace} ${name}`)).toEqual([
      'arn:aws:glue:eu-west-1:333333333333 table/airports/airports_v1',
      'arn:aws:glue:eu-west-1:222222222222 table/operations_landing/flights_v1__raw_flights',
    ]);
    expect(event.outputs[0]?.facets['columnLineage']).toMatchObject({
      fields: {
        origin: {
          inputFields: [
            { name: 'table/operations_landing/flights_v1__raw_flights', field: 'origin' },
            {
              namespace: 'arn:aws:glue:eu-west-1:333333333333',
              field: 'iata',
              transformations: [{ type: 'DIRECT', subtype: 'TRANSFORMATION' }],
            },
          ],
        },
      },
    });
  });

  it('leaves promises that nobody could evaluate out of the assertions', () => {
    expect(eventOf('COMPLETE').outputs[0]?.facets['dataQualityAssertions']).toMatchObject({
      assertions: [{ name: 'delay.range.1', success: false, severity: 'error', actual: '3' }],
    });
  });
});
