import type {
  TestEventPatternCommandInput,
  TestEventPatternCommandOutput,
} from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { matchesPattern } from '../match-pattern.ts';
import { parsePattern } from '../parse-pattern.ts';

export const testEventPattern = defineOperation<TestEventPatternCommandInput, TestEventPatternCommandOutput>({
  service: 'events',
  name: 'TestEventPattern',
  authorize: () => [{ action: 'events:TestEventPattern', resource: '*' }],
  handle: (input) => ({
    Result: matchesPattern(parsePattern(input.EventPattern ?? ''), parseEvent(input.Event ?? '')),
  }),
});

function parseEvent(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AwsError('ValidationException', 'Parameter Event is not valid JSON.');
  }
}
