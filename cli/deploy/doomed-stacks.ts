import { matchesGlob } from 'node:path';
import { MeshError } from '../../core/errors/mesh-error.ts';
import type { LiveStack } from './live-stacks.ts';

export type Doomed = {
  /** In the order in which they go: products, then what holds a domain together, then settings of accounts. */
  readonly stacks: readonly LiveStack[];
  /** Settings of accounts in which something of the mesh stays. */
  readonly shared: readonly LiveStack[];
};

/**
 * The deployed stacks that patterns name, with those that need them. The settings of an account (`Foundation`) go
 * with its last stack only: domains may share an account.
 */
export function doomedStacks(
  live: readonly LiveStack[],
  patterns: readonly string[],
  names: { readonly mesh: string; readonly environment: string },
): Doomed {
  const prefix = `${names.mesh}-${names.environment}-`;
  const paths = new Map(live.map((stack) => [stack, pathOf(stack, prefix)]));
  const isNamed = (stack: LiveStack): boolean =>
    patterns.length === 0 || patterns.some((pattern) => matches(stack, paths.get(stack) ?? '', pattern));
  const lost = patterns.find((pattern) =>
    live.every((stack) => !matches(stack, paths.get(stack) ?? '', pattern)),
  );
  if (lost !== undefined) throw unknown(lost, [...paths.values()]);

  const rank = (stack: LiveStack): number => rankOf(paths.get(stack) ?? '');
  const emptied = new Set(
    live.filter((stack) => isNamed(stack) && rank(stack) === 1).map(({ domain }) => domain),
  );
  const chosen = live.filter((stack) => isNamed(stack) || (rank(stack) === 0 && emptied.has(stack.domain)));
  const stays = (stack: LiveStack): boolean =>
    rank(stack) === LAST &&
    live.some((other) => other.account === stack.account && rank(other) < LAST && !chosen.includes(other));
  return {
    stacks: chosen.filter((stack) => !stays(stack)).toSorted((one, other) => rank(one) - rank(other)),
    shared: chosen.filter(stays),
  };
}

function unknown(pattern: string, paths: readonly string[]): MeshError {
  return new MeshError(`no deployed stack matches "${pattern}"`, {
    code: 'UnknownStack',
    hint: paths.length === 0 ? 'nothing of this mesh is deployed' : `there are: ${paths.join(', ')}`,
  });
}

/** As construct paths, in lower case: `aviation-local-operations-flights-v1` is `operations/flights-v1`. */
function pathOf({ name, domain }: LiveStack, prefix: string): string {
  const rest = name.slice(prefix.length);
  return `${domain}/${rest.startsWith(`${domain}-`) ? rest.slice(domain.length + 1) : rest}`;
}

function matches({ name, domain }: LiveStack, path: string, pattern: string): boolean {
  const wanted = pattern.toLowerCase();
  return domain === wanted || [path, name].some((text) => text === wanted || matchesGlob(text, wanted));
}

const LAST = 3;

/** Namespaces send events to the platform until they are gone. */
function rankOf(path: string): number {
  if (path.endsWith('/foundation')) return LAST;
  if (path === 'platform/platform') return 2;
  return path.endsWith('/namespace') ? 1 : 0;
}
