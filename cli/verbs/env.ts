import { MeshError } from '../../core/errors/mesh-error.ts';
import { clientVariables, DEPLOYER } from '../commands/client-variables.ts';
import { EXIT } from '../ui/exit-codes.ts';
import { jsonAnswer } from '../ui/output.ts';
import { renderVariables, SHELLS, type Shell } from '../ui/shell-text.ts';
import { flagText } from './flags.ts';
import type { Verb } from './verb.ts';
import { withProject } from './with-project.ts';

export const envVerb: Verb = {
  name: 'env',
  summary:
    'Print the variables with which the AWS and CDK command lines, and SDKs, reach the served sandbox.',
  options: [
    {
      flags: '--as <identity>',
      description: 'a role such as insight-analyst or platform-auditor, <domain>-operator, or deployer',
      default: DEPLOYER,
    },
    { flags: '--format <shell>', description: SHELLS.join(', '), default: 'sh' },
  ],
  examples: [
    [
      'eval "$(bin/mesh env --as operations-engineer)"',
      'from here on this shell is an engineer of operations',
    ],
    ['eval "$(bin/mesh env)" && npx cdk deploy --all', 'the CDK’s own command line, for the whole mesh'],
    ['eval "$(bin/mesh env --as platform-auditor)"', 'the records of all domains, and nothing else'],
    ['bin/mesh env --as insight-analyst --format fish | source', 'for fish'],
  ],
  exits: [
    [EXIT.ok, 'printed'],
    [EXIT.usage, 'the sandbox is not served, or there is no such role or shell'],
    [EXIT.cloud, 'the role cannot be assumed, for example because it is not deployed yet'],
  ],
  run: async (invocation, _args, options) =>
    await withProject(invocation, async (project) => {
      const { output } = invocation;
      const as = flagText(options, 'as') ?? DEPLOYER;
      const shell = parseShell(flagText(options, 'format') ?? 'sh');
      const variables = await clientVariables(project, as);
      if (output.isJson) {
        const data = { as, variables: JSON.parse(renderVariables(variables, 'json')) };
        output.result(jsonAnswer('env', { ok: true, data }));
        return EXIT.ok;
      }
      output.result(renderVariables(variables, shell));
      if (process.stdout.isTTY) output.talk(`to set them: eval "$(bin/mesh env --as ${as})"`);
      return EXIT.ok;
    }),
};

function parseShell(text: string): Shell {
  const shell = SHELLS.find((one) => one === text);
  if (shell) return shell;
  throw new MeshError(`--format ${text} is no shell that variables can be written for`, {
    code: 'UnknownFormat',
    hint: `give one of ${SHELLS.join(', ')}`,
  });
}
