import { MeshError } from '../../core/errors/mesh-error.ts';
import { hasChanges, losses, plan } from '../commands/plan.ts';
import { withTarget } from '../deploy/deploy-target.ts';
import { wantedStacks } from '../deploy/wanted-stacks.ts';
import { EXIT } from '../ui/exit-codes.ts';
import { grantLines, linkLines } from '../ui/grant-lines.ts';
import { seconds } from '../ui/numbers.ts';
import { jsonAnswer } from '../ui/output.ts';
import { planJson } from '../ui/plan-json.ts';
import { planVerdict, renderPlan } from '../ui/plan-text.ts';
import { renderPlanMarkdown } from '../ui/plan-markdown.ts';
import { APP_OPTION, ENVIRONMENT_OPTION, flagText } from './flags.ts';
import type { Verb } from './verb.ts';
import { withProject } from './with-project.ts';

export const planVerb: Verb = {
  name: 'plan',
  usage: '[patterns...]',
  summary: 'Say what a deployment would change: data at stake first, then stacks, grants and permissions.',
  options: [
    { flags: '--domain <domain>', description: 'only this domain; the same as naming it' },
    ENVIRONMENT_OPTION,
    APP_OPTION,
    { flags: '--format <format>', description: 'text or markdown, for a pull request', default: 'text' },
    { flags: '--detailed-exitcode', description: `${EXIT.hasChanges} when there are changes` },
  ],
  examples: [
    ['bin/mesh plan', 'the whole mesh against the sandbox'],
    ['bin/mesh plan operations --environment prod', 'one domain against AWS'],
    ['bin/mesh plan --format markdown > plan.md', 'for a pull request'],
  ],
  exits: [
    [EXIT.ok, 'the plan is made; nothing was changed'],
    [EXIT.usage, 'there is no such domain, stack or environment'],
    [EXIT.invalidProject, 'the project is invalid'],
    [EXIT.cloud, 'the deployed stacks could not be read'],
    [EXIT.hasChanges, 'there are changes, with --detailed-exitcode'],
  ],
  run: async (invocation, args, options) =>
    await withProject(
      invocation,
      async (project) => {
        const { output, platformRoot, startedAt } = invocation;
        const { mesh, environment } = project;
        refuseUnknownFormat(flagText(options, 'format') ?? 'text');
        const domain = flagText(options, 'domain');
        const app = flagText(options, 'app');
        const patterns = [...args, ...(domain === undefined ? [] : [domain])];
        output.live('synthesize …');
        const wanted = await wantedStacks(project, {
          platformRoot,
          patterns,
          ...(app !== undefined && { app }),
        });
        const made = await withTarget(
          project,
          async (target) =>
            await plan(project, target, {
              ...wanted,
              onStack: ({ path }) => output.live(`compare … ${path}`),
            }),
        );
        const lines = [...grantLines(made.grants, mesh, environment.name), ...linkLines(made.links)];
        const elapsedMs = Math.round(performance.now() - startedAt);
        const code = hasChanges(made) && options['detailedExitcode'] === true ? EXIT.hasChanges : EXIT.ok;
        if (output.isJson) {
          output.result(
            jsonAnswer('plan', { ok: true, data: planJson(made, lines, environment), elapsedMs }),
          );
        } else if (flagText(options, 'format') === 'markdown') {
          output.result(renderPlanMarkdown(made, lines, environment));
        } else {
          const text = renderPlan(made, lines);
          const named = environment.isSandbox ? '' : ` --environment ${environment.name}`;
          const next = !hasChanges(made)
            ? 'bin/mesh status'
            : `bin/mesh deploy${patterns.map((one) => ` ${one}`).join('')}${named}`;
          if (text !== '') output.result(`${text}\n`);
          output.result(`${planVerdict(made)} (${seconds(elapsedMs)}); next: ${next}`);
          if (losses(made).length > 0)
            output.talk('a deployment refuses to lose data without --allow-data-loss');
        }
        return code;
      },
      flagText(options, 'environment'),
    ),
};

function refuseUnknownFormat(format: string): void {
  if (format === 'text' || format === 'markdown') return;
  throw new MeshError(`a plan has no format "${format}"`, {
    code: 'UnknownFormat',
    hint: 'give text or markdown; --json prints an object',
  });
}
