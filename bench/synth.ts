/**
 * Synthesis of one domain of ten products in a mesh of 1, 10 and 100 such domains, as `cdk deploy -c domain=` and
 * `mesh up` start it; a developer's wait should depend on the domain, not on the mesh. Run: node bench/synth.ts
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GeneratedMesh } from './generated-mesh.ts';
import { measureProcess, medianFigures, type ProcessFigures } from './measure-process.ts';

const RUNS = Number(process.argv[2] ?? 5);
const SIZES = [1, 10, 100];
const root = join(import.meta.dirname, '..');

process.stdout.write(`ten products a domain, ten columns a product, median of ${RUNS} processes\n`);
const measured = SIZES.map((domains) => {
  using mesh = new GeneratedMesh({ domains, productsPerDomain: 10, columns: 10 });
  synthesize(mesh.root, 'd0');
  const figures = medianFigures(Array.from({ length: RUNS }, () => synthesize(mesh.root, 'd0')));
  report(`one domain among ${domains}`, figures);
  return figures;
});
const [alone, , among] = measured;
if (alone && among) {
  const ratio = (of: keyof ProcessFigures): string => (among[of] / alone[of]).toFixed(2);
  process.stdout.write(
    `100 to 1: wall ${ratio('seconds')}, processor ${ratio('cpuSeconds')}, memory ${ratio('rssMegabytes')}\n`,
  );
}
{
  using mesh = new GeneratedMesh({ domains: 10, productsPerDomain: 10, columns: 10 });
  report('all of 10 domains (one run)', synthesize(mesh.root));
}

function synthesize(mesh: string, domain?: string): ProcessFigures {
  const outdir = mkdtempSync(join(tmpdir(), 'freehold-synth-'));
  try {
    return measureProcess([join(root, 'bin/app.ts')], {
      MESH_ROOT: mesh,
      MESH_ENVIRONMENT: 'local',
      CDK_OUTDIR: outdir,
      CDK_VALIDATION: 'false',
      NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/freehold'),
      ...(domain !== undefined && { MESH_DOMAIN: domain }),
    });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function report(title: string, { seconds, cpuSeconds, rssMegabytes }: ProcessFigures): void {
  const figures = [
    `${seconds.toFixed(2)} s`,
    `processor ${cpuSeconds.toFixed(2)} s`,
    `${rssMegabytes.toFixed(0)} MB`,
  ];
  process.stdout.write(`${title.padEnd(28)} ${figures.map((one) => one.padStart(18)).join('')}\n`);
}
