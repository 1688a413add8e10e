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

/** Reads and checks a mesh, without AWS, a database or the CDK. */
export async function validateMesh(options: ValidateOptions): Promise<ValidatedMesh> {
  const root = resolve(options.root);
  const reader = startSqlReader();
  const loaded = await loadSpecFiles(root);
  const texts = [...loaded.files].filter(([path]) => path.endsWith('.sql')).map(([, text]) => text);
  const [readSql, { resolveMeshWith }] = await Promise.all([
    reader.readAll(texts),
    import('../../core/spec/mesh-resolution.ts'),
  ]);
  const { mesh, diagnostics } = resolveMeshWith(readSql, loaded.files, {
    now: options.now,
    fileExists: (from) => findLandingFile(root, from) !== undefined,
  });
  const all = sortDiagnostics([...loaded.diagnostics, ...diagnostics]);
  const isRead = loaded.diagnostics.length === 0;
  return { ...(mesh !== undefined && isRead && { mesh }), files: loaded.files, diagnostics: all };
}
