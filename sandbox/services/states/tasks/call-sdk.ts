import type { TaskCall } from './integrations.ts';
import { jsonValue } from './json-value.ts';
import { taskArguments, taskFailure } from './task-failure.ts';

type SdkService = {
  /** Signing name, by which the sandbox knows the service. */
  readonly service: string;
  /** Prefix of the task's errors. */
  readonly errors: string;
  /** The service's members begin with a small letter; a definition writes them with a large one. */
  readonly smallLetters?: true;
};

/** By the name in `aws-sdk:<name>:<operation>`. */
const SERVICES: Readonly<Record<string, SdkService>> = {
  athena: { service: 'athena', errors: 'Athena' },
  cloudwatch: { service: 'monitoring', errors: 'CloudWatch' },
  cloudwatchlogs: { service: 'logs', errors: 'CloudWatchLogs', smallLetters: true },
  dynamodb: { service: 'dynamodb', errors: 'DynamoDb' },
  eventbridge: { service: 'events', errors: 'EventBridge' },
  glue: { service: 'glue', errors: 'Glue' },
  lakeformation: { service: 'lakeformation', errors: 'LakeFormation' },
  s3: { service: 's3', errors: 'S3' },
  scheduler: { service: 'scheduler', errors: 'Scheduler' },
  secretsmanager: { service: 'secretsmanager', errors: 'SecretsManager' },
  sfn: { service: 'states', errors: 'Sfn', smallLetters: true },
  sns: { service: 'sns', errors: 'Sns' },
  ssm: { service: 'ssm', errors: 'Ssm' },
  sts: { service: 'sts', errors: 'Sts' },
};

/** Optimized integrations that do no more than the SDK's call. */
const OPTIMIZED: Readonly<Record<string, SdkService>> = {
  dynamodb: { service: 'dynamodb', errors: 'DynamoDB' },
  sns: { service: 'sns', errors: 'SNS' },
};

export const OPTIMIZED_SDK_RESOURCES = [
  'dynamodb:getItem',
  'dynamodb:putItem',
  'dynamodb:updateItem',
  'dynamodb:deleteItem',
  'sns:publish',
] as const;

export function isSdkResource(name: string): boolean {
  const [, service = '', operation] = /^aws-sdk:(\w+):([a-z]\w+)$/.exec(name) ?? [];
  return operation !== undefined && Object.hasOwn(SERVICES, service);
}

/** Calls one operation of a service with the arguments as they are. */
export async function callSdk({ cloud, caller, resource, input }: TaskCall): Promise<unknown> {
  const parts = resource.split(':');
  const operation = parts.at(-1) ?? '';
  const name = parts.at(-2) ?? '';
  const found = (parts.includes('aws-sdk') ? SERVICES : OPTIMIZED)[name];
  const { service = name, errors = name, smallLetters } = found ?? {};
  const args = taskArguments(input);
  try {
    const output = await cloud.dispatch(
      caller,
      service,
      operation.charAt(0).toUpperCase() + operation.slice(1),
      smallLetters ? renamed(args, (text) => text.toLowerCase()) : args,
    );
    const value = jsonValue(await withText(output));
    return smallLetters ? renamed(value, (text) => text.toUpperCase()) : value;
  } catch (error) {
    throw taskFailure(errors, error);
  }
}

/** The body of an object as text, as Step Functions shows it. */
async function withText(output: unknown): Promise<unknown> {
  const body = Object(output).Body;
  if (body === undefined) return output;
  const chunks: Uint8Array[] = [];
  if (body instanceof Uint8Array || typeof body === 'string') chunks.push(Buffer.from(body));
  else for await (const chunk of body) chunks.push(Buffer.from(chunk));
  return { ...Object(output), Body: Buffer.concat(chunks).toString() };
}

function renamed(value: unknown, change: (letter: string) => string): unknown {
  if (Array.isArray(value)) return value.map((each) => renamed(each, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [change(key.charAt(0)) + key.slice(1), renamed(each, change)]),
  );
}
