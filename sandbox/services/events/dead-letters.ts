import type { Cloud } from '../../cloud/cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import { sendDeadLetter } from '../sqs/send-dead-letter.ts';
import type { DeadLetterRecord } from './store.ts';

/**
 * Sends the event to the queue that its target names, if it names one; answers why the queue did not take it.
 * The queue's own policy must let EventBridge in for the rule.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export async function tellQueue(
  cloud: Cloud,
  scope: Scope,
  letter: Omit<DeadLetterRecord, 'at'>,
): Promise<string | undefined> {
  const { target, rule, event, attempts, errorCode, errorMessage } = letter;
  const queueArn = target.DeadLetterConfig?.Arn;
  if (queueArn === undefined) return undefined;
  const caller = {
    principal: { kind: 'service', service: 'events.amazonaws.com' },
    ...scope,
    sourceArn: rule.arn,
  } as const;
  return await sendDeadLetter(cloud, caller, {
    queueArn,
    body: JSON.stringify(event),
    attributes: {
      RULE_ARN: rule.arn,
      TARGET_ARN: target.Arn,
      ERROR_CODE: errorCode,
      ERROR_MESSAGE: errorMessage,
      RETRY_ATTEMPTS: String(attempts - 1),
    },
  });
}
