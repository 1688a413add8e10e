import { adoptKeys } from '../commands/adopt-keys.ts';
import { deploy } from '../commands/deploy.ts';
import { hasChanges, losses, type MeshPlan, plan } from '../commands/plan.ts';
import { type DeployTarget, withTarget } from '../deploy/deploy-target.ts';
import type { Project } from '../mesh/project.ts';
import { type WantedStacks, wantedStacks } from '../deploy/wanted-stacks.ts';
import { askForWord, canAsk } from '../ui/ask.ts';
import { DeployProgress } from '../ui/deploy-progress.ts';
import { EXIT, type ExitCode } from '../ui/exit-codes.ts';
import { grantLines, linkLines } from '../ui/grant-lines.ts';
import { counted, seconds } from '../ui/numbers.ts';
import { colors, jsonAnswer } from '../ui/output.ts';
import { planJson } from '../ui/plan-json.ts';
import { planVerdict, renderPlan } from '../ui/plan-text.ts';
import { APP_OPTION, ENVIRONMENT_OPTION, flagText } from './flags.ts';
import type { Invocation, Verb } from './verb.ts';
import { withProject } from './with-project.ts';

type Options = Readonly<Record<string, string | boolean | undefined>>;

export const deployVerb: Verb = {
  name: 'deploy',
  usage: '[patterns...]',
  summary: 'Show the plan, ask, and deploy: the whole mesh, a domain, or stacks by pattern.',
  options: [
    ENVIRONMENT_OPTION,
    APP_OPTION,
    { flags: '--yes', description: 'do not ask; for CI, after the plan was reviewed' },
    {
      flags: '--adopt',
      description: 'take over what is there by the same name, for example what a destroy has left',
    },
    { flags: '--allow-data-loss', description: 'also what deletes or replaces what holds data' },
  ],
  examples: [
    ['bin/mesh deploy', 'the whole mesh, into the sandbox'],
    ['bin/mesh deploy operations --environment prod', 'one domain, to AWS, as whoever calls'],
    ['bin/mesh deploy --app cdk.out --yes', 'what was synthesized and planned before, in CI'],
  ],
  exits: [
    [EXIT.ok, 'deployed, or nothing had to be'],
    [EXIT.usage, 'there is no such domain, stack or environment'],
    [EXIT.invalidProject, 'the project is invalid; nothing was changed'],
    [EXIT.cloud, 'a stack failed and is back in its last good state, or the cloud cannot be reached'],
    [EXIT.needsApproval, 'declined, or nobody could be asked; nothing was changed'],
    [EXIT.interrupted, 'Ctrl-C; what CloudFormation has begun goes on by itself'],
  ],
  run: async (invocation, args, options) =>
    await withProject(
      invocation,
      async (project) => {
        const app = flagText(options, 'app');
        invocation.output.live('synthesize …');
        const wanted = await wantedStacks(project, {
          platformRoot: invocation.platformRoot,
          patterns: args,
          ...(app !== undefined && { app }),
        });
        return await withTarget(
          project,
          async (target) => await planAndDeploy({ invocation, project, target, wanted, options }),
        );
      },
      flagText(options, 'environment'),
    ),
};

type Deployment = {
  readonly invocation: Invocation;
  readonly project: Project;
  readonly target: DeployTarget;
  readonly wanted: WantedStacks;
  readonly options: Options;
};

async function planAndDeploy(deployment: Deployment): Promise<ExitCode> {
  const { invocation, project, target, wanted, options } = deployment;
  const { output, startedAt } = invocation;
  const made = await plan(project, target, {
    ...wanted,
    onStack: ({ path }) => output.live(`compare … ${path}`),
  });
  const lines = [
    ...grantLines(made.grants, project.mesh, project.environment.name),
    ...linkLines(made.links),
  ];
  const text = renderPlan(made, lines);
  if (text !== '') output.talk(`${text}\n`);
  output.talk(planVerdict(made));
  const refusal = hasChanges(made) ? await refusalOf(deployment, made) : undefined;
  if (refusal !== undefined) {
    const data = { declined: refusal, plan: planJson(made, lines, project.environment) };
    if (output.isJson) output.result(jsonAnswer('deploy', { ok: false, data }));
    else output.result(`${refusal}; nothing was changed`);
    return EXIT.needsApproval;
  }
  process.once('SIGINT', () => {
    output.complain(
      'interrupted; what CloudFormation has begun goes on without this command; next: the same command, which goes on from there',
    );
    process.exit(EXIT.interrupted);
  });
  const progress = new DeployProgress(
    output,
    wanted.stacks.map(({ path }) => path),
  );
  const adopts = options['adopt'] === true;
  if (adopts) {
    await adoptKeys(project, target, wanted.stacks, ({ path }, keyIds) =>
      output.talk(`${colors.green('✓')} ${path} takes back its key ${keyIds.join(', ')}`),
    );
  }
  const stacks = await deploy(
    target,
    { ...wanted, adopts },
    {
      event: (event) => progress.event(event),
      deployed: (stack) => progress.deployed(stack),
    },
  );
  const elapsedMs = Math.round(performance.now() - startedAt);
  const changed = stacks.filter(({ status }) => status === 'deployed').length;
  if (output.isJson) output.result(jsonAnswer('deploy', { ok: true, data: { stacks }, elapsedMs }));
  else {
    const verdict =
      changed === 0 ? 'no changes' : `deployed ${changed} of ${counted(stacks.length, 'stack')}`;
    output.result(`${verdict} (${seconds(elapsedMs)}); next: ${nextAfter(project)}`);
  }
  return EXIT.ok;
}

function nextAfter({ environment }: Project): string {
  return environment.isSandbox ? 'bin/mesh up' : `bin/mesh doctor --environment ${environment.name}`;
}

/** Why the deployment must not go on; undefined where it may. */
async function refusalOf(
  { invocation: { output }, project: { environment }, options }: Deployment,
  made: MeshPlan,
): Promise<string | undefined> {
  const lost = losses(made).length;
  if (lost > 0 && options['allowDataLoss'] !== true) {
    return `${counted(lost, 'resource')} with data would be lost; give --allow-data-loss to agree`;
  }
  if (options['yes'] === true) return undefined;
  if (!canAsk(output)) return 'nobody can be asked here; give --yes to agree';
  const word = lost > 0 ? environment.name : 'yes';
  const question = `Deploy to ${environment.name}? Type ${colors.bold(word)} to go on:`;
  return (await askForWord(question, word)) ? undefined : 'declined';
}
