import { run } from '../commands/run.ts';
import { findProduct } from '../mesh/find-product.ts';
import { EXIT, type ExitCode } from '../ui/exit-codes.ts';
import { seconds } from '../ui/numbers.ts';
import { jsonAnswer } from '../ui/output.ts';
import { renderStatus } from '../ui/status-table.ts';
import type { Verb } from './verb.ts';
import { withConnection, withProject } from './with-project.ts';

export const runVerb: Verb = {
  name: 'run',
  usage: '<product>',
  summary: 'Run one product now; without --force it only runs when its inputs or its SQL changed.',
  options: [{ flags: '--force', description: 'run even when nothing changed' }],
  examples: [
    ['bin/mesh run operations.flights', 'run what has changed'],
    ['bin/mesh run operations.flights --force', 'run it anyway'],
    ['bin/mesh run operations.flights --json', 'for scripts'],
  ],
  exits: [
    [EXIT.ok, 'published, or nothing to do'],
    [EXIT.checkFailed, 'refused or failed; readers keep the previous snapshot'],
  ],
  run: async (invocation, [id = ''], options) =>
    await withProject(invocation, async (project) => {
      const product = findProduct(project.mesh, id);
      const { output } = invocation;
      output.live(`${id} …`);
      const result = await withConnection(
        project,
        async (connection) => await run(project, connection, { product, force: options['force'] === true }),
      );
      const code: ExitCode = result.end.status === 'SUCCEEDED' ? EXIT.ok : EXIT.checkFailed;
      const elapsedMs = Math.round(performance.now() - invocation.startedAt);
      if (output.isJson) {
        output.result(jsonAnswer('run', { ok: code === EXIT.ok, data: result, elapsedMs }));
      } else {
        output.result(`${renderStatus([result.status])}\n`);
        const verdict =
          result.end.outcome ?? (code === EXIT.ok ? 'published' : (result.end.error ?? 'failed'));
        output.result(`${id}: ${verdict} (${seconds(elapsedMs)}); next: bin/mesh history ${id}`);
      }
      return code;
    }),
};
