import {
  type AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';

import { MeshError } from '../../core/errors/mesh-error.ts';
import type { MeasuredRow } from '../../core/quality/evaluate-audit.ts';

/** Time and waiting, so that tests need neither. */
export type Clockwork = {
  readonly clock: () => Date;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
};

/** First row of a finished query; Athena sends the column names as a row before it. */
export async function firstRow(athena: AthenaClient, queryExecutionId: string): Promise<MeasuredRow> {
  const { ResultSet } = await athena.send(
    new GetQueryResultsCommand({ QueryExecutionId: queryExecutionId, MaxResults: 2 }),
  );
  const [header, row] = ResultSet?.Rows ?? [];
  if (header?.Data === undefined || row?.Data === undefined) {
    throw new MeshError(`the query ${queryExecutionId} answered no row`, {
      code: 'AnswerMissing',
      source: 'platform',
    });
  }
  const cells = row.Data;
  return Object.fromEntries(
    // A cell without a value is null.
    header.Data.map(({ VarCharValue: name = '' }, index) => [name, cells[index]?.VarCharValue ?? null]),
  );
}

export type Query = { readonly sql: string; readonly token: string; readonly workgroup: string };
export type Answer = { readonly value: string | null } | { readonly problem: string };

/** Waits between looks at a query: short at first, because most are. */
const WAITS_MS = [200, 300, 500, 1_000, 2_000] as const;
const WAIT_MS_MAX = 5_000;

/** Runs a query and answers its first cell, or why there is none. Asking twice runs it once. */
export async function firstCell(
  athena: AthenaClient,
  query: Query,
  { clock, sleep, deadline }: Clockwork & { readonly deadline: Date },
): Promise<Answer> {
  const { QueryExecutionId: id } = await athena.send(
    new StartQueryExecutionCommand({
      QueryString: query.sql,
      WorkGroup: query.workgroup,
      ClientRequestToken: query.token,
    }),
  );
  for (let look = 0; clock() < deadline; look++) {
    const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
    const { State, StateChangeReason } = QueryExecution?.Status ?? {};
    switch (State) {
      case 'SUCCEEDED': {
        const row = await firstRow(athena, id ?? '');
        return { value: Object.values(row)[0] ?? null };
      }
      case 'FAILED':
      case 'CANCELLED':
        return { problem: StateChangeReason ?? `the query ${id} is ${State}` };
      default:
        await sleep(WAITS_MS[look] ?? WAIT_MS_MAX);
    }
  }
  return { problem: `the query ${id} did not end in time` };
}
