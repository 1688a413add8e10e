import type { InvokeCommandInput, InvokeCommandOutput } from '@aws-sdk/client-lambda';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { ASYNC_EVENTS_MAX, asyncInvocations } from '../async-invocations.ts';
import { functionRequest } from '../authorize-function.ts';
import { refuseQualifier, requireFunction } from '../function-address.ts';
import { runFunction } from '../run-function.ts';

const SYNC_BYTES_MAX = 6 * 1024 * 1024;
const ASYNC_BYTES_MAX = 1024 * 1024;
const LOG_TAIL_BYTES = 4096;

type Output = Omit<InvokeCommandOutput, '$metadata' | 'Payload'> & { Payload?: Uint8Array };

export const invoke = defineOperation<InvokeCommandInput, Output>({
  service: 'lambda',
  name: 'Invoke',
  authorize: (input, context) => [functionRequest('InvokeFunction', input.FunctionName, context)],
  handle: async (input, context) => {
    refuseQualifier(input.Qualifier);
    switch (input.InvocationType ?? 'RequestResponse') {
      case 'RequestResponse':
        return await invokeNow(input, context);
      case 'Event':
        return enqueue(input, context);
      case 'DryRun':
        requireFunction(context, input.FunctionName);
        return { StatusCode: 204 };
      default:
        throw new AwsError(
          'InvalidParameterValueException',
          `unknown InvocationType ${input.InvocationType}`,
        );
    }
  },
});

async function invokeNow(input: InvokeCommandInput, context: RequestContext): Promise<Output> {
  const { scope, record } = requireFunction(context, input.FunctionName);
  const payload = payloadText(input, SYNC_BYTES_MAX);
  const run = await runFunction(context.cloud, { scope, record, requestId: context.requestId, payload });
  return {
    StatusCode: 200,
    ExecutedVersion: '$LATEST',
    Payload: Buffer.from(run.payload),
    ...(run.functionError && { FunctionError: run.functionError }),
    ...(input.LogType === 'Tail' && {
      LogResult: Buffer.from(run.log).subarray(-LOG_TAIL_BYTES).toString('base64'),
    }),
  };
}

function enqueue(input: InvokeCommandInput, context: RequestContext): Output {
  const { scope, record } = requireFunction(context, input.FunctionName);
  const payload = payloadText(input, ASYNC_BYTES_MAX);
  const queue = asyncInvocations(context.cloud);
  if (queue.size() >= ASYNC_EVENTS_MAX) {
    throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', { status: 429 });
  }
  queue.add(scope, { functionName: record.name, requestId: context.requestId, payload });
  return { StatusCode: 202 };
}

function payloadText({ Payload }: InvokeCommandInput, bytesMax: number): string {
  // The gateway hands over bytes; a caller within the process may pass text.
  const text = Payload instanceof Uint8Array ? Buffer.from(Payload).toString() : (Payload ?? '');
  if (typeof text !== 'string') {
    throw new AwsError('InvalidRequestContentException', 'the payload of an invocation is bytes or a text');
  }
  if (Buffer.byteLength(text) > bytesMax) {
    throw new AwsError('RequestTooLargeException', `${bytesMax} byte payload limit exceeded`, {
      status: 413,
    });
  }
  if (text === '') return '{}';
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw new AwsError('InvalidRequestContentException', 'Could not parse request body into json');
  }
}
