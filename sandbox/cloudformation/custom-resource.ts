import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ResolvedProperties } from '../../core/cloudformation/diff-properties.ts';
import { isRecord } from '../../core/cloudformation/intrinsic.ts';
import { AwsError } from '../cloud/aws-error.ts';
import { type CustomResourceResponse, expectResponse } from './custom-resource-responses.ts';
import { defineProvider } from './define-provider.ts';
import { generatedName } from './generated-name.ts';
import type { Made, ResourceContext } from './resource-provider.ts';

/** How long a function may take to answer, unless the resource says `ServiceTimeout` (seconds). */
const TIMEOUT_SECONDS = 120;
const TIMEOUT_SECONDS_MAX = 3600;

type Request = {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly properties: ResolvedProperties;
  readonly PhysicalResourceId?: string;
  readonly OldResourceProperties?: unknown;
};

/** Resources that a Lambda function makes: `Custom::*` and `AWS::CloudFormation::CustomResource`. */
export const customResource = defineProvider<ResolvedProperties>({
  type: 'AWS::CloudFormation::CustomResource',
  properties: z.looseObject({ ServiceToken: z.string() }),
  createOnly: [],
  createsAgain: true,
  identify: (_properties, context) => generatedName(context, 128),
  create: (properties, context) => ask({ RequestType: 'Create', properties }, context),
  // Only the function knows what is there.
  read: async () => undefined,
  update: async (physicalId, { previous, desired }, context) => {
    if (previous['ServiceToken'] !== desired['ServiceToken']) {
      throw new AwsError('ValidationError', 'Modifying service token is not allowed.');
    }
    const OldResourceProperties = asTexts(previous);
    const request = { RequestType: 'Update', properties: desired, OldResourceProperties } as const;
    return await ask({ ...request, PhysicalResourceId: physicalId }, context);
  },
  delete: async (physicalId, context, properties) => {
    await ask({ RequestType: 'Delete', properties, PhysicalResourceId: physicalId }, context);
  },
});

async function ask({ properties, ...request }: Request, context: ResourceContext): Promise<Made> {
  if (context.cloud.endpoint === '') {
    throw new AwsError(
      'ServiceUnavailable',
      'a custom resource answers over HTTP: the gateway must listen first',
    );
  }
  const expected = expectResponse(context.cloud);
  const event = {
    ...request,
    ServiceToken: properties['ServiceToken'],
    ResponseURL: expected.url,
    StackId: context.stackId,
    RequestId: randomUUID(),
    LogicalResourceId: context.logicalId,
    ResourceType: context.type,
    ResourceProperties: asTexts(properties),
  };
  const timer = new AbortController();
  try {
    const answer = await Promise.race([
      expected.answer,
      invoke(event, context),
      timeout(properties, timer.signal),
    ]);
    return toMade(answer, request, context);
  } finally {
    timer.abort();
    expected.cancel();
  }
}

/** Answers only what is wrong: the function's own answer comes over HTTP, maybe after it has returned. */
async function invoke(event: Readonly<Record<string, unknown>>, context: ResourceContext): Promise<string> {
  const output = await context.call('lambda', 'Invoke', {
    FunctionName: String(event['ServiceToken']),
    InvocationType: 'RequestResponse',
    Payload: Buffer.from(JSON.stringify(event)),
  });
  if (output.FunctionError !== undefined) return `the function failed: ${functionError(output.Payload)}`;
  return await new Promise(() => undefined);
}

function functionError(payload: Uint8Array | undefined): string {
  const text = Buffer.from(payload ?? []).toString('utf8');
  try {
    const error: unknown = JSON.parse(text);
    if (isRecord(error) && typeof error['errorMessage'] === 'string') return error['errorMessage'];
  } catch {
    // Not JSON: the text says it.
  }
  return text;
}

async function timeout(properties: ResolvedProperties, signal: AbortSignal): Promise<string> {
  const wanted = Number(properties['ServiceTimeout'] ?? TIMEOUT_SECONDS);
  const seconds = Math.min(Math.max(1, wanted), TIMEOUT_SECONDS_MAX);
  await sleep(seconds * 1000, undefined, { signal, ref: false }).catch(() => undefined);
  return `the function did not answer within ${seconds} seconds`;
}

function toMade(
  answer: CustomResourceResponse | string,
  request: Pick<Request, 'PhysicalResourceId' | 'RequestType'>,
  context: ResourceContext,
): Made {
  if (typeof answer === 'string') throw new AwsError('CustomResourceFailed', answer);
  if (answer.Status === 'FAILED') {
    throw new AwsError('CustomResourceFailed', answer.Reason || 'the function gave no reason');
  }
  const physicalId = answer.PhysicalResourceId ?? request.PhysicalResourceId ?? generatedName(context, 128);
  return { physicalId, attributes: answer.Data ?? {} };
}

/** CloudFormation gives every scalar to a function as a text. */
function asTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asTexts);
  if (isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asTexts(item)]));
  }
  return typeof value === 'string' ? value : String(value);
}
