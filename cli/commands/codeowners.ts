import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { MeshError } from '../../core/errors/mesh-error.ts';
import { isPlainPrefix, withCodeOwners } from '../../core/spec/code-owners.ts';
import type { Mesh, Owner } from '../../core/spec/mesh.ts';
import { openAccess } from '../access/access-reader.ts';
import { writeWhole } from '../access/write-file.ts';

export type CodeOwnersOptions = {
  /** Whether nothing is written. */
  readonly isCheck: boolean;
  /**
   * Path of the file below the repository.
   * @default - the one that there is, or `.github/CODEOWNERS`
   */
  readonly file?: string | undefined;
  readonly now: Date;
};

export type WrittenCodeOwners = {
  /** Below the repository. */
  readonly file: string;
  /** Whether the file said something else. */
  readonly wasStale: boolean;
  readonly text: string;
};

/** Where GitHub and GitLab look, in their order. */
const PLACES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'];

/** Who must agree to a change of which files, from the owners that the mesh names. */
export async function codeOwners(root: string, options: CodeOwnersOptions): Promise<WrittenCodeOwners> {
  const mesh = await readValid(root, options.now);
  const repository = repositoryOf(root);
  const file =
    options.file ?? PLACES.find((place) => existsSync(join(repository, place))) ?? '.github/CODEOWNERS';
  const path = resolve(repository, file);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const text = withCodeOwners(before, {
    mesh,
    platform: platformOf(mesh),
    prefix: prefixOf(repository, root),
  });
  const wasStale = text !== before;
  if (wasStale && !options.isCheck) writeWhole(path, text);
  return { file, wasStale, text };
}

async function readValid(root: string, now: Date): Promise<Mesh> {
  const { mesh, diagnostics } = (await openAccess(root, now)).read({});
  if (mesh) return mesh;
  const first = diagnostics.find(({ severity }) => severity === 'error');
  throw new MeshError(`the mesh is invalid: ${first?.span.file}: ${first?.message}`, {
    code: 'InvalidMesh',
    hint: 'bin/mesh validate shows all that is wrong; mend that first',
  });
}

function platformOf({ defaults }: Mesh): Owner {
  if (defaults?.owner) return defaults.owner;
  throw new MeshError('mesh.yaml does not say who owns the law and what all domains share', {
    code: 'MissingPlatformOwner',
    hint: 'add defaults: { owner: { team: …, email: …, handle: "@org/platform" } } to mesh.yaml',
  });
}

function repositoryOf(root: string): string {
  try {
    const options = { cwd: root, encoding: 'utf8' } as const;
    return execFileSync('git', ['rev-parse', '--show-toplevel'], { ...options, stdio: 'pipe' }).trim();
  } catch (cause) {
    throw new MeshError(`${root} is in no git repository`, {
      code: 'NoRepository',
      hint: 'run it where the mesh is checked out, with git installed',
      cause,
    });
  }
}

function prefixOf(repository: string, root: string): string {
  const path = relative(realpathSync(repository), realpathSync(root)).replaceAll(sep, '/');
  const prefix = path === '' ? '' : `${path}/`;
  if (isPlainPrefix(prefix)) return prefix;
  throw new MeshError(`a pattern of CODEOWNERS for "${prefix}" could match other files, too`, {
    code: 'UnplainDirectory',
    hint: 'move the mesh into a directory of letters, digits, spaces and . _ -',
  });
}
