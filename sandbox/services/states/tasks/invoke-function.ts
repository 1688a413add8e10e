import type { InvokeCommandInput, InvokeCommandOutput } from '@aws-sdk/client-lambda';
import { AwsError } from '../../../cloud/aws-error.ts';
import { StatesError } from '../asl/states-error.ts';
import type { TaskCall } from './integrations.ts';
import { taskArguments, taskFailure, textArgument } from './task-failure.ts';

/** `lambda:invoke`: the answer with its payload as JSON. */
export async function invokeFunction(call: TaskCall): Promise<unknown> {
  const input = taskArguments(call.input);
  const { Payload = {} } = input;
  const qualifier = textArgument(input, 'Qualifier');
  const invocationType = textArgument(input, 'InvocationType');
  const output = await invoke(call, {
    FunctionName: textArgument(input, 'FunctionName'),
    Payload: Buffer.from(JSON.stringify(Payload)),
    ...(qualifier !== undefined && { Qualifier: qualifier }),
    // The operation checks it.
    ...(invocationType !== undefined && {
      InvocationType: invocationType as NonNullable<InvokeCommandInput['InvocationType']>,
    }),
  });
  return {
    ...(output.ExecutedVersion !== undefined && { ExecutedVersion: output.ExecutedVersion }),
    ...(output.Payload && { Payload: parsed(output) }),
    SdkHttpMetadata: { HttpStatusCode: output.StatusCode },
    StatusCode: output.StatusCode,
  };
}

/** A function's own ARN as `Resource`: its answer is the result. */
export async function invokeNamedFunction(call: TaskCall): Promise<unknown> {
  const input = { FunctionName: call.resource, Payload: Buffer.from(JSON.stringify(call.input)) };
  return parsed(await invoke(call, input));
}

async function invoke({ cloud, caller }: TaskCall, input: InvokeCommandInput): Promise<InvokeCommandOutput> {
  let output: InvokeCommandOutput;
  try {
    // The operation's output, by the SDK's own shape.
    output = (await cloud.dispatch(caller, 'lambda', 'Invoke', input)) as InvokeCommandOutput;
  } catch (error) {
    throw error instanceof AwsError ? taskFailure('Lambda', error) : error;
  }
  if (output.FunctionError === undefined) return output;
  const error = parsed(output);
  throw new StatesError(String(Object(error).errorType ?? 'Lambda.Unknown'), JSON.stringify(error));
}

function parsed({ Payload }: InvokeCommandOutput): unknown {
  return JSON.parse(Buffer.from(Payload ?? []).toString() || 'null');
}
