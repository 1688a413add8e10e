/** How long the proof of a generated mesh takes: node bench/prove.ts [domains] [products each] */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadWorld } from '../cli/deploy/load-world.ts';
import { loadProject } from '../cli/mesh/project.ts';
import { prove } from '../core/access/prove/prove.ts';
import { buildWorld } from '../core/access/world/build-world.ts';
import { GeneratedMesh } from './generated-mesh.ts';
import { measureProcess } from './measure-process.ts';

const domains = Number(process.argv[2] ?? 50);
const productsPerDomain = Number(process.argv[3] ?? 10);
const root = join(import.meta.dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'freehold-prove-'));

try {
  using mesh = new GeneratedMesh({ domains, productsPerDomain, columns: 10 });
  measureProcess([join(root, 'bin/app.ts')], {
    MESH_ROOT: mesh.root,
    MESH_ENVIRONMENT: 'local',
    CDK_OUTDIR: scratch,
    CDK_VALIDATION: 'false',
  });
  const project = await loadProject(mesh.root);
  if (!('mesh' in project)) throw new Error('the generated mesh is not valid');
  const beganAt = process.cpuUsage();
  const world = buildWorld(loadWorld(scratch));
  const readSeconds = cpuSeconds(beganAt);
  const { isProved, counts } = prove(world, project.mesh, {
    environment: project.environment,
    now: new Date(),
  });
  process.stdout.write(
    `${domains} domains of ${productsPerDomain} products: ${isProved ? 'proved' : 'NOT proved'}, ${JSON.stringify(counts)}\n` +
      `world read in ${readSeconds.toFixed(1)} s of processor time, proved after ${cpuSeconds(beganAt).toFixed(1)} s\n`,
  );
  if (!isProved) process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function cpuSeconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000_000;
}
