import { pageFrom } from '../../cloud/page.ts';
import { invalidInput } from '../lakeformation/lake-error.ts';

const PAGE_MAX = 100;

export type PageRequest = {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
};

/** One page of a list, as Glue and Lake Formation ask for it. */
export function page<Item>(
  all: readonly Item[],
  { MaxResults = PAGE_MAX, NextToken }: PageRequest,
): { readonly items: Item[]; readonly NextToken?: string } {
  const { items, next } = pageFrom(all, {
    token: NextToken,
    size: Math.min(Math.max(MaxResults, 1), PAGE_MAX),
    refusal: () => invalidInput('NextToken is not valid'),
  });
  return { items: [...items], ...(next !== undefined && { NextToken: next }) };
}
