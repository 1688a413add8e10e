import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { AwsError } from '../../cloud/aws-error.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import { perCloud } from '../../cloud/per-cloud.ts';
import { serviceRoleSession } from '../../cloud/service-role.ts';
import type { Scope } from '../../cloud/store.ts';
import { recordMetric } from '../monitoring/record-metric.ts';
import { codeDirectory } from './code/install-code.ts';
import { writeLogs } from './logs.ts';
import type { FunctionError } from './runtime/messages.ts';
import type { FunctionWorker, FunctionWorkerOptions, InvocationOutcome } from './runtime/function-worker.ts';
import { workerEnvironment } from './runtime/worker-environment.ts';
import { workerPool } from './runtime/worker-pool.ts';
import type { FunctionRecord } from './store.ts';

/** A worker whose credentials end sooner gets no further invocation; longer than any function runs. */
const CREDENTIALS_MARGIN_MS = 16 * 60 * 1000;
/** AWS's limit on a synchronous answer. */
const RESPONSE_BYTES_MAX = 6 * 1024 * 1024;

export type FunctionRun = {
  /** JSON text: the result, or AWS's form of the error. */
  readonly payload: string;
  readonly functionError?: 'Unhandled';
  readonly log: string;
};

export type RunFunctionOptions = {
  readonly scope: Scope;
  readonly record: FunctionRecord;
  readonly requestId: string;
  readonly payload: string;
};

/** Runs a function once and waits for its answer. */
export async function runFunction(cloud: Cloud, options: RunFunctionOptions): Promise<FunctionRun> {
  const { record } = options;
  const running = runningCounts(cloud);
  const count = running.get(record.arn) ?? 0;
  if (record.reservedConcurrency !== undefined && count >= record.reservedConcurrency) {
    throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', {
      status: 429,
      details: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
    });
  }
  running.set(record.arn, count + 1);
  try {
    const prepare = () => prepareWorker(cloud, options);
    const run = await workerPool(cloud).use(workerKey(record), prepare, (worker) =>
      runIn(worker, cloud, options),
    );
    countInvocation(cloud, options, run);
    return run;
  } finally {
    running.set(record.arn, (running.get(record.arn) ?? 1) - 1);
  }
}

/** A function that cannot start at all is not counted, as on AWS. */
function countInvocation(cloud: Cloud, { scope, record }: RunFunctionOptions, run: FunctionRun): void {
  recordMetric(cloud, scope, {
    namespace: 'AWS/Lambda',
    dimensions: { FunctionName: record.name },
    counts: { Invocations: 1, Errors: run.functionError === undefined ? 0 : 1 },
  });
}

const runningCounts = perCloud(() => new Map<string, number>());

function workerKey({ arn, revisionId }: FunctionRecord): string {
  return `${arn} ${revisionId}`;
}

async function prepareWorker(
  cloud: Cloud,
  { scope, record }: RunFunctionOptions,
): Promise<FunctionWorkerOptions> {
  const { caller, credentials } = await serviceRoleSession(cloud, {
    service: 'lambda.amazonaws.com',
    roleArn: record.role,
    sessionName: record.name,
    region: scope.region,
    sourceArn: record.arn,
  });
  const directory = codeDirectory(cloud, scope, record.name, record.codeSha256);
  const day = cloud.clock().toISOString().slice(0, 10).replaceAll('-', '/');
  const logStream = `${day}/[$LATEST]${randomBytes(16).toString('hex')}`;
  const { endpoint } = cloud;
  return {
    key: workerKey(record),
    codeSha256: record.codeSha256,
    settings: { codeDirectory: directory, handler: record.handler, compileCache: compileCache(cloud) },
    env: workerEnvironment({
      record,
      region: scope.region,
      codeDirectory: directory,
      logStream,
      endpoint,
      credentials,
    }),
    memoryMb: record.memoryMb,
    freshUntil: new Date(credentials.expiration.getTime() - CREDENTIALS_MARGIN_MS),
    caller,
    logStream,
  };
}

/** Where the process keeps its own compiled modules, if it does. */
function compileCache({ directory }: Cloud): string {
  return process.env['NODE_COMPILE_CACHE'] ?? join(directory, 'compile-cache');
}

async function runIn(
  worker: FunctionWorker,
  cloud: Cloud,
  options: RunFunctionOptions,
): Promise<FunctionRun> {
  const { record, requestId, payload } = options;
  const started = Date.now();
  const lines = [{ at: cloud.clock(), text: `START RequestId: ${requestId} Version: $LATEST\n` }];
  const timeoutMs = record.timeoutSeconds * 1000;
  const outcome = await worker.invoke(
    {
      kind: 'invoke',
      requestId,
      payload,
      deadlineMs: started + timeoutMs,
      nowMs: cloud.clock().getTime(),
      functionArn: record.arn,
      traceId: traceId(started),
    },
    timeoutMs,
    (text) => lines.push({ at: cloud.clock(), text }),
  );
  const answer = answerOf(outcome);
  if (outcome.kind === 'error') lines.push({ at: cloud.clock(), text: `ERROR ${answer.payload}\n` });
  lines.push({ at: cloud.clock(), text: report(record, requestId, Date.now() - started) });
  const group = record.logging.LogGroup ?? `/aws/lambda/${record.name}`;
  const { caller, logStream: stream } = worker.options;
  await writeLogs(cloud, caller, { functionArn: record.arn, group, stream, lines });
  return { ...answer, log: lines.map(({ text }) => text).join('') };
}

function answerOf(outcome: InvocationOutcome): Omit<FunctionRun, 'log'> {
  if (outcome.kind === 'error') return failed(outcome.error);
  const bytes = Buffer.byteLength(outcome.payload);
  if (bytes <= RESPONSE_BYTES_MAX) return { payload: outcome.payload };
  return failed({
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${RESPONSE_BYTES_MAX} bytes).`,
    trace: [],
  });
}

function failed({ errorType, errorMessage, trace }: FunctionError): Omit<FunctionRun, 'log'> {
  const payload = JSON.stringify({ errorType, errorMessage, ...(trace.length > 0 && { trace }) });
  return { payload, functionError: 'Unhandled' };
}

function report({ memoryMb }: FunctionRecord, requestId: string, durationMs: number): string {
  return (
    `END RequestId: ${requestId}\n` +
    `REPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms\tMemory Size: ${memoryMb} MB\n`
  );
}

function traceId(nowMs: number): string {
  const time = Math.floor(nowMs / 1000).toString(16);
  return `Root=1-${time}-${randomBytes(12).toString('hex')};Parent=${randomBytes(8).toString('hex')};Sampled=0`;
}
