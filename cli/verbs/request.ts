import { MeshError } from '../../core/errors/mesh-error.ts';
import { request } from '../commands/request.ts';
import { findMeshRoot } from '../mesh/find-root.ts';
import { EXIT } from '../ui/exit-codes.ts';
import { jsonAnswer } from '../ui/output.ts';
import type { Verb } from './verb.ts';

const DEFAULT_DAYS = '90d';
const DAYS_MAX = 366;

export const requestVerb: Verb = {
  name: 'request',
  usage: '<table>',
  summary:
    'Ask the owner of a product for access: write the subscription file that your pull request brings.',
  options: [
    { flags: '--as <domain>', description: 'the consuming domain' },
    { flags: '--columns <columns>', description: 'columns, separated by commas (default: all)' },
    { flags: '--rows <filter>', description: 'rows, for example "origin_state = \'Texas\'" (default: all)' },
    { flags: '--purpose <text>', description: 'what the data is for' },
    { flags: '--for <days>', description: 'how long', default: DEFAULT_DAYS },
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
    ['bin/mesh request safety.strikes --as airports --for 30d --purpose "…"', 'for a month'],
  ],
  exits: [
    [EXIT.ok, 'the file is written; its owner has to approve it'],
    [EXIT.usage, 'there is no such domain, table or column, or the file is there already'],
  ],
  run: async ({ output, directory }, [table = ''], options) => {
    const asked = await request(findMeshRoot(directory), {
      table,
      consumer: textOf(options, 'as'),
      columns: typeof options['columns'] === 'string' ? options['columns'].split(',') : [],
      ...(typeof options['rows'] === 'string' && { rows: options['rows'] }),
      purpose: textOf(options, 'purpose'),
      days: parseDays(String(options['for'])),
      now: new Date(),
    });
    if (output.isJson) output.result(jsonAnswer('request', { ok: true, data: asked }));
    else {
      output.result(
        `wrote ${asked.file}; next: open a pull request, in which ${asked.owner} puts a name under approvedBy`,
      );
    }
    return EXIT.ok;
  },
};

function textOf(options: Readonly<Record<string, string | boolean | undefined>>, name: string): string {
  const value = options[name];
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw new MeshError(`--${name} is missing`, {
    code: 'MissingFlag',
    hint: 'bin/mesh request --help has examples',
  });
}

function parseDays(text: string): number {
  const days = Number(/^(\d{1,3})d$/.exec(text)?.[1]);
  if (days >= 1 && days <= DAYS_MAX) return days;
  throw new MeshError(`--for ${text} is not a number of days`, {
    code: 'BadDays',
    hint: `give 1d to ${DAYS_MAX}d`,
  });
}
