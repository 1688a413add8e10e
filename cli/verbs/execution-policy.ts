import { CHARACTERS_MAX } from '../../core/access/execution/execution-policy.ts';
import { type AccountPolicies, executionPolicy } from '../commands/execution-policy.ts';
import { EXIT } from '../ui/exit-codes.ts';
import { jsonAnswer } from '../ui/output.ts';
import { renderTable, type TableColumn } from '../ui/table.ts';
import { ENVIRONMENT_OPTION, flagText } from './flags.ts';
import type { Verb } from './verb.ts';
import { withProject } from './with-project.ts';

const DEFAULT_DIRECTORY = 'execution-policy';

export const executionPolicyVerb: Verb = {
  name: 'execution-policy',
  summary:
    'Write what CloudFormation may do in each account, in place of AdministratorAccess, and the commands that bootstrap with it.',
  options: [
    ENVIRONMENT_OPTION,
    { flags: '--account <id>', description: 'one account (default: all of the environment)' },
    {
      flags: '--known-domains',
      description: 'only the Glue databases of domains that are there now; a new domain needs new policies',
    },
    { flags: '--out <dir>', description: 'where the documents go', default: DEFAULT_DIRECTORY },
  ],
  examples: [
    ['bin/mesh execution-policy --environment prod', 'every account, and what its administrator runs'],
    ['bin/mesh execution-policy --environment prod --account 222222222222', 'one account'],
    [
      'bin/mesh execution-policy --environment prod --json | jq -r ".data.accounts[].commands[]"',
      'the commands alone',
    ],
  ],
  exits: [
    [EXIT.ok, 'the documents are written; nothing was changed in any account'],
    [EXIT.usage, 'there is no such environment or account, or the policies do not fit'],
  ],
  run: async (invocation, _args, options) =>
    await withProject(
      invocation,
      async ({ mesh, environment }) => {
        const account = flagText(options, 'account');
        const accounts = executionPolicy(mesh, environment, {
          ...(account !== undefined && { account }),
          isClosed: options['knownDomains'] === true,
          directory: flagText(options, 'out') ?? DEFAULT_DIRECTORY,
        });
        const { output } = invocation;
        if (output.isJson) output.result(jsonAnswer('execution-policy', { ok: true, data: { accounts } }));
        else for (const one of accounts) output.result(render(one));
        output.talk(NEXT);
        return EXIT.ok;
      },
      flagText(options, 'environment'),
    ),
};

const NEXT =
  'nothing was changed; docs/how-to/bootstrap-with-least-privilege.md says what is in them, and how to bring them up to date';

function render({ account, holds, policies, commands, updates }: AccountPolicies): string {
  const rows = policies.map(({ file, statements, characters }) => [
    file,
    String(statements),
    `${characters} of ${CHARACTERS_MAX}`,
  ]);
  return [
    `${account} (${holds.join(', ')})`,
    '',
    renderTable(COLUMNS, rows),
    '',
    'an administrator of the account runs once:',
    ...commands.map((command) => `  ${command}`),
    '',
    'or, where these policies are there already:',
    ...updates.map((command) => `  ${command}`),
    '',
  ].join('\n');
}

const COLUMNS: readonly TableColumn[] = [
  { title: 'policy' },
  { title: 'statements', align: 'right' },
  { title: 'characters', align: 'right' },
];
