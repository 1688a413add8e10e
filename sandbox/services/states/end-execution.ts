import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import { recordMetric } from '../monitoring/record-metric.ts';
import { type EventDetails, History } from './execution/history.ts';
import { emitStatusChange } from './status-change.ts';
import { type ExecutionRecord, executionKey, statesStore } from './store.ts';

type Reason = { readonly error?: string; readonly cause?: string };

export type ExecutionEnd =
  | { readonly status: 'SUCCEEDED'; readonly output: string }
  | ({ readonly status: 'FAILED' | 'TIMED_OUT' | 'ABORTED' } & Reason);

export type EndingExecution = {
  readonly scope: Scope;
  readonly record: ExecutionRecord;
  /** @default - the one that a killed process left */
  readonly history?: History;
};

const METRICS = {
  SUCCEEDED: 'ExecutionsSucceeded',
  FAILED: 'ExecutionsFailed',
  TIMED_OUT: 'ExecutionsTimedOut',
  ABORTED: 'ExecutionsAborted',
} as const;

/** Writes how an execution ended, its last event and the status change: all of them or none. */
export function endExecution(
  cloud: Cloud,
  { scope, record, history = leftHistory(cloud, scope, record) }: EndingExecution,
  end: ExecutionEnd,
): void {
  cloud.store.transaction(() => {
    const [type, details] = endEvent(end);
    history.record(type, history.last, details);
    const ended = { ...record, ...end, stopDate: cloud.clock().toISOString(), lastEvent: history.last };
    statesStore(cloud).executions.put(scope, executionKey(record), ended);
    emitStatusChange(cloud, scope, ended);
    recordMetric(cloud, scope, {
      namespace: 'AWS/States',
      dimensions: { StateMachineArn: record.machineArn },
      counts: { [METRICS[end.status]]: 1 },
    });
  });
  history.close();
}

function endEvent(end: ExecutionEnd): readonly [HistoryEventType, EventDetails] {
  switch (end.status) {
    case 'SUCCEEDED': {
      const details = { output: end.output, outputDetails: { truncated: false } };
      return ['ExecutionSucceeded', { executionSucceededEventDetails: details }];
    }
    case 'FAILED':
      return ['ExecutionFailed', { executionFailedEventDetails: reason(end) }];
    case 'TIMED_OUT':
      return ['ExecutionTimedOut', { executionTimedOutEventDetails: reason(end) }];
    case 'ABORTED':
      return ['ExecutionAborted', { executionAbortedEventDetails: reason(end) }];
  }
}

function reason({ error, cause }: Reason): Reason {
  return { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
}

/** After a crash only the history itself knows how far it came. */
function leftHistory(cloud: Cloud, scope: Scope, record: ExecutionRecord): History {
  const events = statesStore(cloud).history.list(scope, `${executionKey(record)}/`);
  return new History(cloud, scope, executionKey(record), events.at(-1)?.[1].id ?? 0);
}
