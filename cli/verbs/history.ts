import { history, renderHistory } from '../commands/history.ts';
import { findProduct } from '../mesh/find-product.ts';
import { EXIT } from '../ui/exit-codes.ts';
import { seconds } from '../ui/numbers.ts';
import { jsonAnswer } from '../ui/output.ts';
import type { Verb } from './verb.ts';
import { withConnection, withProject } from './with-project.ts';

export const historyVerb: Verb = {
  name: 'history',
  usage: '<product>',
  summary: 'Show the runs of a product, the newest first, and what the newest one found.',
  examples: [
    ['bin/mesh history operations.flights', 'the runs of one product'],
    ['bin/mesh history operations.flights --json | jq .data.runs[0].findings', 'its findings'],
    ['bin/mesh history shop.orders -C examples/minimal', 'of another mesh'],
  ],
  exits: [
    [EXIT.ok, 'ok'],
    [EXIT.usage, 'there is no such product'],
  ],
  run: async (invocation, [id = '']) =>
    await withProject(invocation, async (project) => {
      const product = findProduct(project.mesh, id);
      const runs = await withConnection(
        project,
        async (connection) => await history(project, connection, product),
      );
      const elapsedMs = Math.round(performance.now() - invocation.startedAt);
      if (invocation.output.isJson) {
        invocation.output.result(jsonAnswer('history', { ok: true, data: { product: id, runs }, elapsedMs }));
      } else {
        invocation.output.result(`${renderHistory(runs)}\n`);
        invocation.output.result(
          `${runs.length} runs of ${id} (${seconds(elapsedMs)}); next: bin/mesh run ${id}`,
        );
      }
      return EXIT.ok;
    }),
};
