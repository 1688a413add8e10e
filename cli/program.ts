import { Command, CommanderError } from 'commander';
import { MeshError } from '../core/errors/mesh-error.ts';
import { cloudError } from './deploy/cloud-error.ts';
import { EXIT, type ExitCode } from './ui/exit-codes.ts';
import { describeCommand, formatHelp } from './ui/help.ts';
import { createOutput, type Output } from './ui/output.ts';
import { showError } from './ui/show-error.ts';
import type { Verb, VerbGroup } from './verbs/verb.ts';

/** Each verb is loaded when it is needed: a short command does not wait for the modules of the others. */
const VERBS: Readonly<Record<string, () => Promise<Verb | VerbGroup>>> = {
  validate: async () => (await import('./verbs/validate.ts')).validateVerb,
  up: async () => (await import('./verbs/up.ts')).upVerb,
  run: async () => (await import('./verbs/run.ts')).runVerb,
  query: async () => (await import('./verbs/query.ts')).queryVerb,
  status: async () => (await import('./verbs/status.ts')).statusVerb,
  history: async () => (await import('./verbs/history.ts')).historyVerb,
  request: async () => (await import('./verbs/request.ts')).requestVerb,
  approve: async () => (await import('./verbs/approve.ts')).approveVerb,
  deny: async () => (await import('./verbs/deny.ts')).denyVerb,
  revoke: async () => (await import('./verbs/revoke.ts')).revokeVerb,
  grants: async () => (await import('./verbs/grants.ts')).grantsVerb,
  access: async () => (await import('./verbs/access.ts')).accessVerbs,
  codeowners: async () => (await import('./verbs/codeowners.ts')).codeownersVerb,
  synth: async () => (await import('./verbs/synth.ts')).synthVerb,
  plan: async () => (await import('./verbs/plan.ts')).planVerb,
  deploy: async () => (await import('./verbs/deploy.ts')).deployVerb,
  destroy: async () => (await import('./verbs/destroy.ts')).destroyVerb,
  'execution-policy': async () => (await import('./verbs/execution-policy.ts')).executionPolicyVerb,
  serve: async () => (await import('./verbs/serve.ts')).serveVerb,
  doctor: async () => (await import('./verbs/doctor.ts')).doctorVerb,
  env: async () => (await import('./verbs/env.ts')).envVerb,
  down: async () => (await import('./verbs/down.ts')).downVerb,
};

/** The verb that a command line begins with; all of them where it begins with none, for help and suggestions. */
async function named<T>(
  name: string | undefined,
  verbs: Readonly<Record<string, () => Promise<T>>>,
): Promise<readonly T[]> {
  const loaders = name !== undefined && Object.hasOwn(verbs, name) ? [verbs[name]] : Object.values(verbs);
  return await Promise.all(loaders.flatMap((load) => (load ? [load()] : [])));
}

type GlobalOptions = { readonly directory: string; readonly json?: boolean; readonly quiet?: boolean };

/** Runs one command line; never throws, and never leaves an error without a way out. */
export async function runProgram(argv: readonly string[], platformRoot: string): Promise<ExitCode> {
  const startedAt = performance.now();
  let output: Output = createOutput({ json: argv.includes('--json'), quiet: false });
  let code: ExitCode = EXIT.ok;
  const program = createProgram();
  const runs =
    (verb: Verb): Run =>
    async (args, options) => {
      const { directory, json, quiet } = program.opts<GlobalOptions>();
      output = createOutput({ json: json ?? false, quiet: quiet ?? false });
      code = await verb.run({ output, directory, platformRoot, startedAt }, args, options);
    };
  const [first, second] = argv;
  for (const verb of await named(first, VERBS)) {
    if ('run' in verb) {
      addVerb({ program, parent: program }, verb, runs(verb));
      continue;
    }
    const parent = addGroup(program, verb);
    for (const one of await named(second, verb.verbs)) addVerb({ program, parent }, one, runs(one));
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT.ok : EXIT.usage;
    const error = cloudError(thrown);
    showError(output, error);
    return exitCodeOf(error);
  }
}

function createProgram(): Command {
  const program = new Command('mesh')
    .description('A data mesh for AWS: contracts and SQL become governed, queryable products.')
    .option('-C, --directory <dir>', 'the mesh to act on (default: the nearest mesh.yaml upwards)', '.')
    .option('--json', 'print one JSON object on stdout')
    .option('-q, --quiet', 'no progress on stderr')
    .configureHelp({ formatHelp })
    .showSuggestionAfterError()
    .exitOverride();
  return describeCommand(program, {
    examples: [
      ['bin/mesh up', 'from YAML and SQL to published products, in a sandbox on this machine'],
      ['bin/mesh status', 'rows, checks and freshness of every product'],
      ['bin/mesh query "select * from insight.airport_scorecard" --as insight-analyst', 'query as a role'],
    ],
    exits: [
      [EXIT.ok, 'ok'],
      [EXIT.bug, 'a bug of Freehold'],
      [EXIT.usage, 'wrong usage'],
      [EXIT.invalidProject, 'the project is invalid'],
      [EXIT.policyDenied, 'a policy denies it'],
      [EXIT.checkFailed, 'a check or a promise failed'],
      [EXIT.cloud, 'the cloud or the sandbox refused'],
      [EXIT.needsApproval, 'somebody has to agree first'],
      [EXIT.accessDenied, 'who was asked about may not read it'],
      [EXIT.hasChanges, 'a plan has changes, where that was asked for'],
      [EXIT.interrupted, 'interrupted'],
    ],
  });
}

type Run = (
  args: readonly string[],
  options: Readonly<Record<string, string | boolean | undefined>>,
) => Promise<void>;

function addGroup(program: Command, group: VerbGroup): Command {
  const command = program
    .command(group.name)
    .description(group.summary)
    .configureHelp({ formatHelp })
    .showSuggestionAfterError()
    .exitOverride();
  return describeCommand(command, group);
}

function addVerb(
  { program, parent }: { readonly program: Command; readonly parent: Command },
  verb: Verb,
  run: Run,
): void {
  const command = parent
    .command(`${verb.name}${verb.usage === undefined ? '' : ` ${verb.usage}`}`)
    .description(verb.summary)
    .configureHelp({ formatHelp })
    .exitOverride();
  for (const option of verb.options ?? []) command.option(option.flags, option.description, option.default);
  // Global flags are accepted behind the verb, too: people append them.
  command
    .option('-C, --directory <dir>', 'the mesh to act on')
    .option('--json', 'print one JSON object on stdout')
    .option('-q, --quiet', 'no progress on stderr');
  command.action(async () => {
    for (const name of ['directory', 'json', 'quiet']) {
      const value: unknown = command.getOptionValue(name);
      if (value !== undefined) program.setOptionValue(name, value);
    }
    await run(command.args, command.opts());
  });
  describeCommand(command, verb);
}

function exitCodeOf(error: unknown): ExitCode {
  if (!(error instanceof MeshError)) return EXIT.bug;
  if (error.source === 'platform') return EXIT.bug;
  return EXITS[error.code] ?? EXIT.usage;
}

const EXITS: Readonly<Record<string, ExitCode>> = {
  QueryFailed: EXIT.cloud,
  QueryTimedOut: EXIT.cloud,
  DeployFailed: EXIT.cloud,
  DestroyFailed: EXIT.cloud,
  CloudRefused: EXIT.cloud,
  CloudUnreachable: EXIT.cloud,
  SynthesisFailed: EXIT.invalidProject,
  InvalidMesh: EXIT.invalidProject,
};
