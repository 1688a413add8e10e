import { randomBytes, randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The secret behind the operator's keys, beside the state that it opens: made at random, once, and readable by the
 * state's owner alone. A secret that could be guessed would let any web page act as root on this machine.
 */
export function operatorSecret(directory: string): string {
  const path = join(directory, 'operator-secret');
  return read(path) ?? make(directory, path);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Appears whole or not at all, and only once: whoever comes second takes the first one's. */
function make(directory: string, path: string): string {
  mkdirSync(directory, { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, randomBytes(32).toString('base64url'), { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!isThere(error)) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(path, 'utf8');
}

const isThere = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EEXIST';
