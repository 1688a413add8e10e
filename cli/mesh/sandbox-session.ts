import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MeshError } from '../../core/errors/mesh-error.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { takeStateLock } from './state-lock.ts';

/** What the process that holds the sandbox's state says of itself. */
export type Holder = { readonly pid: number; readonly endpoint: string };

const lockPath = (stateDirectory: string): string => join(stateDirectory, 'lock.sqlite');
const holderPath = (stateDirectory: string): string => join(stateDirectory, 'lock.json');

/** The live process that holds the state, if there is one. */
export function holderOf(stateDirectory: string): Holder | undefined {
  if (!existsSync(lockPath(stateDirectory))) return undefined;
  const lock = takeStateLock(lockPath(stateDirectory));
  lock?.release();
  return lock ? undefined : readHolder(stateDirectory);
}

export type Session = { readonly sandbox: Sandbox; readonly close: () => Promise<void> };

/** Opens the sandbox over its state for this process alone. */
export async function openSession(stateDirectory: string, port = 0, organization?: string): Promise<Session> {
  mkdirSync(stateDirectory, { recursive: true });
  const lock = takeStateLock(lockPath(stateDirectory));
  if (!lock) throw inUse(readHolder(stateDirectory));
  try {
    writeHolder(stateDirectory, { pid: process.pid, endpoint: '' });
    const { openSandbox } = await import('../../sandbox/index.ts');
    const sandbox = await openSandbox({
      directory: stateDirectory,
      port,
      ...(organization !== undefined && { organization }),
    });
    writeHolder(stateDirectory, { pid: process.pid, endpoint: sandbox.endpoint });
    return {
      sandbox,
      close: async () => {
        await sandbox.close();
        rmSync(holderPath(stateDirectory), { force: true });
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function inUse({ pid, endpoint }: Holder): MeshError {
  const who = pid === 0 ? 'another process' : `process ${pid}`;
  return new MeshError(`the sandbox is in use by ${who}${endpoint && ` at ${endpoint}`}`, {
    code: 'SandboxInUse',
    hint: 'wait until it ends, or stop it',
  });
}

/** A process that has the lock and has not said yet who it is has id 0 here. */
function readHolder(stateDirectory: string): Holder {
  const path = holderPath(stateDirectory);
  if (!existsSync(path)) return { pid: 0, endpoint: '' };
  // Written by `writeHolder` below, whole.
  return JSON.parse(readFileSync(path, 'utf8')) as Holder;
}

function writeHolder(stateDirectory: string, holder: Holder): void {
  const path = holderPath(stateDirectory);
  writeFileSync(`${path}.next`, JSON.stringify(holder));
  renameSync(`${path}.next`, path);
}
