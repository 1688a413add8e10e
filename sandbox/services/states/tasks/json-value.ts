/** How a timestamp of an answer is shown: SDK integrations as text, `.sync` results as milliseconds. */
export type TimeForm = 'text' | 'milliseconds';

/** An operation's answer as JSON: no dates, bytes or absent members. */
export function jsonValue(value: unknown, time: TimeForm = 'text'): unknown {
  if (value instanceof Date) return time === 'text' ? value.toISOString() : value.getTime();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map((each) => jsonValue(each, time) ?? null);
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(
    ([, each]) => each !== undefined && typeof each !== 'function',
  );
  return Object.fromEntries(entries.map(([key, each]) => [key, jsonValue(each, time)]));
}
