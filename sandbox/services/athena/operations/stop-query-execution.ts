import type { StopQueryExecutionCommandInput, StopQueryExecutionCommandOutput } from '@aws-sdk/client-athena';
import { defineOperation, type Operation } from '../../../cloud/operation.ts';
import type { QueryExecutor } from '../executor.ts';
import { queryRequest, requireQuery } from '../find-query.ts';

/** A query that has ended stays as it is. */
export function stopQueryExecution(
  executor: QueryExecutor,
): Operation<StopQueryExecutionCommandInput, Omit<StopQueryExecutionCommandOutput, '$metadata'>> {
  return defineOperation<StopQueryExecutionCommandInput, StopQueryExecutionCommandOutput>({
    service: 'athena',
    name: 'StopQueryExecution',
    members: ['QueryExecutionId'],
    authorize: ({ QueryExecutionId }, context) => [
      queryRequest(context, QueryExecutionId, 'StopQueryExecution'),
    ],
    handle: ({ QueryExecutionId }, context) => {
      executor.stop(requireQuery(context, QueryExecutionId).id);
      return {};
    },
  });
}
