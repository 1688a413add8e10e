import { AwsError } from '../../cloud/aws-error.ts';
import type { RequestContext } from '../../cloud/operation.ts';
import { notUnderstood } from '../../../core/access/iam/not-understood.ts';
import { compiledPolicy } from '../../../core/access/iam/policy-cache.ts';
import { findKey } from '../kms/find-key.ts';

type Range = { readonly fallback: number; readonly min: number; readonly max: number };

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const NUMBERS = {
  DelaySeconds: { fallback: 0, min: 0, max: 900 },
  KmsDataKeyReusePeriodSeconds: { fallback: 300, min: 60, max: 86_400 },
  MaximumMessageSize: { fallback: 1_048_576, min: 1_024, max: 1_048_576 },
  MessageRetentionPeriod: { fallback: 345_600, min: 60, max: 1_209_600 },
  ReceiveMessageWaitTimeSeconds: { fallback: 0, min: 0, max: 20 },
  VisibilityTimeout: { fallback: 30, min: 0, max: 43_200 },
} as const satisfies Record<string, Range>;
type NumberName = keyof typeof NUMBERS;

/** A number of a queue's settings, as it was set or by default. */
export function numberOf(attributes: Readonly<Record<string, string>>, name: NumberName): number {
  return Number(attributes[name] ?? NUMBERS[name].fallback);
}

/** Numbers that were not set, with their defaults; a data key is reused only where there is a key. */
export function defaultNumbers(hasKey: boolean): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(NUMBERS)
      .filter(([name]) => hasKey || name !== 'KmsDataKeyReusePeriodSeconds')
      .map(([name, { fallback }]) => [name, String(fallback)]),
  );
}

/** Attributes with others over them; an empty text takes one away. What the sandbox does not do is refused. */
export function withAttributes(
  context: RequestContext,
  before: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  for (const [name, value] of Object.entries(changes)) check(context, name, value);
  const all = { ...before, ...changes };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}

function check(context: RequestContext, name: string, value: string): void {
  if (name in NUMBERS) {
    // `in` has just held it.
    return requireNumber(name as NumberName, value);
  }
  switch (name) {
    case 'Policy':
      return requirePolicy(value);
    case 'KmsMasterKeyId':
      if (value !== '' && !value.endsWith('alias/aws/sqs')) findKey(context.cloud, context, value);
      return;
    case 'SqsManagedSseEnabled':
      if (value === 'true' || value === 'false') return;
      throw invalidValue(name, value);
    case 'RedriveAllowPolicy':
      return requireRedriveAllowPolicy(value);
    default:
      throw new AwsError('InvalidAttributeName', `the sandbox does not offer the queue attribute ${name}`);
  }
}

function requireNumber(name: NumberName, value: string): void {
  const { min, max } = NUMBERS[name];
  const number = Number(value);
  if (!Number.isInteger(number) || number < min || number > max) throw invalidValue(name, value);
}

function requirePolicy(text: string): void {
  if (text === '') return;
  try {
    if (!notUnderstood(compiledPolicy(text))) return;
  } catch {
    // Answered below.
  }
  throw invalidValue('Policy', text);
}

function requireRedriveAllowPolicy(text: string): void {
  try {
    const policy: unknown = JSON.parse(text || '{"redrivePermission":"allowAll"}');
    const permission: unknown = Reflect.get(Object(policy), 'redrivePermission');
    if (['allowAll', 'denyAll', 'byQueue'].includes(String(permission))) return;
  } catch {
    // Answered below.
  }
  throw invalidValue('RedriveAllowPolicy', text);
}

function invalidValue(name: string, value: string): AwsError {
  return new AwsError(
    'InvalidAttributeValue',
    `Invalid value for the parameter ${name}: ${JSON.stringify(value)}`,
  );
}
