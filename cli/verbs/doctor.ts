import { type Examined, examineAccounts } from '../commands/doctor.ts';
import { type Finding, ok, problem } from '../doctor/finding.ts';
import { judgeMachine } from '../doctor/machine.ts';
import { withTarget } from '../deploy/deploy-target.ts';
import { loadProject, type Project } from '../mesh/project.ts';
import { holderOf } from '../mesh/sandbox-session.ts';
import { EXIT, type ExitCode } from '../ui/exit-codes.ts';
import { examinedVerdict, renderExamined } from '../ui/findings-text.ts';
import { counted, seconds } from '../ui/numbers.ts';
import { jsonAnswer } from '../ui/output.ts';
import { ENVIRONMENT_OPTION, flagText } from './flags.ts';
import type { Invocation, Verb } from './verb.ts';

export const doctorVerb: Verb = {
  name: 'doctor',
  summary: 'Look at this machine and at every account for what would stop a deployment, each with its fix.',
  options: [ENVIRONMENT_OPTION],
  examples: [
    ['bin/mesh doctor', 'this machine and the sandbox'],
    ['bin/mesh doctor --environment prod', 'before the first deployment to AWS, and after somebody else’s'],
    ['bin/mesh doctor --json | jq \'.data.places[].findings[] | select(.health=="problem")\'', 'for scripts'],
  ],
  exits: [
    [EXIT.ok, 'nothing stops a deployment'],
    [EXIT.usage, 'there is no such environment'],
    [EXIT.checkFailed, 'there is a problem'],
  ],
  run: async (invocation, _args, options) => {
    const machine = judgeMachine(invocation.platformRoot, process.versions.node);
    const loaded = await loadProject(invocation.directory, flagText(options, 'environment'));
    if (!('mesh' in loaded)) {
      const errors = loaded.diagnostics.filter(({ severity }) => severity === 'error').length;
      const invalid = problem('mesh', `the mesh has ${errors} errors`, 'bin/mesh validate');
      return answer(invocation, [{ place: 'this machine', findings: [...machine, invalid] }]);
    }
    const here = [...machine, judgeMesh(loaded), ...judgeSandbox(loaded)];
    invocation.output.live('look at the accounts …');
    const accounts = await withTarget(loaded, async (target) => await examineAccounts(loaded, target));
    return answer(invocation, [{ place: 'this machine', findings: here }, ...accounts]);
  },
};

function judgeMesh({ mesh }: Project): Finding {
  const products = mesh.domains.reduce((sum, domain) => sum + domain.products.length, 0);
  return ok(
    'mesh',
    `the mesh is valid: ${counted(mesh.domains.length, 'domain')}, ${counted(products, 'product')}`,
  );
}

function judgeSandbox({ environment, stateDirectory }: Project): readonly Finding[] {
  if (!environment.isSandbox) return [];
  const holder = holderOf(stateDirectory);
  if (!holder) return [ok('sandbox', 'the sandbox is closed; each command opens it for itself')];
  return [ok('sandbox', `process ${holder.pid} serves the sandbox at ${holder.endpoint}`)];
}

function answer({ output, startedAt }: Invocation, places: readonly Examined[]): ExitCode {
  const findings = places.flatMap((place) => place.findings);
  const worst = findings.find(({ health }) => health === 'problem');
  const elapsedMs = Math.round(performance.now() - startedAt);
  if (output.isJson) {
    output.result(jsonAnswer('doctor', { ok: worst === undefined, data: { places }, elapsedMs }));
  } else {
    const next = worst === undefined ? 'bin/mesh plan' : 'mend the first problem, then bin/mesh doctor again';
    output.result(`${renderExamined(places)}\n`);
    output.result(`${examinedVerdict(places)} (${seconds(elapsedMs)}); next: ${next}`);
  }
  return worst === undefined ? EXIT.ok : EXIT.checkFailed;
}
