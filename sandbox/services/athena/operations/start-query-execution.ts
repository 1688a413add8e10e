import { createHash, randomUUID } from 'node:crypto';
import type {
  ResultConfiguration,
  StartQueryExecutionCommandInput,
  StartQueryExecutionCommandOutput,
} from '@aws-sdk/client-athena';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type Operation, type RequestContext } from '../../../cloud/operation.ts';
import type { QueryExecutor } from '../executor.ts';
import { invalidRequest } from '../invalid-request.ts';
import { QueryFailure } from '../query-failure.ts';
import { parseStatement } from '../statement.ts';
import { queries, queryOrder, type QueryRecord, tokens, type WorkGroupRecord } from '../store.ts';
import { PRIMARY, requireWorkgroup, workgroupArn } from '../workgroups.ts';

const QUERY_BYTES_MAX = 262_144;

type Input = StartQueryExecutionCommandInput;

export function startQueryExecution(
  executor: QueryExecutor,
): Operation<Input, Omit<StartQueryExecutionCommandOutput, '$metadata'>> {
  return defineOperation<Input, StartQueryExecutionCommandOutput>({
    service: 'athena',
    name: 'StartQueryExecution',
    members: [
      'QueryString',
      'ClientRequestToken',
      'QueryExecutionContext',
      'ResultConfiguration',
      'WorkGroup',
      'ResultReuseConfiguration',
    ],
    authorize: ({ WorkGroup }, context) => [
      { action: 'athena:StartQueryExecution', resource: workgroupArn(context, WorkGroup ?? PRIMARY) },
    ],
    handle: (input, context) => ({ QueryExecutionId: start(executor, input, context) }),
  });
}

/** The same token with the same request is the same query, whatever became of it. */
function start(executor: QueryExecutor, input: Input, context: RequestContext): string {
  const { cloud } = context;
  const workgroup = requireWorkgroup(context, input.WorkGroup ?? PRIMARY);
  const record = newRecord(input, workgroup, context);
  const token = input.ClientRequestToken;
  const known = token === undefined ? undefined : tokens(cloud).get(context, token);
  const request = requestHash(input);
  if (known) {
    if (known.request === request) return known.id;
    throw invalidRequest('Idempotent parameters do not match', 'IDEMPOTENT_PARAMETER_MISMATCH');
  }
  if (executor.isFull)
    throw new AwsError(
      'TooManyRequestsException',
      'You have exceeded the limit for the number of queries you can run concurrently.',
      { details: { Reason: 'CONCURRENT_QUERY_LIMIT_EXCEEDED' } },
    );
  cloud.store.transaction(() => {
    queries(cloud).put(context, record.id, record);
    queryOrder(cloud).put(context, orderKey(record), record.id);
    if (token !== undefined) tokens(cloud).put(context, token, { id: record.id, request });
  });
  executor.submit(cloud, context.caller, record.id);
  return record.id;
}

function newRecord(input: Input, workgroup: WorkGroupRecord, context: RequestContext): QueryRecord {
  checkInput(input, workgroup);
  const id = randomUUID();
  const { kind, types } = statementTypes(input.QueryString ?? '');
  const resultConfiguration = resultConfigurationOf(input, workgroup);
  const location = resultConfiguration.OutputLocation ?? '';
  const { Database: database, Catalog: catalog } = input.QueryExecutionContext ?? {};
  const cutoff = workgroup.configuration.BytesScannedCutoffPerQuery;
  return {
    id,
    sql: input.QueryString ?? '',
    workgroup: workgroup.name,
    statementType: types[0],
    substatementType: types[1],
    state: 'QUEUED',
    submittedAt: context.now.toISOString(),
    resultConfiguration,
    output: `${location.endsWith('/') ? location : `${location}/`}${id}.${kind === 'rows' ? 'csv' : 'txt'}`,
    ...(database !== undefined && { database }),
    ...(catalog !== undefined && { catalog }),
    ...(cutoff !== undefined && { cutoffBytes: cutoff }),
  };
}

function checkInput(input: Input, workgroup: WorkGroupRecord): void {
  const { QueryString: sql = '', ClientRequestToken: token } = input;
  if (sql.trim() === '') throw invalidRequest('QueryString must not be empty');
  if (Buffer.byteLength(sql) > QUERY_BYTES_MAX) {
    throw invalidRequest(`QueryString is longer than ${QUERY_BYTES_MAX} bytes`);
  }
  if (token !== undefined && (token.length < 32 || token.length > 128)) {
    throw invalidRequest('ClientRequestToken must have 32 to 128 characters');
  }
  if (input.ResultReuseConfiguration?.ResultReuseByAgeConfiguration?.Enabled === true) {
    throw invalidRequest('the sandbox does not reuse results; leave ResultReuseConfiguration out');
  }
  if (workgroup.state === 'DISABLED') throw invalidRequest(`WorkGroup ${workgroup.name} is disabled.`);
}

/** An enforcing workgroup ignores what the client asks for, without a word. */
function resultConfigurationOf(input: Input, workgroup: WorkGroupRecord): ResultConfiguration {
  const own = workgroup.configuration.ResultConfiguration ?? {};
  const isEnforced = workgroup.configuration.EnforceWorkGroupConfiguration === true;
  const chosen = isEnforced ? own : { ...own, ...input.ResultConfiguration };
  if (chosen.OutputLocation !== undefined && /^s3:\/\/[^/]+/.test(chosen.OutputLocation)) return chosen;
  throw invalidRequest(
    'No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.',
  );
}

type StatementTypes = {
  readonly kind: 'rows' | 'text';
  readonly types: readonly [statement: QueryRecord['statementType'], substatement: string];
};

/** A statement that cannot be read is a failed query, not a refused call. */
function statementTypes(sql: string): StatementTypes {
  try {
    const { kind } = parseStatement(sql);
    if (kind === 'select') return { kind: 'rows', types: ['DML', 'SELECT'] };
    if (kind === 'unload') return { kind: 'rows', types: ['DML', 'UNLOAD'] };
    return { kind: 'text', types: ['UTILITY', kind.toUpperCase().replace('-', '_')] };
  } catch (error) {
    if (error instanceof QueryFailure) return { kind: 'rows', types: ['DML', 'UNKNOWN'] };
    throw error;
  }
}

function requestHash({ QueryString, WorkGroup, QueryExecutionContext, ResultConfiguration }: Input): string {
  const parts = [QueryString, WorkGroup, QueryExecutionContext, ResultConfiguration];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

const FAR_FUTURE_MS = 9e15;

/** Newest first. */
function orderKey(record: QueryRecord): string {
  return `${record.workgroup}/${FAR_FUTURE_MS - Date.parse(record.submittedAt)}/${record.id}`;
}
