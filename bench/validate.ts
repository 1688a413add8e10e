/**
 * `mesh validate` on the aviation mesh and on a generated one: node bench/validate.ts [products] [columns each]
 */
import { join } from 'node:path';
import { GeneratedMesh } from './generated-mesh.ts';
import { measureProcess, medianFigures } from './measure-process.ts';

const RUNS = 5;
const PRODUCTS_PER_DOMAIN = 20;
const products = Number(process.argv[2] ?? 1_000);
const columns = Number(process.argv[3] ?? 10);
const root = join(import.meta.dirname, '..');

using mesh = new GeneratedMesh({
  domains: Math.ceil(products / PRODUCTS_PER_DOMAIN),
  productsPerDomain: PRODUCTS_PER_DOMAIN,
  columns,
});
process.stdout.write(`median of ${RUNS} processes\n`);
report('aviation, 8 products', join(root, 'examples/aviation'));
report(`generated, ${products} products with ${columns} columns each, ${mesh.files} files`, mesh.root);

function report(title: string, directory: string): void {
  // As `bin/mesh` starts it; the first process fills the cache of compiled modules.
  const args = [
    '--wasm-tiering-budget=130000000',
    '--wasm-lazy-validation',
    join(root, 'bin/mesh.ts'),
    'validate',
    '-C',
    directory,
  ];
  const env = { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/freehold') };
  measureProcess(args, env);
  const runs = Array.from({ length: RUNS }, () => measureProcess(args, env));
  const { seconds, cpuSeconds, rssMegabytes } = medianFigures(runs);
  process.stdout.write(
    `${title}\n  ${seconds.toFixed(2)} s, of the processor ${cpuSeconds.toFixed(2)} s, ${rssMegabytes.toFixed(0)} MB\n`,
  );
}
