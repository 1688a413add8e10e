import { matchesGlob } from 'node:path';
import { MeshError } from '../../core/errors/mesh-error.ts';
import type { AssemblyStack } from './assembly.ts';

/**
 * The stacks that patterns name, with those that come before them, each physical stack once: domains that share an
 * account all have its `Foundation`. A pattern is a domain, a construct path, a stack's name, or a glob over these.
 */
export function selectStacks(
  stacks: readonly AssemblyStack[],
  patterns: readonly string[],
): readonly AssemblyStack[] {
  const lost = patterns.find((pattern) => !stacks.some((stack) => matches(stack, pattern)));
  if (lost !== undefined) {
    throw new MeshError(`no stack matches "${lost}"`, {
      code: 'UnknownStack',
      hint: `give a domain or a pattern such as "operations/*"; there are: ${stacks.map(({ path }) => path).join(', ')}`,
    });
  }
  const named = stacks.filter(
    (stack) => patterns.length === 0 || patterns.some((pattern) => matches(stack, pattern)),
  );
  return onceEach(withDependencies(stacks, named));
}

function matches({ path, name, domain }: AssemblyStack, pattern: string): boolean {
  return domain === pattern || [path, name].some((text) => text === pattern || matchesGlob(text, pattern));
}

function withDependencies(
  all: readonly AssemblyStack[],
  named: readonly AssemblyStack[],
): readonly AssemblyStack[] {
  const wanted = new Set<string>();
  const add = (path: string): void => {
    if (wanted.has(path)) return;
    wanted.add(path);
    for (const before of all.find((stack) => stack.path === path)?.dependencies ?? []) add(before);
  };
  for (const { path } of named) add(path);
  return all.filter(({ path }) => wanted.has(path));
}

function onceEach(stacks: readonly AssemblyStack[]): readonly AssemblyStack[] {
  const seen = new Map(
    stacks.toReversed().map((stack) => [`${stack.account}/${stack.region}/${stack.name}`, stack]),
  );
  return stacks.filter((stack) => seen.get(`${stack.account}/${stack.region}/${stack.name}`) === stack);
}
