import { up } from '../commands/up.ts';
import { openSession } from '../mesh/sandbox-session.ts';
import { EXIT } from '../ui/exit-codes.ts';
import { seconds } from '../ui/numbers.ts';
import { colors, jsonAnswer } from '../ui/output.ts';
import { renderStatus, statusVerdict } from '../ui/status-table.ts';
import { UpProgress } from '../ui/up-progress.ts';
import type { Verb } from './verb.ts';
import { withProject } from './with-project.ts';

export const upVerb: Verb = {
  name: 'up',
  summary: 'Bring the whole mesh up in a sandbox on this machine, or bring it up to date.',
  examples: [
    ['bin/mesh up', 'synthesize, deploy, land the sample files, run what has to run'],
    ['bin/mesh up -C examples/minimal', 'the smallest mesh'],
    ['bin/mesh up --json | jq .data.products', 'for scripts'],
  ],
  exits: [
    [EXIT.ok, 'every product is published'],
    [EXIT.invalidProject, 'the project is invalid; nothing was changed'],
    [EXIT.checkFailed, 'a product was refused or failed; readers keep its previous snapshot'],
    [EXIT.cloud, 'a stack could not be deployed; it is back in its last good state'],
    [EXIT.interrupted, 'Ctrl-C; the next call goes on from there'],
  ],
  run: async (invocation) =>
    await withProject(invocation, async (project) => {
      const { output } = invocation;
      const session = await openSession(project.stateDirectory, 0, project.environment.organization);
      process.once('SIGINT', () => {
        output.talk(
          'interrupted; what is published stays published; next: bin/mesh up, which goes on from here',
        );
        process.exit(EXIT.interrupted);
      });
      try {
        const progress = new UpProgress(output);
        const result = await up(project, {
          sandbox: session.sandbox,
          platformRoot: invocation.platformRoot,
          progress,
        });
        const isComplete = result.products.every(({ state }) => state === 'published' || state === 'warned');
        const elapsedMs = Math.round(performance.now() - invocation.startedAt);
        if (output.isJson) {
          output.result(jsonAnswer('up', { ok: isComplete, data: result, elapsedMs }));
        } else {
          output.result(`\n${renderStatus(result.products)}\n`);
          output.result(
            `${statusVerdict(result.products)} in ${seconds(elapsedMs)}; next: ${colors.bold('bin/mesh query "…" --as <principal>')}`,
          );
        }
        return isComplete ? EXIT.ok : EXIT.checkFailed;
      } finally {
        await session.close();
      }
    }),
};
