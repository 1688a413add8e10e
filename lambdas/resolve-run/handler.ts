import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SSMClient } from '@aws-sdk/client-ssm';

import { CLIENT_CONFIG, lazily } from '../runtime/clients.ts';
import { defineHandler } from '../runtime/define-handler.ts';
import { FunctionEnvironment } from '../runtime/run-schemas.ts';
import { ResolveRunInputSchema } from './input.ts';
import { resolveRun } from './resolve-run.ts';

const clients = lazily(() => ({
  dynamodb: new DynamoDBClient(CLIENT_CONFIG),
  glue: new GlueClient(CLIENT_CONFIG),
  s3: new S3Client(CLIENT_CONFIG),
  sfn: new SFNClient(CLIENT_CONFIG),
  ssm: new SSMClient(CLIENT_CONFIG),
}));

export const handler = defineHandler({
  input: ResolveRunInputSchema,
  env: FunctionEnvironment,
  run: (input, { clock, logger }) => resolveRun(input, { ...clients(), clock, logger }),
});
