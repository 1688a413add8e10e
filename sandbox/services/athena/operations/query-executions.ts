import type {
  BatchGetQueryExecutionCommandInput,
  BatchGetQueryExecutionCommandOutput,
  GetQueryExecutionCommandInput,
  GetQueryExecutionCommandOutput,
  ListQueryExecutionsCommandInput,
  ListQueryExecutionsCommandOutput,
} from '@aws-sdk/client-athena';
import { defineOperation } from '../../../cloud/operation.ts';
import { pageAfter } from '../../../cloud/page.ts';
import { queryRequest, requireQuery, toQueryExecution } from '../find-query.ts';
import { invalidRequest } from '../invalid-request.ts';
import { queries, queryOrder } from '../store.ts';
import { PRIMARY, requireWorkgroup, workgroupArn } from '../workgroups.ts';

const BATCH_MAX = 50;

export const getQueryExecution = defineOperation<
  GetQueryExecutionCommandInput,
  GetQueryExecutionCommandOutput
>({
  service: 'athena',
  name: 'GetQueryExecution',
  members: ['QueryExecutionId'],
  authorize: ({ QueryExecutionId }, context) => [
    queryRequest(context, QueryExecutionId, 'GetQueryExecution'),
  ],
  handle: ({ QueryExecutionId }, context) => ({
    QueryExecution: toQueryExecution(requireQuery(context, QueryExecutionId)),
  }),
});

export const batchGetQueryExecution = defineOperation<
  BatchGetQueryExecutionCommandInput,
  BatchGetQueryExecutionCommandOutput
>({
  service: 'athena',
  name: 'BatchGetQueryExecution',
  members: ['QueryExecutionIds'],
  authorize: ({ QueryExecutionIds }, context) =>
    (QueryExecutionIds ?? [])
      .slice(0, BATCH_MAX)
      .map((id) => queryRequest(context, id, 'BatchGetQueryExecution')),
  handle: ({ QueryExecutionIds }, context) => {
    const ids = QueryExecutionIds ?? [];
    if (ids.length === 0 || ids.length > BATCH_MAX)
      throw invalidRequest(`QueryExecutionIds must have 1 to ${BATCH_MAX} ids`);
    const found = ids.map((id) => [id, queries(context.cloud).get(context, id)] as const);
    return {
      QueryExecutions: found.flatMap(([, record]) => (record ? [toQueryExecution(record)] : [])),
      UnprocessedQueryExecutionIds: found.flatMap(([id, record]) =>
        record
          ? []
          : [
              {
                QueryExecutionId: id,
                ErrorCode: 'INVALID_QUERY_EXECUTION_ID',
                ErrorMessage: `QueryExecution ${id} was not found`,
              },
            ],
      ),
    };
  },
});

const LIST_MAX = 50;

export const listQueryExecutions = defineOperation<
  ListQueryExecutionsCommandInput,
  ListQueryExecutionsCommandOutput
>({
  service: 'athena',
  name: 'ListQueryExecutions',
  members: ['WorkGroup', 'MaxResults', 'NextToken'],
  authorize: ({ WorkGroup }, context) => [
    { action: 'athena:ListQueryExecutions', resource: workgroupArn(context, WorkGroup ?? PRIMARY) },
  ],
  handle: ({ WorkGroup, MaxResults, NextToken }, context) => {
    const { name } = requireWorkgroup(context, WorkGroup ?? PRIMARY);
    const size = Math.min(MaxResults ?? LIST_MAX, LIST_MAX);
    const all = queryOrder(context.cloud).list(context, `${name}/`);
    const { items, next } = pageAfter(all, { token: NextToken, size });
    return {
      QueryExecutionIds: [...items],
      ...(next !== undefined && { NextToken: next }),
    };
  },
});
