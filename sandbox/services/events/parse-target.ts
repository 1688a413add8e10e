import type { Target } from '@aws-sdk/client-eventbridge';
import { parseArn } from '../../cloud/arn.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import { isJson } from '../../cloud/is-json.ts';
import type { Scope } from '../../cloud/store.ts';
import { isQueueArn } from '../sqs/send-dead-letter.ts';
import { targetKind } from './deliver-to-target.ts';
import { parseJsonPath } from './json-path.ts';
import type { RuleRecord } from './store.ts';

const KNOWN = [
  'Id',
  'Arn',
  'RoleArn',
  'Input',
  'InputPath',
  'InputTransformer',
  'RetryPolicy',
  'DeadLetterConfig',
];

/** A target that can be delivered to; what would be ignored is refused. */
export function parseTarget(target: Target, scope: Scope): RuleRecord['targets'][number] {
  const { Id, Arn, RoleArn } = target;
  if (Id === undefined || !/^[\w.-]{1,64}$/.test(Id))
    refuse(`${JSON.stringify(Id)} is not an id for a target`);
  const kind = targetKind(Arn ?? '');
  if (Arn === undefined || kind === undefined) {
    refuse(`the sandbox cannot deliver to ${Arn}: it knows event buses, state machines and functions`);
  }
  for (const [member, value] of Object.entries(target)) {
    if (value !== undefined && !KNOWN.includes(member))
      refuse(`the sandbox does not offer ${member} of targets`);
  }
  if (kind !== 'function' && RoleArn === undefined) refuse(`RoleArn is required for target ${Arn}.`);
  if (RoleArn !== undefined && parseArn(RoleArn)?.accountId !== scope.accountId) {
    refuse(`the role ${RoleArn} is not one of account ${scope.accountId}`);
  }
  checkInput(target);
  checkBounds(target);
  return { ...target, Id, Arn };
}

function checkInput({ Input, InputPath, InputTransformer }: Target): void {
  if ([Input, InputPath, InputTransformer].filter((each) => each !== undefined).length > 1) {
    refuse('Only one of Input, InputPath, or InputTransformer must be provided.');
  }
  if (Input !== undefined && !isJson(Input)) refuse('Input is not JSON.');
  if (InputPath !== undefined) parseJsonPath(InputPath);
  for (const path of Object.values(InputTransformer?.InputPathsMap ?? {})) parseJsonPath(path);
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html */
function checkBounds({ DeadLetterConfig, RetryPolicy }: Target): void {
  if (DeadLetterConfig && !isQueueArn(DeadLetterConfig.Arn)) {
    refuse(`${DeadLetterConfig.Arn} is not the ARN of a queue for dead letters`);
  }
  const { MaximumEventAgeInSeconds: age = 86_400, MaximumRetryAttempts: attempts = 185 } = RetryPolicy ?? {};
  if (age < 60 || age > 86_400) refuse(`MaximumEventAgeInSeconds must be 60 to 86400: ${age}`);
  if (attempts < 0 || attempts > 185) refuse(`MaximumRetryAttempts must be 0 to 185: ${attempts}`);
}

function refuse(why: string): never {
  throw new AwsError('ValidationException', why);
}
