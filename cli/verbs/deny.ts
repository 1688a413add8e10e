import { EXIT } from '../ui/exit-codes.ts';
import { ACCESS_USAGE, byOption } from './access-options.ts';
import { runEnding } from './run-ending.ts';
import type { Verb } from './verb.ts';

export const denyVerb: Verb = {
  name: 'deny',
  usage: ACCESS_USAGE,
  summary: 'Deny a request for access: write who denies it and why into its file, which then grants nothing.',
  options: [{ flags: '--reason <text>', description: 'why, for who asked' }, byOption],
  examples: [
    [
      'bin/mesh deny safety.strikes airports --reason "The monthly figures are enough."',
      'the request of a domain',
    ],
    ['bin/mesh deny domains/safety/products/strikes/access/airports.yaml --reason "…"', 'by its file'],
  ],
  exits: [
    [EXIT.ok, 'the request is denied; bin/mesh request asks again'],
    [EXIT.usage, 'there is no such request, or it is granted already: bin/mesh revoke'],
  ],
  run: async (invocation, args, options) => await runEnding(invocation, { args, options, as: 'denied' }),
};
