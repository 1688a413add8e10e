import { invalidInput } from '../lakeformation/lake-error.ts';

const PAGE_MAX = 100;

/** One page of a list; the token is the position of the next page's first item. */
export function page<T>(
  items: readonly T[],
  {
    MaxResults,
    NextToken,
  }: { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined },
): { readonly items: T[]; readonly NextToken?: string } {
  const start = NextToken === undefined || NextToken === '' ? 0 : Number(NextToken);
  if (!Number.isInteger(start) || start < 0) throw invalidInput('NextToken is not valid');
  const end = start + Math.min(Math.max(MaxResults ?? PAGE_MAX, 1), PAGE_MAX);
  return { items: items.slice(start, end), ...(end < items.length && { NextToken: String(end) }) };
}
