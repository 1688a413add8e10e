import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic } from '../../core/diagnostics/diagnostic.ts';
import { lineIndex } from '../../core/diagnostics/line-index.ts';
import { errorAt, startOf } from '../../core/diagnostics/report.ts';
import { decidesNeighbours, isOfDomain, neighboursOf } from '../../core/spec/files-of-domain.ts';
import type { SpecFiles } from '../../core/spec/spec-files.ts';
import { listSpecFiles } from './list-spec-files.ts';

/** Nobody writes more by hand; a file beyond is data in the wrong place. */
const FILE_BYTES_MAX = 1_000_000;
const READING_MAX = 32;

export type LoadedSpec = { readonly files: SpecFiles; readonly diagnostics: readonly Diagnostic[] };

/** Reads what people write of a mesh; nothing of it is understood yet. */
export async function loadSpecFiles(root: string): Promise<LoadedSpec> {
  return await readSpecFiles(root, listSpecFiles(root));
}

/**
 * Reads what one domain is built from, so that its synthesis does not wait for the files of all others: a part of
 * what `loadSpecFiles` reads, from which `resolveMesh` makes the same domain.
 */
export async function loadDomainFiles(root: string, domain: string): Promise<LoadedSpec> {
  const paths = listSpecFiles(root);
  const first = await readSpecFiles(
    root,
    paths.filter((path) => decidesNeighbours(path, domain)),
  );
  const neighbours = neighboursOf(first.files, { domain, paths });
  const rest = await readSpecFiles(
    root,
    paths.filter((path) => !first.files.has(path) && isOfDomain(path, { domain, neighbours })),
  );
  return {
    files: new Map([...first.files, ...rest.files]),
    diagnostics: [...first.diagnostics, ...rest.diagnostics],
  };
}

async function readSpecFiles(root: string, paths: readonly string[]): Promise<LoadedSpec> {
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
