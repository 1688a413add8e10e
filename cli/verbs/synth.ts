import { relative, resolve } from 'node:path';
import { type AssemblyStack, readAssemblyStacks } from '../deploy/assembly.ts';
import { knownDomain } from '../mesh/known-domain.ts';
import { synthesize } from '../mesh/synthesize.ts';
import { EXIT } from '../ui/exit-codes.ts';
import { counted, seconds } from '../ui/numbers.ts';
import { jsonAnswer } from '../ui/output.ts';
import { renderStacks, shareOfLimits } from '../ui/stack-table.ts';
import { ENVIRONMENT_OPTION, flagText } from './flags.ts';
import type { Verb } from './verb.ts';
import { withProject } from './with-project.ts';

const DEFAULT_OUT = 'cdk.out';

export const synthVerb: Verb = {
  name: 'synth',
  summary: 'Write the CDK assembly of the mesh, or of one domain, and say how large its stacks are.',
  options: [
    { flags: '--domain <domain>', description: 'only this domain; platform is one, too (default: all)' },
    ENVIRONMENT_OPTION,
    { flags: '--out <dir>', description: 'where the assembly goes', default: DEFAULT_OUT },
    { flags: '--no-lint', description: 'without cdk-nag and the CDK’s own rules, in half the time' },
  ],
  examples: [
    ['bin/mesh synth', 'all domains, into cdk.out'],
    ['bin/mesh synth --domain operations --environment prod', 'one domain, for AWS'],
    ['bin/mesh synth && npx cdk diff --app cdk.out --all', 'for the CDK’s own command line'],
  ],
  exits: [
    [EXIT.ok, 'the assembly is written'],
    [EXIT.usage, 'there is no such domain or environment, or --out holds something else'],
    [EXIT.invalidProject, 'the project is invalid, or a policy or linter refuses a template'],
  ],
  run: async (invocation, _args, options) =>
    await withProject(
      invocation,
      async ({ root, mesh, environment, files }) => {
        const { output, platformRoot, startedAt } = invocation;
        const domain = flagText(options, 'domain');
        const { assembly } = await synthesize({
          platformRoot,
          meshRoot: root,
          environment: environment.name,
          ...(domain !== undefined && { domain: knownDomain(mesh, domain) }),
          lints: options['lint'] !== false,
          assembly: resolve(flagText(options, 'out') ?? DEFAULT_OUT),
          files,
        });
        const stacks = readAssemblyStacks(assembly);
        const elapsedMs = Math.round(performance.now() - startedAt);
        if (output.isJson) {
          const data = { environment: environment.name, assembly, stacks: stacks.map(described) };
          output.result(jsonAnswer('synth', { ok: true, data, elapsedMs }));
          return EXIT.ok;
        }
        const scope = [
          ...(domain === undefined ? [] : [domain]),
          ...(environment.isSandbox ? [] : ['--environment', environment.name]),
        ];
        output.result(`${renderStacks(stacks)}\n`);
        output.result(
          `${counted(stacks.length, 'stack')} in ${relative('.', assembly)} (${seconds(elapsedMs)}); next: ${['bin/mesh plan', ...scope].join(' ')}`,
        );
        return EXIT.ok;
      },
      flagText(options, 'environment'),
    ),
};

const described = (stack: AssemblyStack) => ({ ...stack, shareOfLimits: shareOfLimits(stack) });
