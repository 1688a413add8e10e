import { AwsError } from '../../cloud/aws-error.ts';
import type { RequestContext } from '../../cloud/operation.ts';
import { findKey } from '../kms/find-key.ts';
import type { TopicRecord } from './store.ts';

/** Applies one attribute; those that would need more than the sandbox has are refused by name. */
export function withAttribute(
  context: RequestContext,
  topic: TopicRecord,
  attribute: { readonly name: string | undefined; readonly value: string },
): TopicRecord {
  const { name = '', value } = attribute;
  switch (name) {
    case 'DisplayName':
      return { ...topic, displayName: value };
    case 'SignatureVersion':
      return { ...topic, signatureVersion: value };
    case 'Policy':
      return { ...topic, policy: requireDocument(value) };
    case 'KmsMasterKeyId': {
      const { keyArn: _, ...rest } = topic;
      if (value === '' || value.endsWith('alias/aws/sns')) return rest;
      return { ...rest, keyArn: findKey(context.cloud, context, value).key.arn };
    }
    case 'TracingConfig':
      if (value === 'PassThrough') return topic;
      break;
    case 'FifoTopic':
      if (value === 'false') return topic;
      break;
  }
  throw new AwsError(
    'InvalidParameterException',
    `the sandbox does not support the topic attribute ${name}=${value}`,
  );
}

function requireDocument(text: string): string {
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document === 'object' && document !== null && 'Statement' in document) return text;
  } catch {
    // Answered below.
  }
  throw new AwsError('InvalidParameterException', 'the topic policy is not a policy document in JSON');
}
