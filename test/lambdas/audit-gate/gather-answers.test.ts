import type { AthenaClient } from '@aws-sdk/client-athena';
import { describe, expect, it } from 'vitest';
import type { QualityRule } from '../../../core/contract/contract.ts';
import { gatherAnswers } from '../../../lambdas/audit-gate/gather-answers.ts';
import { manifestOf, RUN } from './manifest-fixture.ts';

type State = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED';
type Started = {
  readonly QueryString: string;
  readonly ClientRequestToken: string;
  readonly WorkGroup: string;
};

/** Athena as far as the gate calls it: each query goes through the given states. */
function fakeAthena(states: readonly State[], rows: Record<string, readonly (string | undefined)[][]>) {
  const started: Started[] = [];
  let looks = 0;
  const send = async (command: {
    readonly constructor: { readonly name: string };
    readonly input: never;
  }) => {
    switch (command.constructor.name) {
      case 'StartQueryExecutionCommand':
        started.push(command.input);
        return { QueryExecutionId: 'extra' };
      case 'GetQueryExecutionCommand': {
        const State = states[Math.min(looks++, states.length - 1)];
        const failure = State === 'FAILED' ? { StateChangeReason: 'COLUMN_NOT_FOUND: line 1:8' } : {};
        return { QueryExecution: { Status: { State, ...failure } } };
      }
      case 'GetQueryResultsCommand': {
        const { QueryExecutionId } = command.input as { readonly QueryExecutionId: string };
        const Rows = (rows[QueryExecutionId] ?? []).map((cells) => ({
          Data: cells.map((VarCharValue) => (VarCharValue === undefined ? {} : { VarCharValue })),
        }));
        return { ResultSet: { Rows } };
      }
      default:
        throw new Error(`unexpected ${command.constructor.name}`);
    }
  };
  // Only `send` is called.
  return { athena: { send } as unknown as AthenaClient, started };
}

const quality: QualityRule[] = [{ type: 'sql', query: 'SELECT count(*) FROM {object}', mustBe: 0 }];
const manifest = manifestOf([{ properties: [{ name: 'c', type: 'int' }], quality }]);
const SCAN = [
  ['m0', 'm1'],
  ['3', undefined],
];
const input = { run: RUN, audits: { t: 'scan' } };

function clockwork() {
  let now = Date.parse('2026-01-01T00:00:00Z');
  const waits: number[] = [];
  return {
    waits,
    clock: () => new Date(now),
    sleep: async (milliseconds: number) => {
      waits.push(milliseconds);
      now += milliseconds;
    },
  };
}

describe('gatherAnswers', () => {
  it('reads the scan and runs the queries of the contract on the staged table', async () => {
    const { athena, started } = fakeAthena(['QUEUED', 'RUNNING', 'SUCCEEDED'], {
      scan: SCAN,
      extra: [['n'], ['7']],
    });
    const time = clockwork();
    const answers = await gatherAnswers({ athena, manifest, input, ...time });
    expect(answers).toEqual({ t: { row: { m0: '3', m1: null }, extras: { 'sql.1': '7' }, problems: {} } });
    expect(started).toMatchObject([
      { QueryString: 'SELECT count(*) FROM "d_staging"."p_v1__t__abcdef012345"', WorkGroup: 'w' },
    ]);
    expect(time.waits).toEqual([200, 300]);
  });

  it('asks with the same token when it runs twice', async () => {
    const tokens = [];
    for (let time = 0; time < 2; time += 1) {
      const { athena, started } = fakeAthena(['SUCCEEDED'], { scan: SCAN, extra: [['n'], ['7']] });
      await gatherAnswers({ athena, manifest, input, ...clockwork() });
      tokens.push(started[0]?.ClientRequestToken);
    }
    expect(tokens[0]).toHaveLength(64);
    expect(tokens[0]).toBe(tokens[1]);
  });

  it('keeps the reason where a query fails', async () => {
    const { athena } = fakeAthena(['FAILED'], { scan: SCAN });
    const answers = await gatherAnswers({ athena, manifest, input, ...clockwork() });
    expect(answers['t']).toMatchObject({
      extras: { 'sql.1': null },
      problems: { 'sql.1': 'COLUMN_NOT_FOUND: line 1:8' },
    });
  });

  it('gives up on a query that does not end', async () => {
    const { athena } = fakeAthena(['RUNNING'], { scan: SCAN });
    const time = clockwork();
    const answers = await gatherAnswers({ athena, manifest, input, ...time });
    expect(answers['t']?.problems['sql.1']).toBe('the query extra did not end in time');
    expect(time.waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThan(600_000);
  });

  it('fails where the scan answered nothing or was not run', async () => {
    const { athena } = fakeAthena(['SUCCEEDED'], {});
    await expect(gatherAnswers({ athena, manifest, input, ...clockwork() })).rejects.toThrow(
      'answered no row',
    );
    const without = { run: RUN, audits: {} };
    await expect(gatherAnswers({ athena, manifest, input: without, ...clockwork() })).rejects.toThrow(
      'no audit scan of the table "t"',
    );
  });
});
