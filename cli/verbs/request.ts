import { whoActs } from '../access/who-acts.ts';
import { type RequestedAccess, request } from '../commands/request.ts';
import { findMeshRoot } from '../mesh/find-root.ts';
import { EXIT } from '../ui/exit-codes.ts';
import { jsonAnswer } from '../ui/output.ts';
import { showRefused } from '../ui/refused-text.ts';
import { requestText } from '../ui/request-text.ts';
import { byOption, daysOf, listOf, optionalText, textOf } from './access-options.ts';
import type { Verb } from './verb.ts';

const DEFAULT_DAYS = '90d';
const DEFAULT_ROLES = 'pipeline,analyst';

export const requestVerb: Verb = {
  name: 'request',
  usage: '<table>',
  summary:
    'Ask the owner of a product for access: write the subscription file that your pull request brings.',
  options: [
    { flags: '--as <domain>', description: 'the consuming domain' },
    { flags: '--roles <roles>', description: 'its roles, separated by commas', default: DEFAULT_ROLES },
    {
      flags: '--columns <columns>',
      description: 'columns, separated by commas (default: all of today)',
    },
    { flags: '--rows <filter>', description: 'rows, for example "origin_state = \'Texas\'" (default: all)' },
    { flags: '--purpose <text>', description: 'what the data is for' },
    { flags: '--for <days>', description: 'how long', default: DEFAULT_DAYS },
    { flags: '--replace', description: 'ask to change access that is live' },
    byOption,
  ],
  examples: [
    [
      'bin/mesh request operations.flights --as safety --purpose "Strikes by flight."',
      'all columns for 90 days',
    ],
    [
      'bin/mesh request safety.strikes --as airports --columns strike_date,species --purpose "…"',
      'some columns',
    ],
    [
      'bin/mesh request safety.strikes --as insight --roles texas-analyst --rows "origin_state = \'Texas\'" --purpose "…"',
      'some rows, for one role',
    ],
    ['bin/mesh request safety.strikes --as insight --replace --for 180d --purpose "…"', 'longer, once more'],
  ],
  exits: [
    [EXIT.ok, 'the file is written; it grants nothing until it is approved'],
    [EXIT.usage, 'there is no such domain, role, table or column, or the roles have access already'],
    [EXIT.policyDenied, 'a policy would deny it, whoever approves'],
  ],
  run: async ({ output, directory }, [table = ''], options) => {
    const root = findMeshRoot(directory);
    const rows = optionalText(options, 'rows');
    const asked = await request(root, {
      table,
      consumer: textOf(options, 'as'),
      roles: listOf(options, 'roles'),
      columns: listOf(options, 'columns'),
      ...(rows !== undefined && { rows }),
      purpose: textOf(options, 'purpose'),
      days: daysOf(options, 'for'),
      by: whoActs(root, optionalText(options, 'by')),
      replaces: options['replace'] === true,
      now: new Date(),
    });
    if (asked.kind === 'refused') return showRefused(output, 'request', asked);
    output.result(
      output.isJson ? jsonAnswer('request', { ok: true, data: dataOf(asked) }) : requestText(asked),
    );
    return EXIT.ok;
  },
};

function dataOf({ kind: _, ...asked }: RequestedAccess & { readonly kind: 'asked' }) {
  return asked;
}
