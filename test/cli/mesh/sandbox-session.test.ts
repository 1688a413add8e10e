import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holderOf, openSession } from '../../../cli/mesh/sandbox-session.ts';

const SESSION = resolve(import.meta.dirname, '../../../cli/mesh/sandbox-session.ts');

let directory: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'freehold-session-'));
});

afterEach(async () => {
  for (const child of children.splice(0)) await kill(child);
  rmSync(directory, { recursive: true, force: true });
});

/** A process that opens the sandbox and keeps it. */
async function startHolder(): Promise<ChildProcess> {
  const program = `
    const { openSession } = await import(${JSON.stringify(SESSION)});
    const { sandbox } = await openSession(${JSON.stringify(directory)});
    process.stdout.write(sandbox.endpoint);
    setInterval(() => {}, 1000);`;
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  await new Promise((done) => child.stdout.once('data', done));
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGKILL');
  await ended;
}

describe('a session', () => {
  it('is for one process: another is told which one has it', async () => {
    const holder = await startHolder();
    const found = holderOf(directory);
    expect(found?.pid).toBe(holder.pid);
    await expect(openSession(directory)).rejects.toMatchObject({
      code: 'SandboxInUse',
      message: `the sandbox is in use by process ${holder.pid} at ${found?.endpoint}`,
    });
  });

  it('is taken over from a process that was killed', async () => {
    await kill(await startHolder());
    expect(holderOf(directory)).toBeUndefined();
    const session = await openSession(directory);
    await session.close();
    expect(holderOf(directory)).toBeUndefined();
  });

  it('does not mistake another process for a killed one whose id it bears', async () => {
    await kill(await startHolder());
    writeFileSync(join(directory, 'lock.json'), JSON.stringify({ pid: process.ppid, endpoint: '' }));
    expect(holderOf(directory)).toBeUndefined();
    await (await openSession(directory)).close();
  });

  it('is closed before it can be opened again', async () => {
    const session = await openSession(directory);
    await expect(openSession(directory)).rejects.toMatchObject({ code: 'SandboxInUse' });
    await session.close();
    await (await openSession(directory)).close();
  });
});
