import type { AthenaError, QueryExecution } from '@aws-sdk/client-athena';
import type { AuthorizationRequest, RequestContext } from '../../cloud/operation.ts';
import { invalidRequest } from './invalid-request.ts';
import { queries, type QueryRecord } from './store.ts';
import { PRIMARY, workgroupArn } from './workgroups.ts';

export function requireQuery(context: RequestContext, id: string | undefined): QueryRecord {
  const record = queries(context.cloud).get(context, id ?? '');
  if (!record) throw invalidRequest(`QueryExecution ${id ?? ''} was not found`, 'INVALID_QUERY_EXECUTION_ID');
  return record;
}

/** The right to a query is the right to its workgroup. */
export function queryRequest(
  context: RequestContext,
  id: string | undefined,
  action: string,
): AuthorizationRequest {
  const workgroup = queries(context.cloud).get(context, id ?? '')?.workgroup ?? PRIMARY;
  return { action: `athena:${action}`, resource: workgroupArn(context, workgroup) };
}

const ENGINE = {
  SelectedEngineVersion: 'Athena engine version 3',
  EffectiveEngineVersion: 'Athena engine version 3',
};

export function toQueryExecution(record: QueryRecord): QueryExecution {
  const total = (record.engineMillis ?? 0) + (record.queueMillis ?? 0);
  return {
    QueryExecutionId: record.id,
    Query: record.sql,
    StatementType: record.statementType,
    SubstatementType: record.substatementType,
    WorkGroup: record.workgroup,
    ResultConfiguration: { ...record.resultConfiguration, OutputLocation: record.output },
    QueryExecutionContext: {
      ...(record.database !== undefined && { Database: record.database }),
      ...(record.catalog !== undefined && { Catalog: record.catalog }),
    },
    EngineVersion: ENGINE,
    Status: {
      State: record.state,
      SubmissionDateTime: new Date(record.submittedAt),
      ...(record.reason !== undefined && { StateChangeReason: record.reason }),
      ...(record.completedAt !== undefined && { CompletionDateTime: new Date(record.completedAt) }),
      ...(record.error !== undefined && { AthenaError: toAthenaError(record) }),
    },
    Statistics: {
      EngineExecutionTimeInMillis: record.engineMillis ?? 0,
      QueryQueueTimeInMillis: record.queueMillis ?? 0,
      TotalExecutionTimeInMillis: total,
      DataScannedInBytes: record.scannedBytes ?? 0,
      ...(record.manifest !== undefined && { DataManifestLocation: record.manifest }),
      ResultReuseInformation: { ReusedPreviousResult: false },
    },
  };
}

function toAthenaError({ error, reason }: QueryRecord): AthenaError {
  return {
    ErrorCategory: error?.category ?? 3,
    Retryable: error?.retryable ?? false,
    ErrorMessage: reason ?? '',
    ...(error?.type !== undefined && { ErrorType: error.type }),
  };
}
