import { AwsError } from '../../cloud/aws-error.ts';
import { pageFrom } from '../../cloud/page.ts';

const PAGE_MAX = 1_000;
const PAGE_DEFAULT = 100;

export type PageRequest = {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
};

/** One page of a list, as Step Functions asks for it: 0 results are as many as none asked. */
export function page<Item>(
  all: readonly Item[],
  { maxResults, nextToken }: PageRequest,
): { readonly items: readonly Item[]; readonly nextToken?: string } {
  const { items, next } = pageFrom(all, {
    token: nextToken,
    size: Math.min(maxResults || PAGE_DEFAULT, PAGE_MAX),
    refusal: (token) => new AwsError('InvalidToken', `Invalid Token: '${token}'`),
  });
  return { items, ...(next !== undefined && { nextToken: next }) };
}
