import { existsSync, renameSync, rmSync } from 'node:fs';
import { MeshError } from '../../core/errors/mesh-error.ts';
import { holderOf } from '../mesh/sandbox-session.ts';

/** Removes the sandbox's state: what it holds can be made again by `mesh up`. True when there was any. */
export function down(stateDirectory: string): boolean {
  const holder = holderOf(stateDirectory);
  if (holder) {
    throw new MeshError(`the sandbox is in use by process ${holder.pid}`, {
      code: 'SandboxInUse',
      hint: 'stop it first',
    });
  }
  // Half a state would be worse than none: it goes away whole first, also when this process is killed.
  const removed = `${stateDirectory}.removed`;
  rmSync(removed, { recursive: true, force: true });
  if (!existsSync(stateDirectory)) return false;
  renameSync(stateDirectory, removed);
  rmSync(removed, { recursive: true, force: true });
  return true;
}
