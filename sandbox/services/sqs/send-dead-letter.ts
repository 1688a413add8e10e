import { parseArn } from '../../cloud/arn.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import type { Caller } from '../../cloud/caller.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import { urlOfQueue } from './queue.ts';

export type DeadLetter = {
  readonly queueArn: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
};

/** Whether an ARN is that of a queue, so that it can take dead letters. */
export function isQueueArn(arn: string | undefined): boolean {
  return parseArn(arn ?? '')?.service === 'sqs';
}

/** Hands what could not be delivered to a queue; answers why the queue did not take it. */
export async function sendDeadLetter(
  cloud: Cloud,
  caller: Caller | Promise<Caller>,
  { queueArn, body, attributes }: DeadLetter,
): Promise<string | undefined> {
  const values = Object.entries(attributes).map(([name, value]) => [
    name,
    { DataType: 'String', StringValue: value || '-' },
  ]);
  try {
    await cloud.dispatch(await caller, 'sqs', 'SendMessage', {
      QueueUrl: urlOfQueue(queueArn),
      MessageBody: body,
      MessageAttributes: Object.fromEntries(values),
    });
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return `${error.code}: ${error.message}`;
    throw error;
  }
}
