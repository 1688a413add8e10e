import type { AttributeValue } from '@aws-sdk/client-dynamodb';

import { MeshError } from '../../core/errors/mesh-error.ts';

/** A JSON-like value as DynamoDB stores it; what is undefined is left out. */
export function toAttribute(value: unknown): AttributeValue {
  if (value === null) return { NULL: true };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(toAttribute) };
  if (typeof value === 'object') return { M: toItem(value) };
  throw new MeshError(`a ${typeof value} cannot be kept in the registry`, {
    code: 'ItemUnwritable',
    source: 'platform',
  });
}

export function toItem(value: object): Record<string, AttributeValue> {
  const present = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(present.map(([key, field]) => [key, toAttribute(field)]));
}

export function fromAttribute(attribute: AttributeValue): unknown {
  if (attribute.S !== undefined) return attribute.S;
  if (attribute.N !== undefined) return Number(attribute.N);
  if (attribute.BOOL !== undefined) return attribute.BOOL;
  if (attribute.L !== undefined) return attribute.L.map(fromAttribute);
  if (attribute.M !== undefined) return fromItem(attribute.M);
  if (attribute.NULL === true) return null;
  throw new MeshError(`an attribute of the kind ${Object.keys(attribute).join(', ')} is not the registry's`, {
    code: 'ItemUnreadable',
    source: 'platform',
  });
}

export function fromItem(item: Record<string, AttributeValue>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).map(([key, attribute]) => [key, fromAttribute(attribute)]));
}
