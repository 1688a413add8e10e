import { prove } from '../../../core/access/prove/prove.ts';
import type { World } from '../../../core/access/world/world.ts';
import { openMeshAccess } from '../../access/open-mesh-access.ts';
import { withTarget } from '../../deploy/deploy-target.ts';
import type { Project } from '../../mesh/project.ts';
import { EXIT } from '../../ui/exit-codes.ts';
import { jsonAnswer } from '../../ui/output.ts';
import { renderProof } from '../../ui/proof-text.ts';
import { APP_OPTION, ENVIRONMENT_OPTION, flagText } from '../flags.ts';
import type { Invocation, Verb } from '../verb.ts';
import { withProject } from '../with-project.ts';

export const proveVerb: Verb = {
  name: 'prove',
  summary: 'Show that domains reach exactly what live subscriptions say, in every way that policies leave.',
  options: [
    ENVIRONMENT_OPTION,
    APP_OPTION,
    {
      flags: '--live',
      description: 'what is deployed, read from every account by the bootstrap’s lookup role; today only',
    },
  ],
  examples: [
    ['bin/mesh access prove', 'the whole mesh, as it would be deployed'],
    ['bin/mesh access prove --environment prod', 'with the accounts of another environment'],
    ['bin/mesh access prove --live', 'what is deployed now, with what was changed by hand'],
    ['bin/mesh access prove --json', 'every refutation with its path, for scripts'],
  ],
  exits: [
    [EXIT.ok, 'proved'],
    [EXIT.usage, 'there is no such environment, or no assembly in --app'],
    [EXIT.invalidProject, 'the project is invalid'],
    [EXIT.checkFailed, 'refuted: somebody reaches too much or too little, or something is not understood'],
  ],
  run: async (invocation, _args, options) =>
    await withProject(
      invocation,
      async (project) => {
        const { output, startedAt } = invocation;
        const { mesh, environment } = project;
        const isLive = options['live'] === true;
        const world = isLive
          ? await liveWorld(project, invocation)
          : await plannedWorld(project, invocation, options);
        const proof = prove(world, mesh, {
          environment,
          now: new Date(),
          isOnlyToday: isLive,
          onProgress: (what) => output.live(`${what} …`),
        });
        const elapsedMs = Math.round(performance.now() - startedAt);
        if (output.isJson) {
          output.result(jsonAnswer('access-proof', { ok: proof.isProved, data: proof, elapsedMs }));
        } else output.result(renderProof(proof, elapsedMs));
        return proof.isProved ? EXIT.ok : EXIT.checkFailed;
      },
      flagText(options, 'environment'),
    ),
};

async function plannedWorld(
  project: Project,
  invocation: Invocation,
  options: Parameters<typeof openMeshAccess>[2],
): Promise<World> {
  const { known } = await openMeshAccess(project, invocation, options);
  return known.world;
}

async function liveWorld(project: Project, { output }: Invocation): Promise<World> {
  output.live('read policies and grants of every account …');
  // A dozen clients of AWS, which nobody needs who proves what is synthesized.
  const { loadLiveWorld } = await import('../../access/live/load-live-world.ts');
  return await withTarget(project, async (target) => await loadLiveWorld(project.mesh, target));
}
