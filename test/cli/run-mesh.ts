import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

const MESH = resolve(import.meta.dirname, '../../bin/mesh');

/** What a command printed, with every duration as `0.0 s`. */
export type Ran = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** Runs `mesh` as a person does, in a process of its own, on a mesh of its own. */
export async function runMesh(
  root: string,
  argv: readonly string[],
  variables: Readonly<Record<string, string | undefined>> = {},
): Promise<Ran> {
  const child = spawn(MESH, [...argv, '-C', root], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...variables, NO_COLOR: '1', CI: 'true' },
  });
  const read = (stream: NodeJS.ReadableStream): (() => string) => {
    let text = '';
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    return () => text.replaceAll(/\d+\.\d s\b/g, '0.0 s');
  };
  const [stdout, stderr] = [read(child.stdout), read(child.stderr)];
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', fail);
    child.once('close', done);
  });
  return { code, stdout: stdout(), stderr: stderr() };
}
