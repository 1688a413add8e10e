import { readdirSync, readFileSync } from 'node:fs';

import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';

import { type RunEvent, type RunPhase, runEvent } from '../../../core/openlineage/run-event.ts';
import type { ResolvedRun } from '../../../core/pipeline/run.ts';
import { manifestFixture } from '../../lambdas/manifest-fixture.ts';

const STANDARD = new URL('../../../../shared/standards/openlineage/', import.meta.url);
const RUN_EVENT = 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent';

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(JSON.parse(readFileSync(new URL('OpenLineage.json', STANDARD), 'utf8')));
for (const file of readdirSync(new URL('facets/', STANDARD))) {
  ajv.addSchema(JSON.parse(readFileSync(new URL(`facets/${file}`, STANDARD), 'utf8')));
}

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

/** The schema of an event leaves facets open: each is checked by the schema that it names. */
function problems(event: RunEvent): unknown[] {
  const facets = [
    event.run.facets,
    event.job.facets,
    ...event.inputs.map(({ facets }) => facets),
    ...event.outputs.flatMap(({ facets, outputFacets }) => [facets, outputFacets]),
  ].flatMap((group) => Object.entries(group));
  const found: unknown[] = [];
  const expectValid = (schema: string, value: unknown) => {
    const validate = ajv.getSchema(schema);
    if (validate === undefined) found.push(`no schema ${schema}`);
    else if (!validate(value)) found.push(validate.errors);
  };
  expectValid(RUN_EVENT, event);
  for (const [key, facet] of facets) {
    expectValid(facet._schemaURL, facet);
    // The key that a facet stands under is fixed by its schema document.
    expectValid(facet._schemaURL.replace(/#.*/, ''), { [key]: facet });
  }
  return found;
}

describe('runEvent', () => {
  it.each(['START', 'COMPLETE', 'FAIL'])('is valid by the official schemas: %s', (name) => {
    expect(problems(eventOf(name))).toEqual([]);
  });

  it('notices an event that is not valid', () => {
    const event = eventOf('FAIL');
    const errorMessage = { ...event.run.facets['errorMessage'], message: 7 };
    // A broken facet, to see that the check above can fail.
    const broken = { ...event, run: { ...event.run, facets: { errorMessage } } } as unknown as RunEvent;
    expect(problems(broken)).not.toEqual([]);
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
