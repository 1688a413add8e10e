// Measures `mesh validate` on a generated mesh: node bench/validate.ts [products] [columns per product]
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const PRODUCTS_PER_DOMAIN = 20;
const RUNS = 3;

const products = Number(process.argv[2] ?? 1_000);
const columns = Number(process.argv[3] ?? 10);

type File = readonly [path: string, text: string];

/** Each domain has one product on landed files; every other product reads its neighbour, or another domain's first. */
function generate(): File[] {
  const domains = Math.ceil(products / PRODUCTS_PER_DOMAIN);
  const files: File[] = [
    [
      'mesh.yaml',
      'name: bench\ntitle: Bench\nclassifications: [open, internal]\nenvironments:\n  local: { region: eu-west-1, sandbox: true }\n',
    ],
  ];
  for (let domain = 0; domain < domains; domain += 1) {
    const owner = `{ team: team-${domain}, email: team-${domain}@example.com }`;
    files.push([`domains/d${domain}/domain.yaml`, `title: Domain ${domain}\nowner: ${owner}\n`]);
    for (let product = 0; product < PRODUCTS_PER_DOMAIN; product += 1) {
      if (domain * PRODUCTS_PER_DOMAIN + product < products) files.push(...productFiles(domain, product));
    }
  }
  return files;
}

function productFiles(domain: number, product: number): File[] {
  const directory = `domains/d${domain}/products/p${product}`;
  const table = `t${product}`;
  const names = Array.from({ length: columns }, (_, index) => `c${index}`);
  const files: File[] = [
    [`${directory}/contract.yaml`, contract(domain, product, names)],
    [`${directory}/${table}.sql`, sql(domain, product, names)],
  ];
  if (product === 0) {
    const source = `raw:\n    prefix: p${product}/\n    format: parquet\n    columns:\n`;
    const lines = names.map((name) => `      ${name}: bigint\n`).join('');
    files.push([`${directory}/pipeline.yaml`, `sources:\n  ${source}${lines}`]);
    const access = `consumer: d${domain + 1}\npurpose: Bench.\nexpires: 2099-12-31\napprovedBy: [team-${domain}@example.com]\n`;
    if ((domain + 1) * PRODUCTS_PER_DOMAIN + 1 < products)
      files.push([`${directory}/access/next.yaml`, access]);
  }
  return files;
}

function contract(domain: number, product: number, names: readonly string[]): string {
  const head = `apiVersion: v3.1.0\nkind: DataContract\nid: bench-${domain}-${product}\nname: Product ${product}\nversion: 1.0.0\nstatus: active\ndescription:\n  purpose: A product of the bench.\nschema:\n  - name: t${product}\n    logicalType: object\n    physicalType: table\n    description: A table of the bench.\n    properties:\n`;
  const properties = names.map(
    (name, index) =>
      `      - name: ${name}\n        logicalType: integer\n        physicalType: bigint\n        description: Column ${index}.\n        classification: internal\n        required: true\n${index === 0 ? '        primaryKey: true\n' : ''}`,
  );
  return `${head}${properties.join('')}slaProperties:\n  - property: latency\n    value: 1\n    unit: d\n`;
}

function sql(domain: number, product: number, names: readonly string[]): string {
  const list = names.map((name, index) =>
    index === 0 ? `  a.${name}` : `  coalesce(a.${name}, 0) + 1 AS ${name}`,
  );
  const from =
    product === 0 ? 'raw' : product === 1 && domain > 0 ? `d${domain - 1}.t0` : `d${domain}.t${product - 1}`;
  return `WITH latest AS (\n  SELECT * FROM ${from} WHERE c0 IS NOT NULL\n)\nSELECT\n${list.join(',\n')}\nFROM latest a\nWHERE a.c0 > 0\n`;
}

const MEASURE = `
  const { validateMesh } = await import(process.argv[1]);
  const { mesh, diagnostics } = await validateMesh({ root: process.argv[2], now: new Date() });
  const products = mesh?.domains.flatMap((domain) => domain.products) ?? [];
  const columns = products.flatMap(({ tables }) => tables.flatMap((table) => table.columns)).length;
  const { heapUsed, rss } = process.memoryUsage();
  console.log(JSON.stringify({ diagnostics: diagnostics.length, products: products.length, columns, heapUsed, rss }));
  process.exit(0);
`;

const root = mkdtempSync(join(tmpdir(), 'freehold-bench-'));
try {
  const files = generate();
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  process.stdout.write(`${files.length} files, ${products} products with ${columns} columns each\n`);
  const module = join(import.meta.dirname, '../cli/commands/validate.ts');
  for (let run = 1; run <= RUNS; run += 1) {
    const startedAt = performance.now();
    // A process of its own, so that the start counts, as it does for the person who waits.
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', MEASURE, module, root], {
      encoding: 'utf8',
    });
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(2);
    process.stdout.write(`run ${run}: ${seconds} s ${child.stdout.trim()}${child.stderr.trim()}\n`);
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
