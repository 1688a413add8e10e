import { resolve } from 'node:path';
import type { Diagnostic } from '../../core/diagnostics/diagnostic.ts';
import { sortDiagnostics } from '../../core/diagnostics/report.ts';
import type { Mesh } from '../../core/spec/mesh.ts';
import type { SpecFiles } from '../../core/spec/spec-files.ts';
import { findLandingFile } from '../load/landing-file.ts';
import { loadSpecFiles } from '../load/load-spec-files.ts';
import { startSqlReader } from '../load/sql-reader.ts';

export type ValidateOptions = {
  /** Directory of `mesh.yaml`. */
  readonly root: string;
  readonly now: Date;
};

export type ValidatedMesh = {
  /** Absent where there is an error. */
  readonly mesh?: Mesh;
  /** Everything that was read, for the frames of diagnostics and for policies. */
  readonly files: SpecFiles;
  readonly diagnostics: readonly Diagnostic[];
};

/** The files of a mesh, whose SQL is being read meanwhile. */
export type ReadMesh = {
  readonly files: SpecFiles;
  readonly resolve: () => Promise<ValidatedMesh>;
};

/** Reads and checks a mesh, without AWS, a database or the CDK. */
export async function validateMesh(options: ValidateOptions): Promise<ValidatedMesh> {
  const { resolve: resolveRead } = await readMesh(options);
  return await resolveRead();
}

/** Reads a mesh; whoever has something else to do with its files does it before it is resolved. */
export async function readMesh({ root: directory, now }: ValidateOptions): Promise<ReadMesh> {
  const root = resolve(directory);
  const reader = startSqlReader();
  const { files, diagnostics: unread } = await loadSpecFiles(root);
  const texts = [...files].filter(([path]) => path.endsWith('.sql')).map(([, text]) => text);
  const reading = Promise.all([reader.readAll(texts), import('../../core/spec/mesh-resolution.ts')]);
  // Whoever never resolves has said why already.
  reading.catch(() => undefined);
  return {
    files,
    resolve: async () => {
      const [readSql, { resolveMeshWith }] = await reading;
      const { mesh, diagnostics } = resolveMeshWith(readSql, files, {
        now,
        fileExists: (from) => findLandingFile(root, from) !== undefined,
      });
      const all = sortDiagnostics([...unread, ...diagnostics]);
      return { ...(mesh !== undefined && unread.length === 0 && { mesh }), files, diagnostics: all };
    },
  };
}
