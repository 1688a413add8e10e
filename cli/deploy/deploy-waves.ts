import type { AssemblyStack } from './assembly.ts';

/**
 * Stacks in the order in which a whole mesh comes up: the accounts' settings, then what every domain has once, then
 * products. A grant to a role of another domain needs that domain's namespace, which no stack depends on.
 */
export function deployWaves(stacks: readonly AssemblyStack[]): readonly (readonly AssemblyStack[])[] {
  const rank = ({ path }: AssemblyStack): number => {
    const kind = path.split('/').at(-1);
    if (kind === 'Foundation') return 0;
    return kind === 'Platform' || kind === 'Namespace' ? 1 : 2;
  };
  return [0, 1, 2]
    .map((wave) => stacks.filter((stack) => rank(stack) === wave))
    .filter((wave) => wave.length > 0);
}
