import { codeOwners } from '../commands/codeowners.ts';
import { findMeshRoot } from '../mesh/find-root.ts';
import { EXIT } from '../ui/exit-codes.ts';
import { jsonAnswer } from '../ui/output.ts';
import { optionalText } from './access-options.ts';
import type { Verb } from './verb.ts';

export const codeownersVerb: Verb = {
  name: 'codeowners',
  summary:
    'Write who must agree to a change of which files: CODEOWNERS, from the owners that the mesh names.',
  options: [
    { flags: '--check', description: 'write nothing; fail where the file is not up to date' },
    {
      flags: '--file <path>',
      description: 'below the repository (default: the one there is, or .github/CODEOWNERS)',
    },
  ],
  examples: [
    ['bin/mesh codeowners', 'after a domain, a product or an owner has changed'],
    ['bin/mesh codeowners --check', 'in CI'],
  ],
  exits: [
    [EXIT.ok, 'written, or up to date'],
    [EXIT.usage, 'nobody owns the mesh, or it is in no repository'],
    [EXIT.invalidProject, 'a file is invalid'],
    [EXIT.checkFailed, 'with --check: the file says something else'],
  ],
  run: async ({ output, directory }, _args, options) => {
    const isCheck = options['check'] === true;
    const file = optionalText(options, 'file');
    const written = await codeOwners(findMeshRoot(directory), { isCheck, file, now: new Date() });
    const isGood = !(isCheck && written.wasStale);
    if (output.isJson) output.result(jsonAnswer('codeowners', { ok: isGood, data: written }));
    else output.result(saying(written, isCheck));
    return isGood ? EXIT.ok : EXIT.checkFailed;
  },
};

function saying({ file, wasStale }: { file: string; wasStale: boolean }, isCheck: boolean): string {
  if (!wasStale) return `${file} is up to date`;
  return isCheck
    ? `${file} is not up to date; next: bin/mesh codeowners`
    : `wrote ${file}; next: commit it, and let the branch demand a review of code owners`;
}
