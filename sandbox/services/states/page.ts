import { AwsError } from '../../cloud/aws-error.ts';

const PAGE_MAX = 1_000;
const PAGE_DEFAULT = 100;

export type PageRequest = {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
};

/** A part of a list; the token is the place where the next one begins. */
export function page<Item>(
  all: readonly Item[],
  { maxResults, nextToken }: PageRequest,
): { readonly items: readonly Item[]; readonly nextToken?: string } {
  if (nextToken !== undefined && !/^\d+$/.test(nextToken)) {
    throw new AwsError('InvalidToken', `Invalid Token: '${nextToken}'`);
  }
  const first = Number(nextToken ?? 0);
  const size = Math.min(maxResults || PAGE_DEFAULT, PAGE_MAX);
  const items = all.slice(first, first + size);
  return { items, ...(first + size < all.length && { nextToken: String(first + size) }) };
}
