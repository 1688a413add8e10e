import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { AwsError } from '../../cloud/aws-error.ts';
import type { MessageAttribute } from './store.ts';

const ATTRIBUTES_MAX = 10;
const NAME = /^(?!\.)(?!.*\.\.)(?!.*\.$)(?!aws\.|amazon\.)[\w.-]{1,256}$/i;

export function readAttributes(
  attributes: Readonly<Record<string, MessageAttributeValue>> | undefined,
): Readonly<Record<string, MessageAttribute>> {
  const entries = Object.entries(attributes ?? {});
  if (entries.length > ATTRIBUTES_MAX) throw invalid(`a message has at most ${ATTRIBUTES_MAX} attributes`);
  return Object.fromEntries(entries.map(([name, value]) => [name, readAttribute(name, value)]));
}

function readAttribute(name: string, value: MessageAttributeValue): MessageAttribute {
  const { DataType: type = '', StringValue: text, BinaryValue: bytes } = value;
  if (!NAME.test(name)) throw invalid(`${JSON.stringify(name)} is not a name for a message attribute`);
  const [base = ''] = type.split('.');
  if (base === 'Binary' && bytes) return { type, base64: Buffer.from(bytes).toString('base64') };
  if (['String', 'Number'].includes(base) && text !== undefined && text !== '') return { type, text };
  throw invalid(`the message attribute ${name} has no value of its type ${JSON.stringify(type)}`);
}

/** Attributes that a receiver asked for: names, prefixes that end in `.*`, or `All`. */
export function chosenAttributes(
  attributes: Readonly<Record<string, MessageAttribute>>,
  wanted: readonly string[],
): Readonly<Record<string, MessageAttribute>> {
  const isWanted = (name: string): boolean =>
    wanted.some(
      (one) =>
        one === 'All' ||
        one === '.*' ||
        one === name ||
        (one.endsWith('.*') && name.startsWith(one.slice(0, -1))),
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isWanted(name)));
}

export function renderAttribute({ type, text, base64 }: MessageAttribute): MessageAttributeValue {
  return {
    DataType: type,
    ...(text !== undefined && { StringValue: text }),
    ...(base64 !== undefined && { BinaryValue: Buffer.from(base64, 'base64') }),
  };
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}
