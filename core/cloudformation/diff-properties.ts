import { isDeepStrictEqual } from 'node:util';
import { isRecord } from './intrinsic.ts';

export type ResolvedProperties = Readonly<Record<string, unknown>>;

/** What a resource's new properties ask for. */
export type ResourceChange =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'update'; readonly changed: readonly string[] }
  | { readonly kind: 'replace'; readonly changed: readonly string[]; readonly because: readonly string[] };

/** Compares resolved properties; `createOnly` holds paths such as `TableInput.Name`. */
export function diffProperties(
  before: ResolvedProperties,
  after: ResolvedProperties,
  createOnly: readonly string[],
): ResourceChange {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const changed = names.filter((name) => !isDeepStrictEqual(before[name], after[name]));
  if (changed.length === 0) return { kind: 'unchanged' };
  const because = createOnly.filter((path) => !isDeepStrictEqual(at(before, path), at(after, path)));
  return because.length > 0 ? { kind: 'replace', changed, because } : { kind: 'update', changed };
}

function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((part, key) => (isRecord(part) ? part[key] : undefined), value);
}
