import { EXIT } from '../ui/exit-codes.ts';
import { ACCESS_USAGE, byOption } from './access-options.ts';
import { runEnding } from './run-ending.ts';
import type { Verb } from './verb.ts';

export const revokeVerb: Verb = {
  name: 'revoke',
  usage: ACCESS_USAGE,
  summary:
    'End access that is live: write who ends it and why into its file; the next deployment takes it away.',
  options: [{ flags: '--reason <text>', description: 'why, for who had it' }, byOption],
  examples: [
    [
      'bin/mesh revoke safety.strikes insight-texas --reason "The study is done."',
      'one file of several, by its name',
    ],
    ['bin/mesh revoke domains/safety/products/strikes/access/insight.yaml --reason "…"', 'by its file'],
  ],
  exits: [
    [EXIT.ok, 'the file grants nothing any more; what is deployed does until the next deployment'],
    [EXIT.usage, 'there is no such access, or it grants nothing: bin/mesh deny is for requests'],
  ],
  run: async (invocation, args, options) => await runEnding(invocation, { args, options, as: 'revoked' }),
};
