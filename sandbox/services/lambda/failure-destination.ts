import { AwsError } from '../../cloud/aws-error.ts';
import type { Caller } from '../../cloud/caller.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { RequestContext } from '../../cloud/operation.ts';
import { serviceRoleCaller } from '../../cloud/service-role.ts';
import type { Scope } from '../../cloud/store.ts';
import { queueRequest, urlOfQueue } from '../sqs/queue.ts';
import { isQueueArn, sendDeadLetter } from '../sqs/send-dead-letter.ts';
import { type FailedAsyncEvent, type FunctionRecord, lambdaStore } from './store.ts';

/**
 * Sends the record of an event that was given up to the function's failure destination, if it has one, with the
 * function's own role; answers why the destination did not take it.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export async function tellDestination(
  cloud: Cloud,
  scope: Scope,
  failed: FailedAsyncEvent,
): Promise<string | undefined> {
  const record = lambdaStore(cloud).functions.get(scope, failed.functionName);
  const queueArn = record?.eventInvoke?.onFailure;
  if (record === undefined || queueArn === undefined) return undefined;
  return await sendDeadLetter(cloud, functionCaller(cloud, scope, record), {
    queueArn,
    body: JSON.stringify(invocationRecord(record, failed)),
    attributes: {},
  });
}

function invocationRecord({ arn }: FunctionRecord, failed: FailedAsyncEvent): object {
  const hasAnswered = failed.errorCode.startsWith('FunctionFailed');
  return {
    version: '1.0',
    timestamp: failed.at,
    requestContext: {
      requestId: failed.requestId,
      functionArn: `${arn}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: failed.attempts,
    },
    requestPayload: JSON.parse(failed.payload),
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: hasAnswered
      ? JSON.parse(failed.errorMessage)
      : { errorType: failed.errorCode, errorMessage: failed.errorMessage },
  };
}

/** Lambda takes a destination only when the function's role may send to it already. */
export async function requireDestination(
  context: RequestContext,
  scope: Scope,
  of: { readonly record: FunctionRecord; readonly arn: string },
): Promise<void> {
  if (!isQueueArn(of.arn)) {
    throw new AwsError(
      'InvalidParameterValueException',
      `the sandbox does not deliver failed events to ${of.arn}: it knows queues`,
    );
  }
  const caller = await functionCaller(context.cloud, scope, of.record);
  const request = queueRequest({ ...context, ...scope }, 'SendMessage', urlOfQueue(of.arn));
  try {
    context.cloud.authorize(caller, [request]);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError(
      'InvalidParameterValueException',
      `The function's execution role does not have permissions to call SendMessage on ${of.arn}`,
    );
  }
}

async function functionCaller(cloud: Cloud, scope: Scope, record: FunctionRecord): Promise<Caller> {
  return await serviceRoleCaller(cloud, {
    service: 'lambda.amazonaws.com',
    roleArn: record.role,
    sessionName: record.name,
    region: scope.region,
    sourceArn: record.arn,
  });
}
