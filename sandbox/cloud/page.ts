import type { AwsError } from './aws-error.ts';

export type Page<Item> = {
  readonly items: readonly Item[];
  /** Token of the next page; absent on the last one. */
  readonly next?: string;
};

/** The entries after the key that the last page ended with: what comes and goes in between shifts nothing. */
export function pageAfter<Value>(
  entries: readonly (readonly [key: string, value: Value])[],
  { token, size }: { readonly token: string | undefined; readonly size: number },
): Page<Value> {
  const rest = token === undefined ? entries : entries.filter(([key]) => key > token);
  const shown = rest.slice(0, size);
  const last = shown.at(-1)?.[0];
  const items = shown.map(([, value]) => value);
  return { items, ...(shown.length < rest.length && last !== undefined && { next: last }) };
}

/** The items from a position on: for lists that are not in the order of their keys. */
export function pageFrom<Item>(
  all: readonly Item[],
  {
    token,
    size,
    refusal,
  }: {
    readonly token: string | undefined;
    readonly size: number;
    readonly refusal: (token: string) => AwsError;
  },
): Page<Item> {
  if (token && !/^\d{1,15}$/.test(token)) throw refusal(token);
  const first = Number(token ?? 0);
  const end = first + size;
  return { items: all.slice(first, end), ...(end < all.length && { next: String(end) }) };
}
