import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSpecFiles } from '../../cli/load/load-spec-files.ts';
import { type OpenMesh, openMesh, platformRoot } from './open-mesh.ts';

const TWINS = ['sales', 'sales-eu'] as const;
const ACCOUNT = '222222222222';

let root: string;
let mesh: OpenMesh;

/** Two domains in one account, one name the beginning of the other; their one product has one name, too. */
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'freehold-twins-'));
  const { files } = await loadSpecFiles(join(platformRoot, 'test/permissions/mesh'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of files) {
    if (!path.startsWith('domains/forest/') || path.includes('/access/')) continue;
    for (const twin of TWINS) {
      write(path.replace('/forest/', `/${twin}/`), text.replace(/prod: "\d+"/, `local: "${ACCOUNT}"`));
    }
  }
  const landing = TWINS.map((twin) => `  - { from: landing/${twin}.csv, to: ${twin}/harvest/harvest.csv }`);
  const environment = '  local: { region: eu-west-1, sandbox: true }';
  const head = ['name: twins', 'title: Twins', 'classifications: [open, internal, confidential]'];
  write('mesh.yaml', [...head, 'environments:', environment, 'landing:', ...landing].join('\n'));
  write('landing/sales.csv', 'crop,kilos,price\napple,1200,0.31\n');
  write('landing/sales-eu.csv', 'crop,kilos,price\nhemp,40,9.90\npear,800,0.45\n');
  mesh = await openMesh(root);
});

afterAll(async () => {
  await mesh.close();
  rmSync(root, { recursive: true, force: true });
});

describe('two domains of one account, one name the beginning of the other', () => {
  it('are deployed side by side, and each publishes what was landed for it', async () => {
    const { stacks, products } = await mesh.up();
    expect(stacks.map(({ status }) => status)).toEqual(stacks.map(() => 'created'));
    expect(products.map(({ product, state, rows }) => [product, state, rows]).toSorted()).toEqual([
      ['sales-eu.harvest', 'published', 2],
      ['sales.harvest', 'published', 1],
    ]);
  });

  it.each([
    ['sales', 'sales_eu', ['apple']],
    ['sales-eu', 'sales', ['hemp', 'pear']],
  ] as const)('let %s read its own and nothing of %s', async (domain, other, crops) => {
    const own = domain.replaceAll('-', '_');
    const rows = await mesh.rows(`SELECT crop FROM ${own}.harvest ORDER BY crop`, `${domain}-analyst`);
    expect(rows).toEqual(crops.map((crop) => [crop]));
    const refused = mesh.rows(`SELECT crop FROM ${other}.harvest`, `${domain}-analyst`);
    await expect(refused).rejects.toThrow(/not authorized to perform: glue:GetDatabase/);
  });
});
