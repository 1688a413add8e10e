import type { Cloud } from '../../cloud/cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import { sendDeadLetter } from '../sqs/send-dead-letter.ts';
import { filled, scheduleCaller } from './fire.ts';
import type { DeadFiring } from './store.ts';

/**
 * Sends the input to the queue that the schedule's target names, if it names one, with the schedule's own role;
 * answers why the queue did not take it.
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
 */
export async function tellQueue(
  cloud: Cloud,
  scope: Scope,
  letter: Omit<DeadFiring, 'at'> & { readonly id: string },
): Promise<string | undefined> {
  const { schedule, scheduledAt, id, attempts, errorCode, errorMessage } = letter;
  const queueArn = schedule.target.DeadLetterConfig?.Arn;
  if (queueArn === undefined) return undefined;
  return await sendDeadLetter(cloud, scheduleCaller(cloud, scope, letter), {
    queueArn,
    body: filled(schedule.target.Input ?? '{}', { firing: letter, id, attempt: attempts }),
    attributes: {
      SCHEDULE_ARN: schedule.arn,
      TARGET_ARN: schedule.target.Arn,
      SCHEDULED_TIME: scheduledAt,
      EXECUTION_ID: id,
      ERROR_CODE: errorCode,
      ERROR_MESSAGE: errorMessage,
      RETRY_ATTEMPTS: String(attempts - 1),
    },
  });
}
