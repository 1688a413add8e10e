import type { ConditionContext, RequestContext } from '../../cloud/operation.ts';
import { tables } from './store.ts';
import { tableAddress } from './table.ts';

type KeyedInput = {
  readonly TableName?: string | undefined;
  readonly Key?: object | undefined;
  readonly Item?: object | undefined;
  readonly KeyConditionExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
  readonly ExpressionAttributeValues?: object | undefined;
};

/** `dynamodb:LeadingKeys`: the partition key's value that a call names, where it names one. */
export function leadingKeys(context: RequestContext, input: KeyedInput): ConditionContext {
  const { scope, name } = tableAddress(context, input.TableName);
  const hash = tables(context.cloud)
    .get(scope, name)
    ?.keySchema.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName;
  if (hash === undefined) return {};
  const value = Object(input.Key ?? input.Item)[hash] ?? queriedValue(input, hash);
  const text: unknown = Object(value).S ?? Object(value).N;
  return typeof text === 'string' ? { 'dynamodb:LeadingKeys': [text] } : {};
}

function queriedValue(input: KeyedInput, hash: string): unknown {
  const equalities = (input.KeyConditionExpression ?? '').matchAll(/([#\w.-]+)\s*=\s*(:\w+)/g);
  for (const [, name = '', placeholder = ''] of equalities) {
    if ((input.ExpressionAttributeNames?.[name] ?? name) === hash)
      return Object(input.ExpressionAttributeValues)[placeholder];
  }
  return undefined;
}
