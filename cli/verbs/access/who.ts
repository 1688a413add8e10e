import { whoReads } from '../../../core/access/explain/who-reads.ts';
import { findAsked } from '../../access/find-asked.ts';
import { openMeshAccess } from '../../access/open-mesh-access.ts';
import { whoJson } from '../../ui/access-json.ts';
import { EXIT } from '../../ui/exit-codes.ts';
import { seconds } from '../../ui/numbers.ts';
import { jsonAnswer } from '../../ui/output.ts';
import { renderWho, whoVerdict } from '../../ui/who-text.ts';
import { APP_OPTION, ENVIRONMENT_OPTION, flagText } from '../flags.ts';
import type { Verb } from '../verb.ts';
import { withProject } from '../with-project.ts';

export const whoVerb: Verb = {
  name: 'who',
  usage: '<product>',
  summary: 'Show who may read a product or one of its columns: which columns and rows, until when, and why.',
  options: [ENVIRONMENT_OPTION, APP_OPTION],
  examples: [
    ['bin/mesh access who safety.strikes', 'a table, as in a query'],
    ['bin/mesh access who safety.strikes.operator', 'one column'],
    ['bin/mesh access who airports/airport-names --json', 'all tables of a product, for scripts'],
  ],
  exits: [
    [EXIT.ok, 'shown, also where it is nobody'],
    [EXIT.usage, 'there is no such product or column'],
    [EXIT.invalidProject, 'the project is invalid'],
  ],
  run: async (invocation, [product = ''], options) =>
    await withProject(
      invocation,
      async (project) => {
        const { output, startedAt } = invocation;
        const access = await openMeshAccess(project, invocation, options);
        const answers = findAsked(access, product).map(({ target, column }) =>
          whoReads(access, target, column),
        );
        const elapsedMs = Math.round(performance.now() - startedAt);
        if (output.isJson) {
          output.result(jsonAnswer('access-who', { ok: true, data: answers.map(whoJson), elapsedMs }));
          return EXIT.ok;
        }
        output.result(answers.map(renderWho).join('\n\n'));
        output.result(
          `\n${whoVerdict(answers)} (${seconds(elapsedMs)}); next: bin/mesh access explain <principal> ${product}`,
        );
        return EXIT.ok;
      },
      flagText(options, 'environment'),
    ),
};
