import { accessMatrix } from '../../../core/access/explain/access-matrix.ts';
import { openMeshAccess } from '../../access/open-mesh-access.ts';
import { EXIT } from '../../ui/exit-codes.ts';
import { matrixCsv } from '../../ui/matrix-csv.ts';
import { matrixJson } from '../../ui/matrix-json.ts';
import { matrixVerdict, renderMatrix } from '../../ui/matrix-table.ts';
import { seconds } from '../../ui/numbers.ts';
import { jsonAnswer } from '../../ui/output.ts';
import { APP_OPTION, ENVIRONMENT_OPTION, flagText } from '../flags.ts';
import type { Verb } from '../verb.ts';
import { withProject } from '../with-project.ts';

export const matrixVerb: Verb = {
  name: 'matrix',
  summary: 'Show every role against every product: which columns it reads, and whether rows are limited.',
  options: [
    { flags: '--csv', description: 'one line for each role and table, for a spreadsheet' },
    { flags: '--machines', description: 'also roles of machines that read only what their own domain has' },
    ENVIRONMENT_OPTION,
    APP_OPTION,
  ],
  examples: [
    ['bin/mesh access matrix', 'the whole mesh, as it would be deployed'],
    ['bin/mesh access matrix --csv > access.csv', 'for an audit'],
    ['bin/mesh access matrix --environment prod --json', 'for scripts'],
  ],
  exits: [
    [EXIT.ok, 'shown'],
    [EXIT.usage, 'there is no such environment, or no assembly in --app'],
    [EXIT.invalidProject, 'the project is invalid'],
  ],
  run: async (invocation, _args, options) =>
    await withProject(
      invocation,
      async (project) => {
        const { output, startedAt } = invocation;
        const access = await openMeshAccess(project, invocation, options);
        const matrix = accessMatrix(access, { withMachines: options['machines'] === true });
        const elapsedMs = Math.round(performance.now() - startedAt);
        if (output.isJson) {
          output.result(jsonAnswer('access-matrix', { ok: true, data: matrixJson(matrix), elapsedMs }));
        } else if (options['csv'] === true) {
          output.result(matrixCsv(matrix));
        } else {
          output.result(renderMatrix(matrix, process.stdout.columns));
          output.result(
            `\n${matrixVerdict(matrix)} (${seconds(elapsedMs)}); next: bin/mesh access who <product>`,
          );
        }
        return EXIT.ok;
      },
      flagText(options, 'environment'),
    ),
};
