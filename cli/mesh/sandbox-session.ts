import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import { MeshError } from '../../core/errors/mesh-error.ts';
import type { Sandbox } from '../../sandbox/index.ts';

/** What the process that holds the sandbox's state says of itself. */
export type Holder = { readonly pid: number; readonly endpoint: string };

const lockPath = (stateDirectory: string): string => join(stateDirectory, 'lock.json');

/** The live process that holds the state, if there is one; the lock of a killed one does not count. */
export function holderOf(stateDirectory: string): Holder | undefined {
  const path = lockPath(stateDirectory);
  if (!existsSync(path)) return undefined;
  try {
    // Written by `openSession` below, in one write.
    const holder = JSON.parse(readFileSync(path, 'utf8')) as Holder;
    process.kill(holder.pid, 0);
    return holder.pid === process.pid ? undefined : holder;
  } catch {
    return undefined;
  }
}

export type Session = { readonly sandbox: Sandbox; readonly close: () => Promise<void> };

/** Opens the sandbox over its state for this process alone. */
export async function openSession(stateDirectory: string, port = 0): Promise<Session> {
  const holder = holderOf(stateDirectory);
  if (holder) {
    throw new MeshError(
      `the sandbox is in use by process ${holder.pid}${holder.endpoint && ` at ${holder.endpoint}`}`,
      {
        code: 'SandboxInUse',
        hint: 'wait until it ends, or stop it',
      },
    );
  }
  mkdirSync(stateDirectory, { recursive: true });
  const path = lockPath(stateDirectory);
  writeLock(path, { pid: process.pid, endpoint: '' });
  const { openSandbox } = await import('../../sandbox/index.ts');
  const sandbox = await openSandbox({ directory: stateDirectory, port });
  writeLock(path, { pid: process.pid, endpoint: sandbox.endpoint });
  return {
    sandbox,
    close: async () => {
      await sandbox.close();
      rmSync(path, { force: true });
    },
  };
}

function writeLock(path: string, holder: Holder): void {
  const file = openSync(path, 'w');
  writeSync(file, JSON.stringify(holder));
  closeSync(file);
}
