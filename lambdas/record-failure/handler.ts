import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';

import { CLIENT_CONFIG, lazily } from '../runtime/clients.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { FunctionEnvironment } from '../runtime/run-schemas.ts';
import { RecordFailureInputSchema } from './input.ts';
import { recordFailure } from './record-failure.ts';

const clients = lazily(() => ({
  dynamodb: new DynamoDBClient(CLIENT_CONFIG),
  events: new EventBridgeClient(CLIENT_CONFIG),
  s3: new S3Client(CLIENT_CONFIG),
  ssm: new SSMClient(CLIENT_CONFIG),
}));

export const handler = defineHandler({
  input: RecordFailureInputSchema,
  env: FunctionEnvironment,
  run: (input, { clock, logger }) => recordFailure(input, { ...clients(), clock, logger }),
});
