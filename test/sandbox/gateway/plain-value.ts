import { Readable } from 'node:stream';
import { NumericValue } from '@smithy/core/serde';

/** A value as plain JSON-like data, with streams read to their end, so that two sides can be compared. */
export async function plainOf(value: unknown): Promise<unknown> {
  if (value instanceof Readable) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of value) chunks.push(Buffer.from(chunk));
    return plainOf(Buffer.concat(chunks));
  }
  if (value instanceof Uint8Array) return `base64:${Buffer.from(value).toString('base64')}`;
  if (value instanceof Date) return `date:${value.toISOString()}`;
  if (value instanceof NumericValue) return `decimal:${value.string}`;
  if (typeof value === 'bigint') return `bigint:${value}`;
  if (value instanceof String) return String(value);
  if (Array.isArray(value)) return await Promise.all(value.map(plainOf));
  if (typeof value !== 'object' || value === null) return value;
  const entries = await Promise.all(
    Object.entries(value).map(async ([key, item]) => [key, await plainOf(item)] as const),
  );
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined && item !== null));
}

export function withoutMembers(value: unknown, members: readonly string[] = []): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !members.includes(key)));
}
