import type { LiveResource } from '../../../core/access/world/live/live-account.ts';

/** What every client of one account's services is made with. */
export type ReaderConfig = {
  readonly account: string;
  readonly region: string;
  readonly client: Readonly<Record<string, unknown>> & { readonly region: string };
};

/** Reads what one service has. */
export type Reader = (config: ReaderConfig) => Promise<readonly LiveResource[]>;

/** Pages of a list that are read: twenty thousand of anything is more than an account of a mesh has. */
const PAGES_MAX = 200;

/** All of a list; one that does not end is refused, since what is not read could be what gives access. */
export async function pages<T>(
  read: (
    token: string | undefined,
  ) => Promise<{ readonly items: readonly T[] | undefined; readonly next: string | undefined }>,
): Promise<readonly T[]> {
  const all: T[] = [];
  let token: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { items = [], next } = await read(token);
    all.push(...items);
    if (next === undefined || next === '') return all;
    token = next;
  }
  throw new Error(`a list has more than ${PAGES_MAX} pages`);
}

/** The answer, or undefined where AWS says by one of these errors that there is none. */
export async function unless<T>(ask: () => Promise<T>, ...absent: readonly string[]): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && absent.includes(error.name)) return undefined;
    throw error;
  }
}

/** Tokens are left out where there is none: an absent member and an undefined one are not the same to every service. */
export const token = <K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } =>
  // A record with the one key, or none.
  (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: string };

export const parsed = (text: string | undefined): unknown =>
  text === undefined ? undefined : JSON.parse(text);
