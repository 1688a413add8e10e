import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { down } from '../../../cli/commands/down.ts';
import { openSession } from '../../../cli/mesh/sandbox-session.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'freehold-down-'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('mesh down', () => {
  it('removes the state, and what an earlier one that was killed left of it', () => {
    const state = join(root, '.mesh');
    for (const directory of [state, `${state}.removed`]) {
      mkdirSync(join(directory, 's3'), { recursive: true });
      writeFileSync(join(directory, 's3/object'), '');
    }
    expect(down(state)).toBe(true);
    expect(readdirSync(root)).toEqual([]);
    expect(down(state)).toBe(false);
  });

  it('leaves the state of a sandbox that is in use', async () => {
    const state = join(root, '.mesh');
    const session = await openSession(state);
    expect(() => down(state)).toThrow(`the sandbox is in use by process ${process.pid}`);
    await session.close();
    expect(existsSync(state)).toBe(true);
    expect(down(state)).toBe(true);
  });
});
