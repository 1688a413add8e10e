import type { GetQueryResultsCommandInput, GetQueryResultsCommandOutput, Row } from '@aws-sdk/client-athena';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { findObject } from '../../s3/bucket.ts';
import { objectPath } from '../../s3/object-path.ts';
import { readRequests } from '../../s3/read-object.ts';
import { queryRequest, requireQuery } from '../find-query.ts';
import { invalidRequest } from '../invalid-request.ts';
import { readCsvPage } from '../results/read-csv.ts';
import { readLinesPage } from '../results/read-lines.ts';
import { queries, type QueryRecord } from '../store.ts';
import { parseS3 } from '../tables/list-files.ts';

const ROWS_MAX = 1_000;

/** Pages through the result file; whoever reads results needs the right to that file too. */
export const getQueryResults = defineOperation<GetQueryResultsCommandInput, GetQueryResultsCommandOutput>({
  service: 'athena',
  name: 'GetQueryResults',
  members: ['QueryExecutionId', 'MaxResults', 'NextToken', 'QueryResultType'],
  authorize: ({ QueryExecutionId }, context) => [
    queryRequest(context, QueryExecutionId, 'GetQueryResults'),
    ...resultFileRequest(context, QueryExecutionId),
  ],
  handle: async (input, context) => {
    const record = requireQuery(context, input.QueryExecutionId);
    const { result } = record;
    if (record.state !== 'SUCCEEDED' || !result) {
      throw invalidRequest(
        `Query has not yet finished. Current state: ${record.state}`,
        'INVALID_QUERY_EXECUTION_STATE',
      );
    }
    const limit = input.MaxResults ?? ROWS_MAX;
    if (!Number.isInteger(limit) || limit < 1 || limit > ROWS_MAX)
      throw invalidRequest(`MaxResults must be 1 to ${ROWS_MAX}`);
    const page = await readPage(context, record, { from: offsetOf(input.NextToken, record.id), limit });
    return {
      UpdateCount: 0,
      ResultSet: { Rows: page.rows, ResultSetMetadata: { ColumnInfo: [...result.columns] } },
      ...(page.next !== undefined && { NextToken: tokenOf(page.next, record.id) }),
    };
  },
});

type Window = { readonly from: number; readonly limit: number };

async function readPage(
  { cloud }: RequestContext,
  record: QueryRecord,
  { from, limit }: Window,
): Promise<{ readonly rows: Row[]; readonly next?: number }> {
  if (!record.result || record.result.format === 'none') return { rows: [] };
  const { bucket, key } = parseS3(record.output);
  if (!findObject(cloud, bucket, key))
    throw invalidRequest(`Could not find results of the query at ${record.output}`);
  const read = record.result.format === 'csv' ? readCsvPage : readLinesPage;
  const { rows, next } = await read(objectPath(cloud, bucket, key), from, limit);
  return {
    rows: rows.map((cells) => ({ Data: cells.map((cell) => (cell === null ? {} : { VarCharValue: cell })) })),
    ...(next !== undefined && { next }),
  };
}

function resultFileRequest(context: RequestContext, id: string | undefined): ReturnType<typeof readRequests> {
  const record = queries(context.cloud).get(context, id ?? '');
  if (!record?.result || record.result.format === 'none') return [];
  const { bucket, key } = parseS3(record.output);
  return readRequests({ Bucket: bucket, Key: key }, context);
}

/** Byte offset of the next row, bound to its query. */
function tokenOf(offset: number, id: string): string {
  return Buffer.from(`${id}:${offset}`).toString('base64url');
}

function offsetOf(token: string | undefined, id: string): number {
  if (token === undefined) return 0;
  const [query, offset = ''] = Buffer.from(token, 'base64url').toString('utf8').split(':');
  if (query === id && /^\d{1,15}$/.test(offset)) return Number(offset);
  throw new AwsError('InvalidRequestException', 'The NextToken is not valid for this query');
}
