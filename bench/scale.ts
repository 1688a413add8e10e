/**
 * A mesh of 100 domains with ten products each, from files to deployed stacks: node bench/scale.ts [domains] [products each]
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSandbox } from '../sandbox/index.ts';
import { GeneratedMesh } from './generated-mesh.ts';
import { measureProcess } from './measure-process.ts';

const domains = Number(process.argv[2] ?? 100);
const productsPerDomain = Number(process.argv[3] ?? 10);
const root = join(import.meta.dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'freehold-scale-'));
const outdir = join(scratch, 'cdk.out');

try {
  using mesh = new GeneratedMesh({ domains, productsPerDomain, columns: 10 });
  process.stdout.write(`${domains} domains of ${productsPerDomain} products, ${mesh.files} files\n`);
  const { seconds } = measureProcess([join(root, 'bin/app.ts')], {
    MESH_ROOT: mesh.root,
    MESH_ENVIRONMENT: 'local',
    CDK_OUTDIR: outdir,
    CDK_VALIDATION: 'false',
    NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/freehold'),
  });
  const sizes = resourcesPerStack();
  const total = sizes.reduce((sum, size) => sum + size, 0);
  line(
    'synthesized',
    seconds,
    `${sizes.length} stacks, ${total} resources, at most ${Math.max(...sizes)} in one`,
  );
  const sandbox = await openSandbox({ directory: join(scratch, 'state') });
  await deploy('deployed');
  await deploy('deployed again');
  await sandbox.close();

  async function deploy(what: string): Promise<void> {
    const startedAt = performance.now();
    const stacks = await sandbox.deploy(outdir, { onEvent: () => {} });
    const counts = Map.groupBy(stacks, ({ status }) => status);
    const words = [...counts].map(([status, of]) => `${of.length} ${status}`).join(', ');
    line(what, (performance.now() - startedAt) / 1_000, words);
    const failed = stacks.find(({ status }) => status === 'failed');
    if (failed !== undefined) throw new Error(`${failed.name}: ${failed.failure ?? ''}`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function resourcesPerStack(): readonly number[] {
  const templates = readdirSync(outdir).filter((name) => name.endsWith('.template.json'));
  return templates.map((name) => {
    // Written by the CDK.
    const { Resources } = JSON.parse(readFileSync(join(outdir, name), 'utf8')) as { Resources: object };
    return Object.keys(Resources).length;
  });
}

function line(what: string, seconds: number, words: string): void {
  process.stdout.write(`${what.padEnd(16)} ${seconds.toFixed(1).padStart(6)} s  ${words}\n`);
}
