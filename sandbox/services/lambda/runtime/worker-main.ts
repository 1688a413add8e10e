import { realpathSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { functionError } from './function-error.ts';
import { loadHandler, type Handler } from './load-handler.ts';
import type { BecomeMessage, InvokeMessage, WorkerMessage, WorkerSettings } from './messages.ts';
import { limitModules } from './limit-modules.ts';
import { machineNow, setClock } from './shift-clock.ts';

// This file only ever runs as a worker, started by `FunctionWorker` with these settings.
const settings = workerData as WorkerSettings;
const post = (message: WorkerMessage): void => parentPort?.postMessage(message);

// The pipes of a worker arrive late and are lost when it is terminated; messages keep their order.
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk: unknown, ...rest: unknown[]): boolean => {
    post({
      kind: 'log',
      text: typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString(),
    });
    const done = rest.at(-1);
    if (typeof done === 'function') process.nextTick(done);
    return true;
  };
}

// Half of a cold start is compiling the SDK.
enableCompileCache(settings.compileCache);
const globals = new Set(Reflect.ownKeys(globalThis));
let unlimit = (): void => {};
let handler: Handler | undefined;
await load(settings);
parentPort?.on('message', (message: BecomeMessage | InvokeMessage) => {
  if (message.kind === 'become') void become(message);
  else if (handler) void invoke(handler, message);
});

async function load(of: WorkerSettings): Promise<void> {
  // Modules are known by their real path, which may differ where a folder above is a link.
  const codeDirectory = realpathSync(of.codeDirectory);
  unlimit = limitModules(codeDirectory);
  try {
    handler = await loadHandler({ ...of, codeDirectory });
    post({ kind: 'ready' });
  } catch (error) {
    post({ kind: 'error', error: functionError(error) });
  }
}

/** The SDK stays loaded and compiled; the bundle is evaluated anew, from a folder of its own. */
async function become({ settings: next, env }: BecomeMessage): Promise<void> {
  unlimit();
  for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, env);
  for (const key of Reflect.ownKeys(globalThis)) {
    if (!globals.has(key)) Reflect.deleteProperty(globalThis, key);
  }
  await load(next);
}

async function invoke(handler: Handler, message: InvokeMessage): Promise<void> {
  process.env['_X_AMZN_TRACE_ID'] = message.traceId;
  setClock(message.nowMs);
  try {
    const result = await handler(JSON.parse(message.payload), lambdaContext(message));
    post({ kind: 'result', payload: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    post({ kind: 'error', error: functionError(error) });
  }
}

function lambdaContext(message: InvokeMessage): Readonly<Record<string, unknown>> {
  const env = process.env;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: env['AWS_LAMBDA_FUNCTION_NAME'],
    functionVersion: env['AWS_LAMBDA_FUNCTION_VERSION'],
    memoryLimitInMB: env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    logGroupName: env['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: env['AWS_LAMBDA_LOG_STREAM_NAME'],
    invokedFunctionArn: message.functionArn,
    awsRequestId: message.requestId,
    getRemainingTimeInMillis: () => Math.max(0, message.deadlineMs - machineNow()),
  };
}
