import type { Diagnostic } from '../../core/diagnostics/diagnostic.ts';
import { invariant } from '../../core/errors/invariant.ts';
import { MeshError } from '../../core/errors/mesh-error.ts';
import type { ReadSql } from '../../core/lineage/sql-reading.ts';
import { resolveMeshWith } from '../../core/spec/mesh-resolution.ts';
import type { Mesh } from '../../core/spec/mesh.ts';
import { parseSpec, type SpecFiles } from '../../core/spec/spec-files.ts';
import { loadSpecFiles } from '../load/load-spec-files.ts';

/** A mesh of which some files are read as if they were written otherwise. */
export type ReadAccess = { readonly mesh?: Mesh; readonly diagnostics: readonly Diagnostic[] };

export type AccessReader = {
  readonly root: string;
  readonly now: Date;
  readonly files: SpecFiles;
  /** Names of all domains. */
  readonly domains: readonly string[];
  /**
   * Contracts and access files, of the mesh or of what one domain is built from: they can be understood also where
   * another domain is in error, and the SQL of who asks for access always is.
   */
  readonly read: (options: {
    readonly domain?: string;
    readonly changes?: ReadonlyMap<string, string>;
  }) => ReadAccess;
};

/** Reads the files of a mesh once; who may read what by them is asked as often as it takes. */
export async function openAccess(root: string, now: Date): Promise<AccessReader> {
  const { files, diagnostics } = await loadSpecFiles(root);
  const [unreadable] = diagnostics;
  if (unreadable) throw new MeshError(unreadable.message, { code: unreadable.code });
  return {
    root,
    now,
    files,
    domains: parseSpec(files).domains.map(({ name }) => name),
    read: ({ domain, changes = new Map() }) =>
      resolveMeshWith(readNoSql, new Map([...files, ...changes]), {
        now,
        isWithoutSteps: true,
        ...(domain !== undefined && { domain }),
      }),
  };
}

/** A domain with its contracts and access; an error where they are invalid, since nobody can say what they grant. */
export function readOwner(reader: AccessReader, domain: string): Mesh {
  const { mesh, diagnostics } = reader.read({ domain });
  if (mesh) return mesh;
  const first = diagnostics.find(({ severity }) => severity === 'error');
  const place = first ? `: ${first.span.file}: ${first.message}` : '';
  throw new MeshError(`the files of ${domain} are invalid${place}`, {
    code: 'InvalidMesh',
    hint: 'bin/mesh validate shows all that is wrong; mend that first',
  });
}

const readNoSql: ReadSql = (text) => {
  invariant(false, `nothing reads SQL without steps, and so not ${text}`);
};
