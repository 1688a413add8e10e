import { grants } from '../commands/grants.ts';
import { findMeshRoot } from '../mesh/find-root.ts';
import { EXIT } from '../ui/exit-codes.ts';
import { grantsVerdict, renderGrants } from '../ui/grants-table.ts';
import { seconds } from '../ui/numbers.ts';
import { jsonAnswer } from '../ui/output.ts';
import { daysOf, optionalText } from './access-options.ts';
import type { Verb } from './verb.ts';

export const grantsVerb: Verb = {
  name: 'grants',
  summary:
    'Show what the access files declare: who may read what until when, what waits, and what has ended.',
  options: [
    { flags: '--product <product>', description: 'of one product, table or domain' },
    { flags: '--principal <principal>', description: 'for one role (insight-analyst) or consuming domain' },
    { flags: '--expiring <days>', description: 'what is live and ends within so many days, soonest first' },
  ],
  examples: [
    ['bin/mesh grants', 'all of the mesh'],
    ['bin/mesh grants --product safety.strikes', 'who reads a product'],
    ['bin/mesh grants --principal insight-analyst', 'what a role reads'],
    ['bin/mesh grants --expiring 30d', 'what somebody may want to ask for again'],
  ],
  exits: [
    [EXIT.ok, 'shown, also where there is nothing'],
    [EXIT.usage, 'there is no such product or principal'],
  ],
  run: async ({ output, directory, startedAt }, _args, options) => {
    const product = optionalText(options, 'product');
    const principal = optionalText(options, 'principal');
    const expiring = optionalText(options, 'expiring');
    const declared = await grants(findMeshRoot(directory), {
      ...(product !== undefined && { product }),
      ...(principal !== undefined && { principal }),
      ...(expiring !== undefined && { expiringDays: daysOf(options, 'expiring') }),
      now: new Date(),
    });
    const elapsedMs = Math.round(performance.now() - startedAt);
    if (output.isJson) {
      output.result(jsonAnswer('grants', { ok: true, data: declared, elapsedMs }));
      return EXIT.ok;
    }
    if (declared.length > 0) output.result(`${renderGrants(declared)}\n`);
    output.result(
      `${grantsVerdict(declared)} (${seconds(elapsedMs)}); next: bin/mesh request <table> --as <domain>`,
    );
    return EXIT.ok;
  },
};
