import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { platformRoot } from '../scenarios/open-mesh.ts';

export type ProcessEnd = {
  readonly code: number | null;
  readonly wasKilled: boolean;
  readonly output: string;
  readonly milliseconds: number;
};

/**
 * `bin/mesh up` in a process group of its own. With `killAfter` the whole group, the synthesis in its own process
 * too, dies by SIGKILL after so many milliseconds, unless it ended before.
 */
export async function meshUp(root: string, killAfter?: number): Promise<ProcessEnd> {
  const startedAt = performance.now();
  const child = spawn(join(platformRoot, 'bin/mesh'), ['up', '-C', root], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const closed = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code));
  });
  if (killAfter !== undefined) {
    await Promise.race([closed, sleep(killAfter)]);
    killGroup(child);
  }
  const code = await closed;
  return {
    code,
    wasKilled: child.signalCode === 'SIGKILL',
    output,
    milliseconds: performance.now() - startedAt,
  };
}

function killGroup({ pid, exitCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // It ended by itself in this very moment.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
