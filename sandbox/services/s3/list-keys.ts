import type { Cloud } from '../../cloud/cloud.ts';
import { BUCKETS, type ObjectRecord, objects } from './store.ts';

export const PAGE_KEYS_MAX = 1000;

export type ListPage = {
  readonly objects: readonly ObjectRecord[];
  readonly prefixes: readonly string[];
  /** The last key or prefix of the page, where there is more. */
  readonly last?: string;
};

/** One page of a bucket's keys in UTF-8 order, with those that share a prefix up to the delimiter rolled up. */
export function listKeys(
  cloud: Cloud,
  of: {
    readonly bucket: string;
    readonly prefix: string;
    readonly delimiter: string;
    /** Keys and prefixes up to this one are left out. */
    readonly after: string;
    readonly max: number;
  },
): ListPage {
  const { bucket, prefix, delimiter, after, max } = of;
  const found: ObjectRecord[] = [];
  const prefixes = new Set<string>();
  let last = after;
  for (const [, record] of objects(cloud).list(BUCKETS, `${bucket}/${prefix}`)) {
    const { key } = record;
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const common = cut < 0 ? undefined : key.slice(0, cut + delimiter.length);
    if (compareKeys(key, after) <= 0 || (common !== undefined && (common === after || prefixes.has(common))))
      continue;
    if (found.length + prefixes.size >= max) return { objects: found, prefixes: [...prefixes], last };
    last = common ?? key;
    if (common === undefined) found.push(record);
    else prefixes.add(common);
  }
  return { objects: found, prefixes: [...prefixes] };
}

function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
