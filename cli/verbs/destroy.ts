import { destroy, planRemoval } from '../commands/destroy.ts';
import { accountsOf } from '../deploy/bootstrap-accounts.ts';
import { type DeployTarget, withTarget } from '../deploy/deploy-target.ts';
import { type Doomed, doomedStacks } from '../deploy/doomed-stacks.ts';
import { liveStacks } from '../deploy/live-stacks.ts';
import type { Project } from '../mesh/project.ts';
import { askForWord, canAsk } from '../ui/ask.ts';
import { EXIT, type ExitCode } from '../ui/exit-codes.ts';
import { counted, seconds } from '../ui/numbers.ts';
import { colors, jsonAnswer, type Output } from '../ui/output.ts';
import { renderRemoval } from '../ui/removal-text.ts';
import { ENVIRONMENT_OPTION, flagText } from './flags.ts';
import type { Invocation, Verb } from './verb.ts';
import { withProject } from './with-project.ts';

export const destroyVerb: Verb = {
  name: 'destroy',
  usage: '[patterns...]',
  summary: 'Delete deployed stacks: the whole mesh, a domain, or stacks by name; says what stays, and asks.',
  options: [ENVIRONMENT_OPTION, { flags: '--yes', description: 'do not ask' }],
  examples: [
    ['bin/mesh destroy operations', 'one domain of the sandbox'],
    ['bin/mesh destroy operations/flights-v1 --environment prod', 'one product on AWS'],
    ['bin/mesh destroy --yes', 'everything of this mesh in the sandbox'],
  ],
  exits: [
    [EXIT.ok, 'gone, or nothing was there'],
    [EXIT.usage, 'no deployed stack has that name'],
    [EXIT.invalidProject, 'the project is invalid'],
    [EXIT.cloud, 'a stack could not be deleted; it is still there'],
    [EXIT.needsApproval, 'declined, or nobody could be asked; nothing was changed'],
  ],
  run: async (invocation, patterns, options) =>
    await withProject(
      invocation,
      async (project) =>
        await withTarget(project, async (target) => {
          const { mesh, environment } = project;
          const places = accountsOf(mesh, environment).map((account) => ({
            account,
            region: environment.region,
          }));
          const live = await liveStacks(target, mesh.name, places);
          if (live.length === 0 && patterns.length === 0) return nothingThere(invocation.output);
          const names = { mesh: mesh.name, environment: environment.name };
          return await askAndDestroy({
            invocation,
            project,
            target,
            doomed: doomedStacks(live, patterns, names),
            word: wordFor(patterns, project),
            isAgreed: options['yes'] === true,
          });
        }),
      flagText(options, 'environment'),
    ),
};

function nothingThere(output: Output): ExitCode {
  if (output.isJson) output.result(jsonAnswer('destroy', { ok: true, data: { stacks: [], stays: [] } }));
  else output.result('nothing of this mesh is deployed; next: bin/mesh deploy');
  return EXIT.ok;
}

type Destruction = {
  readonly invocation: Invocation;
  readonly project: Project;
  readonly target: DeployTarget;
  readonly doomed: Doomed;
  readonly word: string;
  readonly isAgreed: boolean;
};

async function askAndDestroy({
  invocation: { output, startedAt },
  project: { environment },
  ...wanted
}: Destruction): Promise<ExitCode> {
  const { target, doomed, word, isAgreed } = wanted;
  const removals = await planRemoval(target, doomed.stacks);
  output.talk(`${renderRemoval(removals, doomed.shared)}\n`);
  if (!isAgreed) {
    const refusal = await refusalOf(output, `Delete from ${environment.name}?`, word);
    if (refusal !== undefined) {
      if (output.isJson) output.result(jsonAnswer('destroy', { ok: false, data: { declined: refusal } }));
      else output.result(`${refusal}; nothing was changed`);
      return EXIT.needsApproval;
    }
  }
  await destroy(target, doomed.stacks, ({ name }, milliseconds) =>
    output.talk(`${colors.green('✓')} ${name} is gone  ${colors.dim(seconds(milliseconds))}`),
  );
  const stays = removals.flatMap((removal) => removal.stays);
  const elapsedMs = Math.round(performance.now() - startedAt);
  if (output.isJson) {
    const data = { stacks: doomed.stacks.map(({ name, account }) => ({ name, account })), stays };
    output.result(jsonAnswer('destroy', { ok: true, data, elapsedMs }));
  } else {
    output.result(
      `deleted ${counted(doomed.stacks.length, 'stack')}; what stays: ${counted(stays.length, 'resource')} (${seconds(elapsedMs)}); next: bin/mesh deploy${stays.length > 0 ? ' --adopt' : ''}`,
    );
  }
  return EXIT.ok;
}

async function refusalOf(output: Output, question: string, word: string): Promise<string | undefined> {
  if (!canAsk(output)) return 'nobody can be asked here; give --yes to agree';
  const agreed = await askForWord(`${question} Type ${colors.bold(word)} to go on:`, word);
  return agreed ? undefined : 'declined';
}

/** The name of what goes: of the domain where it is one, of the mesh where it is all. */
function wordFor([first, ...others]: readonly string[], { mesh }: Project): string {
  const domain = first?.split('/')[0] ?? mesh.name;
  return others.length === 0 ? domain : mesh.name;
}
