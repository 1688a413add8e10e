import { parseArn } from '../../../cloud/arn.ts';
import type { TaskEvents } from '../tasks/integrations.ts';
import type { Visit } from './run.ts';

/** Records the events of one attempt of a task; a function named by its own ARN has events of its own kind. */
export function taskEvents(visit: Visit, resource: string): TaskEvents {
  return parseArn(resource)?.service === 'lambda'
    ? functionEvents(visit, resource)
    : serviceEvents(visit, resource);
}

function serviceEvents({ run, thread }: Visit, resourceArn: string): TaskEvents {
  const parts = resourceArn.replace('arn:aws:states:::', '').split(':');
  const task = { resourceType: parts.slice(0, -1).join(':'), resource: parts.at(-1) ?? '' };
  const whole = { truncated: false };
  return {
    scheduled: (parameters, seconds) => {
      const limit = seconds === undefined ? {} : { timeoutInSeconds: seconds };
      thread.previous = run.history.record('TaskScheduled', thread.previous, {
        taskScheduledEventDetails: { ...task, region: run.scope.region, parameters, ...limit },
      });
      thread.previous = run.history.record('TaskStarted', thread.previous, { taskStartedEventDetails: task });
    },
    submitted: (output) => {
      thread.previous = run.history.record('TaskSubmitted', thread.previous, {
        taskSubmittedEventDetails: { ...task, output, outputDetails: whole },
      });
    },
    succeeded: (output) => {
      thread.previous = run.history.record('TaskSucceeded', thread.previous, {
        taskSucceededEventDetails: { ...task, output, outputDetails: whole },
      });
    },
    failed: ({ error, causeText }) => {
      thread.previous = run.history.record('TaskFailed', thread.previous, {
        taskFailedEventDetails: { ...task, error, cause: causeText },
      });
    },
    timedOut: ({ error, causeText }) => {
      thread.previous = run.history.record('TaskTimedOut', thread.previous, {
        taskTimedOutEventDetails: { ...task, error, cause: causeText },
      });
    },
  };
}

function functionEvents({ run, thread }: Visit, resource: string): TaskEvents {
  const whole = { truncated: false };
  return {
    scheduled: (input, seconds) => {
      const limit = seconds === undefined ? {} : { timeoutInSeconds: seconds };
      thread.previous = run.history.record('LambdaFunctionScheduled', thread.previous, {
        lambdaFunctionScheduledEventDetails: { resource, input, inputDetails: whole, ...limit },
      });
      thread.previous = run.history.record('LambdaFunctionStarted', thread.previous);
    },
    submitted: () => undefined,
    succeeded: (output) => {
      thread.previous = run.history.record('LambdaFunctionSucceeded', thread.previous, {
        lambdaFunctionSucceededEventDetails: { output, outputDetails: whole },
      });
    },
    failed: ({ error, causeText }) => {
      thread.previous = run.history.record('LambdaFunctionFailed', thread.previous, {
        lambdaFunctionFailedEventDetails: { error, cause: causeText },
      });
    },
    timedOut: ({ error, causeText }) => {
      thread.previous = run.history.record('LambdaFunctionTimedOut', thread.previous, {
        lambdaFunctionTimedOutEventDetails: { error, cause: causeText },
      });
    },
  };
}
