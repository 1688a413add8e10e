import { execFileSync } from 'node:child_process';
import { MeshError } from '../../core/errors/mesh-error.ts';

/** Who runs the command: `--by`, or who commits in this repository. */
export function whoActs(root: string, by: string | undefined): string {
  const name = by?.trim() || gitEmail(root);
  if (name !== undefined) return name;
  throw new MeshError('nobody knows who you are', {
    code: 'UnknownPerson',
    hint: 'say it with --by you@example.com, or once with git config user.email you@example.com',
  });
}

function gitEmail(root: string): string | undefined {
  try {
    const text = execFileSync('git', ['config', 'user.email'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return text.trim() || undefined;
  } catch {
    // No git, or nobody has told it.
    return undefined;
  }
}
