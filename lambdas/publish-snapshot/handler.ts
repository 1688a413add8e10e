import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';

import { CLIENT_CONFIG, lazily } from '../runtime/clients.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { FunctionEnvironment } from '../runtime/run-schemas.ts';
import { PublishSnapshotInputSchema } from './input.ts';
import { publishSnapshot } from './publish-snapshot.ts';

const clients = lazily(() => ({
  dynamodb: new DynamoDBClient(CLIENT_CONFIG),
  events: new EventBridgeClient(CLIENT_CONFIG),
  glue: new GlueClient(CLIENT_CONFIG),
  s3: new S3Client(CLIENT_CONFIG),
}));

export const handler = defineHandler({
  input: PublishSnapshotInputSchema,
  env: FunctionEnvironment,
  run: (input, { clock, logger }) => publishSnapshot(input, { ...clients(), clock, logger }),
});
