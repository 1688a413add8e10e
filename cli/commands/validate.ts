import { resolve } from 'node:path';
import type { Diagnostic } from '../../core/diagnostics/diagnostic.ts';
import { sortDiagnostics } from '../../core/diagnostics/report.ts';
import type { Mesh } from '../../core/spec/mesh.ts';
import type { SpecFiles } from '../../core/spec/spec-files.ts';
import { findLandingFile } from '../load/landing-file.ts';
import { loadSpecFiles } from '../load/load-spec-files.ts';

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
  // The SQL parser takes longest to load: it compiles in the background while all else is read.
  const [, { resolveMesh }, loaded] = await Promise.all([
    import('../../core/lineage/polyglot.ts'),
    import('../../core/spec/resolve-mesh.ts'),
    loadSpecFiles(root),
  ]);
  const { mesh, diagnostics } = resolveMesh(loaded.files, {
    now: options.now,
    fileExists: (from) => findLandingFile(root, from) !== undefined,
  });
  const all = sortDiagnostics([...loaded.diagnostics, ...diagnostics]);
  const isRead = loaded.diagnostics.length === 0;
  return { ...(mesh !== undefined && isRead && { mesh }), files: loaded.files, diagnostics: all };
}
