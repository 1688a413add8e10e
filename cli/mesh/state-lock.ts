import { DatabaseSync } from 'node:sqlite';

/** A lock that this process holds. */
export type StateLock = { readonly release: () => void };

const SQLITE_BUSY = 5;

/**
 * Takes the lock at `path`, or answers `undefined` while another process has it. The operating system lets go of it
 * when its process dies, however it dies. A process id in a file would not do: a new process may bear the id of a
 * killed one, and a killed one whose parent does not care stays a zombie that still answers.
 */
export function takeStateLock(path: string): StateLock | undefined {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
  return { release: () => database.close() };
}
