import type { Subscription } from '../../spec/mesh.ts';

export type AskedRoles = {
  readonly consumer: string;
  readonly table: string;
  readonly roles: readonly string[];
  /** Whether a file that is live may be written anew. */
  readonly replaces: boolean;
};

/** The file that a request belongs into, or why there is none. */
export type Place =
  | { readonly kind: 'new'; readonly name: string }
  | { readonly kind: 'again'; readonly subscription: Subscription }
  | { readonly kind: 'taken'; readonly by: readonly Subscription[] };

/**
 * A role reads a table by one file, so that a request for roles that have one goes there. `names` are those of all
 * files of the product, also of such as cannot be read.
 */
export function placeRequest(
  asked: AskedRoles,
  { known, names }: { readonly known: readonly Subscription[]; readonly names: readonly string[] },
): Place {
  const meeting = known.filter(
    ({ consumer, table, roles }) =>
      consumer === asked.consumer &&
      table === asked.table &&
      roles.some((role) => asked.roles.includes(role)),
  );
  const counting = meeting.filter(({ state }) => state === 'live' || state === 'pending');
  const isTaken = counting.some(({ state }) => state === 'live') && !asked.replaces;
  if (isTaken || counting.length > 1) return { kind: 'taken', by: counting };
  const [subscription] = counting.length > 0 ? counting : meeting;
  if (subscription !== undefined) return { kind: 'again', subscription };
  return { kind: 'new', name: freeName(asked, names) };
}

/** The consumer's name, then what sets the request apart from those that are there, then a number. */
function freeName({ consumer, table, roles }: AskedRoles, names: readonly string[]): string {
  const plain = [consumer, `${consumer}-${roles.join('-')}`, `${consumer}-${table.replaceAll('_', '-')}`];
  const free = plain.find((name) => !names.includes(name));
  // One of so many numbers is free.
  return free ?? numbered(consumer, names);
}

function numbered(consumer: string, names: readonly string[]): string {
  const numbers = Array.from({ length: names.length + 1 }, (_, index) => `${consumer}-${index + 2}`);
  return numbers.find((name) => !names.includes(name)) ?? `${consumer}-${names.length + 2}`;
}
