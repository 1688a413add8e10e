import { invariant } from '../../../../core/errors/invariant.ts';
import type { Caller } from '../../../cloud/caller.ts';
import type { Cloud } from '../../../cloud/cloud.ts';
import type { Scope } from '../../../cloud/store.ts';
import type { StatesError } from '../asl/states-error.ts';
import { callSdk, isSdkResource, OPTIMIZED_SDK_RESOURCES } from './call-sdk.ts';
import { invokeFunction, invokeNamedFunction } from './invoke-function.ts';
import { putEvents } from './put-events.ts';
import { runQuery, startQuery } from './run-query.ts';
import { runExecution, startExecutionTask } from './start-execution.ts';

export type TaskCall = {
  readonly cloud: Cloud;
  readonly scope: Scope;
  /** The session of the machine's role. */
  readonly caller: Caller;
  readonly resource: string;
  readonly input: unknown;
  readonly signal: AbortSignal;
  /** Says that a `.sync` task was accepted and is now waited for. */
  readonly submitted: (output: unknown) => void;
};

/** Answers the task's result as JSON; a failure is a `StatesError` with the name that AWS gives it. */
export type Integration = (call: TaskCall) => Promise<unknown>;

/** What the history says of one attempt of a task. */
export type TaskEvents = {
  readonly scheduled: (parameters: string, seconds: number | undefined) => void;
  readonly submitted: (output: string) => void;
  readonly succeeded: (output: string) => void;
  readonly failed: (error: StatesError) => void;
  readonly timedOut: (error: StatesError) => void;
};

const PREFIX = 'arn:aws:states:::';

const INTEGRATIONS: Readonly<Record<string, Integration>> = {
  'lambda:invoke': invokeFunction,
  'athena:startQueryExecution': startQuery,
  'athena:startQueryExecution.sync': runQuery,
  'events:putEvents': putEvents,
  'states:startExecution': startExecutionTask,
  'states:startExecution.sync': runExecution,
  'states:startExecution.sync:2': runExecution,
  ...Object.fromEntries(OPTIMIZED_SDK_RESOURCES.map((resource) => [resource, callSdk])),
};

/** What runs a task with this `Resource`; `undefined` where the sandbox does not offer it. */
export function findIntegration(resource: string): Integration | undefined {
  if (/^arn:aws:lambda:[\w-]+:\d{12}:function:[\w-]+(?::\$LATEST)?$/.test(resource))
    return invokeNamedFunction;
  if (!resource.startsWith(PREFIX)) return undefined;
  const name = resource.slice(PREFIX.length);
  if (isSdkResource(name)) return callSdk;
  return Object.hasOwn(INTEGRATIONS, name) ? INTEGRATIONS[name] : undefined;
}

export function requireIntegration(resource: string): Integration {
  const integration = findIntegration(resource);
  invariant(integration, `a parsed definition has no unknown task: ${resource}`);
  return integration;
}
