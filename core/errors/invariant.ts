import { MeshError } from './mesh-error.ts';

/** Holds what the code relies on; a failure is a bug of ours, never of the input. */
export function invariant(condition: unknown, why: string): asserts condition {
  if (condition) return;
  throw new MeshError(`this cannot be: ${why}`, {
    code: 'InvariantBroken',
    hint: 'please open an issue with this message',
    source: 'platform',
  });
}

/** The last branch of a `switch` over a closed union. */
export function assertNever(value: never): never {
  throw new MeshError(`unexpected case ${JSON.stringify(value)}`, {
    code: 'UnexpectedCase',
    source: 'platform',
  });
}
