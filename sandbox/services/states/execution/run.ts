import type { Caller } from '../../../cloud/caller.ts';
import type { Cloud } from '../../../cloud/cloud.ts';
import type { Scope } from '../../../cloud/store.ts';
import type { Branch } from '../asl/definition.ts';
import type { Bindings, Place } from '../asl/expression.ts';
import type { ExecutionRecord } from '../store.ts';
import type { History } from './history.ts';
import type { Variables } from './variables.ts';

/** What all states of one execution share. */
export type Run = {
  readonly cloud: Cloud;
  readonly scope: Scope;
  readonly execution: ExecutionRecord;
  /** The session of the machine's role, as which every task is called. */
  readonly caller: Caller;
  readonly history: History;
};

/** One line of control: the execution, a branch of `Parallel`, an iteration of `Map`. */
export type Thread = {
  readonly variables: Variables;
  readonly signal: AbortSignal;
  readonly mapItem?: { readonly Index: number; readonly Value: unknown; readonly Key?: string };
  /** Id of this line's last event. */
  previous: number;
};

/** One visit of a state. */
export type Visit = {
  readonly run: Run;
  readonly thread: Thread;
  readonly name: string;
  readonly input: unknown;
  readonly enteredAt: Date;
  retries: number;
};

/** How a state ended: its output, the variables to assign, and where to go. */
export type Step = {
  readonly output: unknown;
  readonly assign?: Readonly<Record<string, unknown>>;
  readonly next: string | undefined;
};

/** Runs states from a beginning to an end; `Map` and `Parallel` are given it, as they run such lines within. */
export type RunBranch = (run: Run, thread: Thread, branch: Branch, input: unknown) => Promise<unknown>;

export type StatesExtra = {
  readonly result?: unknown;
  readonly errorOutput?: { readonly Error: string; readonly Cause: string };
};

/** What an expression of this visit sees: the variables in scope and `$states`. */
export function bindings(visit: Visit, extra: StatesExtra = {}): Bindings {
  return {
    ...visit.thread.variables.all(),
    states: { input: visit.input, context: contextObject(visit), ...extra },
  };
}

export function place(visit: Visit, field: string): Place {
  return { state: visit.name, field, now: visit.run.cloud.clock() };
}

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
function contextObject({ run: { execution }, thread, name, enteredAt, retries }: Visit): unknown {
  return {
    Execution: {
      Id: execution.arn,
      Input: JSON.parse(execution.input),
      Name: execution.name,
      RoleArn: execution.roleArn,
      StartTime: execution.startDate,
      RedriveCount: 0,
    },
    StateMachine: { Id: execution.machineArn, Name: execution.machineName },
    State: { Name: name, EnteredTime: enteredAt.toISOString(), ...(retries > 0 && { RetryCount: retries }) },
    ...(thread.mapItem && { Map: { Item: thread.mapItem } }),
  };
}
