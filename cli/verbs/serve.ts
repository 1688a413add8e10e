import { once } from 'node:events';
import { relative } from 'node:path';
import { MeshError } from '../../core/errors/mesh-error.ts';
import { bootstrapAccounts } from '../deploy/bootstrap-accounts.ts';
import { writeAwsConfig } from '../mesh/aws-config.ts';
import { meshPrincipals } from '../mesh/principal.ts';
import { openSession } from '../mesh/sandbox-session.ts';
import { portError } from '../mesh/port-error.ts';
import { EXIT } from '../ui/exit-codes.ts';
import { colors } from '../ui/output.ts';
import type { Verb } from './verb.ts';
import { withProject } from './with-project.ts';

const DEFAULT_PORT = '4566';

export const serveVerb: Verb = {
  name: 'serve',
  summary: 'Keep the sandbox’s AWS endpoint open for outside clients, until Ctrl-C.',
  options: [{ flags: '--port <port>', description: 'port on 127.0.0.1', default: DEFAULT_PORT }],
  examples: [
    ['bin/mesh serve', `http://127.0.0.1:${DEFAULT_PORT}`],
    ['bin/mesh serve --port 0', 'any free port'],
    ['eval "$(bin/mesh env)" && npx cdk deploy --all', 'meanwhile, from another terminal'],
  ],
  exits: [
    [EXIT.ok, 'stopped'],
    [EXIT.usage, 'the port is taken, or another process holds the sandbox'],
  ],
  run: async (invocation, _args, options) =>
    await withProject(invocation, async (project) => {
      const port = parsePort(String(options['port']));
      const session = await openSession(project.stateDirectory, port, project.environment.organization).catch(
        async (error: unknown) => {
          throw await portError(error, port);
        },
      );
      const { endpoint } = session.sandbox;
      const { mesh, environment, stateDirectory } = project;
      await bootstrapAccounts(session.sandbox, mesh, environment);
      const principals = meshPrincipals(mesh, environment.name);
      const connection = { ...session.sandbox, region: environment.region };
      const awsConfig = relative('.', writeAwsConfig(stateDirectory, principals, connection));
      session.sandbox.startSchedules();
      invocation.output.result(`the sandbox listens at ${endpoint}; Ctrl-C stops it`);
      for (const line of nextSteps(awsConfig, principals[0]?.name ?? '')) invocation.output.talk(line);
      await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
      await session.close();
      invocation.output.talk('stopped; the state stays in .mesh/; next: bin/mesh status');
      return EXIT.ok;
    }),
};

/** What somebody may want to do now, in another terminal. */
function nextSteps(awsConfig: string, principal: string): readonly string[] {
  const steps = [
    ['the whole mesh, deployed', 'bin/mesh deploy'],
    ['by the CDK’s command line', 'eval "$(bin/mesh env)" && npx cdk deploy --all'],
    ['this shell as a role', `eval "$(bin/mesh env --as ${principal})"`],
    ['a profile per role', `AWS_CONFIG_FILE=${awsConfig} AWS_PROFILE=${principal}`],
  ] as const;
  const width = Math.max(...steps.map(([what]) => what.length));
  return steps.map(([what, command]) => `  ${what.padEnd(width)}  ${colors.bold(command)}`);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new MeshError(`--port ${text} is not a port`, {
    code: 'BadPort',
    hint: 'give a number from 0 to 65535',
  });
}
