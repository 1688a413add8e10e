import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { joinAssemblies } from '../lib/join-assemblies.ts';

/** Of what a part says, as much as one screen shows. */
const OUTPUT_CHARACTERS_MAX = 20_000;

/** Which of how many parts of the mesh a process synthesizes: every `of`-th domain from `index` on. */
export type Part = { readonly index: number; readonly of: number };

export const renderPart = ({ index, of }: Part): string => `${index}/${of}`;

export function parsePart(text: string): Part {
  const [index = 0, of = 1] = text.split('/').map(Number);
  return { index, of };
}

export function domainsOfPart(domains: readonly string[], { index, of }: Part): readonly string[] {
  return domains.filter((_, at) => at % of === index);
}

/**
 * Synthesizes a mesh in processes of this same app at once, a part of the domains each, and joins what they wrote.
 * The exit code is the first that is not 0; then there is no assembly.
 */
export async function synthesizeParts(app: string, outdir: string, count: number): Promise<number> {
  const parts = Array.from({ length: count }, (_, index) => join(outdir, `.part-${index}`));
  try {
    const ends = await Promise.all(
      parts.map(async (part, index) => await synthesizePart(app, part, { index, of: count })),
    );
    const failed = ends.find(({ code }) => code !== 0);
    // Each part judges the whole mesh, so that what is wrong with it is wrong in all of them.
    process.stderr.write((failed ?? { output: ends.map(({ output }) => output).join('') }).output);
    if (failed === undefined) joinAssemblies(outdir, parts);
    return failed?.code ?? 0;
  } finally {
    for (const part of parts) rmSync(part, { recursive: true, force: true });
  }
}

async function synthesizePart(
  app: string,
  outdir: string,
  part: Part,
): Promise<{ readonly code: number; readonly output: string }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', app], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CDK_OUTDIR: outdir, MESH_PART: renderPart(part) },
  });
  let output = '';
  const hear = (text: string): void => {
    output = (output + text).slice(-OUTPUT_CHARACTERS_MAX);
  };
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', hear);
  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
