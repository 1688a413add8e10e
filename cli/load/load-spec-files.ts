import { isUtf8 } from 'node:buffer';
import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic } from '../../core/diagnostics/diagnostic.ts';
import { lineIndex } from '../../core/diagnostics/line-index.ts';
import { errorAt, startOf } from '../../core/diagnostics/report.ts';
import type { SpecFiles } from '../../core/spec/spec-files.ts';

/** Nobody writes more by hand; a file beyond is data in the wrong place. */
const FILE_BYTES_MAX = 1_000_000;
const FILES_MAX = 100_000;
const DEPTH_MAX = 8;
const READING_MAX = 32;

const ROOTS = ['domains', 'governance'];
const SPEC_FILE = /\.(ya?ml|sql)$/i;

export type LoadedSpec = { readonly files: SpecFiles; readonly diagnostics: readonly Diagnostic[] };

/** Reads what people write of a mesh: `mesh.yaml` and the YAML and SQL below `domains` and `governance`. */
export async function loadSpecFiles(root: string): Promise<LoadedSpec> {
  const paths: string[] = (await isFile(join(root, 'mesh.yaml'))) ? ['mesh.yaml'] : [];
  for (const directory of ROOTS) await listSpecFiles(root, directory, paths);
  const files = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  for (let at = 0; at < paths.length; at += READING_MAX) {
    const read = await Promise.all(paths.slice(at, at + READING_MAX).map((path) => readSpecFile(root, path)));
    for (const one of read) {
      if ('text' in one) files.set(one.path, one.text);
      else diagnostics.push(one);
    }
  }
  return { files, diagnostics };
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

async function listSpecFiles(root: string, directory: string, paths: string[], depth = 0): Promise<void> {
  if (depth > DEPTH_MAX) return;
  for (const entry of await entriesOf(join(root, directory))) {
    const path = `${directory}/${entry.name}`;
    // Links are not followed: they could leave the mesh.
    if (entry.isDirectory() && !entry.name.startsWith('.')) await listSpecFiles(root, path, paths, depth + 1);
    else if (entry.isFile() && SPEC_FILE.test(entry.name) && paths.length < FILES_MAX) paths.push(path);
  }
}

async function entriesOf(directory: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

async function readSpecFile(
  root: string,
  path: string,
): Promise<{ path: string; text: string } | Diagnostic> {
  try {
    const { size } = await stat(join(root, path));
    if (size > FILE_BYTES_MAX) {
      const message = `${path} has ${size} bytes, and a specification has at most ${FILE_BYTES_MAX}`;
      return errorAt(startOf(path), { code: 'UnreadableFile', message });
    }
    const bytes = await readFile(join(root, path));
    const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
    return isUtf8(bytes) ? { path, text } : notUtf8(path, text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return errorAt(startOf(path), { code: 'UnreadableFile', message: `${path} cannot be read: ${reason}` });
  }
}

/** Read all the same, every foreign byte would become another character, and nobody would see it. */
function notUtf8(path: string, text: string): Diagnostic {
  const at = Math.max(0, text.indexOf('\uFFFD'));
  return errorAt(lineIndex(path, text).spanAt(at, at + 1), {
    code: 'UnreadableFile',
    message: `${path} is not UTF-8`,
    hint: 'save it as UTF-8',
  });
}
