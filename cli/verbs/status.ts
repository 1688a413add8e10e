import { status } from '../commands/status.ts';
import { EXIT } from '../ui/exit-codes.ts';
import { seconds } from '../ui/numbers.ts';
import { jsonAnswer } from '../ui/output.ts';
import { renderStatus, statusVerdict } from '../ui/status-table.ts';
import type { Verb } from './verb.ts';
import { withConnection, withProject } from './with-project.ts';

export const statusVerb: Verb = {
  name: 'status',
  summary:
    'Show rows, checks, freshness and snapshot of every product, what was found wrong, and which alarms ring.',
  examples: [
    ['bin/mesh status', 'the table'],
    ['bin/mesh status --json | jq \'.data.products[] | select(.state=="refused")\'', 'what was refused'],
    ["bin/mesh status --json | jq -r '.data.alarms[] | .name'", 'which alarms ring'],
    ['bin/mesh status -C examples/minimal', 'another mesh'],
  ],
  exits: [
    [EXIT.ok, 'every product is published and as fresh as promised'],
    [EXIT.checkFailed, 'a product is refused, failed, missing or too old'],
  ],
  run: async (invocation) =>
    await withProject(invocation, async (project) => {
      const { products, sweeps, alarms } = await withConnection(
        project,
        async (connection) => await status(project, connection),
      );
      const { output } = invocation;
      const isGood = products.every(
        ({ state, isFresh }) => (state === 'published' || state === 'warned') && isFresh !== false,
      );
      const elapsedMs = Math.round(performance.now() - invocation.startedAt);
      if (output.isJson) {
        output.result(jsonAnswer('status', { ok: isGood, data: { products, sweeps, alarms }, elapsedMs }));
      } else {
        output.result(`${renderStatus(products, sweeps, alarms)}\n`);
        output.result(`${statusVerdict(products)} (${seconds(elapsedMs)}); next: bin/mesh history <product>`);
      }
      return isGood ? EXIT.ok : EXIT.checkFailed;
    }),
};
