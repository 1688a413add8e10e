import { explainAccess } from '../../../core/access/explain/explain-access.ts';
import { remedyFor } from '../../../core/access/explain/remedy.ts';
import { findAskedPrincipal, findOneAsked } from '../../access/find-asked.ts';
import { openMeshAccess } from '../../access/open-mesh-access.ts';
import { explainJson } from '../../ui/access-json.ts';
import { isDenied, renderExplanation } from '../../ui/explain-text.ts';
import { EXIT } from '../../ui/exit-codes.ts';
import { jsonAnswer } from '../../ui/output.ts';
import { APP_OPTION, ENVIRONMENT_OPTION, flagText } from '../flags.ts';
import type { Verb } from '../verb.ts';
import { withProject } from '../with-project.ts';

export const explainVerb: Verb = {
  name: 'explain',
  usage: '<principal> <product>',
  summary:
    'Say why a role reads a product or one of its columns; or what is missing, and the command that asks for it.',
  options: [
    { flags: '--path', description: 'every step of the way, and the policies that open or close it' },
    ENVIRONMENT_OPTION,
    APP_OPTION,
  ],
  examples: [
    [
      'bin/mesh access explain insight-analyst safety.strikes',
      'which columns and rows, because of which file',
    ],
    ['bin/mesh access explain insight-analyst safety.strikes.operator', 'why a column is withheld'],
    ['bin/mesh access explain safety-analyst insight.strike_rates --path', 'step by step'],
  ],
  exits: [
    [EXIT.ok, 'it may read the column, or something of the product'],
    [EXIT.usage, 'there is no such principal, product or column'],
    [EXIT.invalidProject, 'the project is invalid'],
    [EXIT.accessDenied, 'it may not'],
  ],
  run: async (invocation, [name = '', product = ''], options) =>
    await withProject(
      invocation,
      async (project) => {
        const { output, startedAt } = invocation;
        const access = await openMeshAccess(project, invocation, options);
        const principal = findAskedPrincipal(access, name);
        const { target, column } = findOneAsked(access, product);
        const explanation = explainAccess(access, principal, target);
        const denied = { explanation, ...(column !== undefined && { column }) };
        const shown = {
          ...denied,
          withPath: options['path'] === true,
          ...(isDenied(denied) && { remedy: remedyFor(access, denied) }),
        };
        if (output.isJson) {
          const elapsedMs = Math.round(performance.now() - startedAt);
          output.result(jsonAnswer('access-explain', { ok: true, data: explainJson(shown), elapsedMs }));
        } else output.result(renderExplanation(shown));
        return isDenied(shown) ? EXIT.accessDenied : EXIT.ok;
      },
      flagText(options, 'environment'),
    ),
};
