import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export type MeshSize = {
  readonly domains: number;
  readonly productsPerDomain: number;
  readonly columns: number;
};

type File = readonly [path: string, text: string];

const EXAMPLE = join(import.meta.dirname, '../examples/aviation');

/**
 * A valid mesh in a temporary directory, under the law of the aviation mesh. Each domain has one product on landed
 * files; every other product reads its neighbour, and the second one the first of the domain before.
 */
export class GeneratedMesh {
  readonly root: string;
  readonly files: number;

  constructor(size: MeshSize) {
    this.root = mkdtempSync(join(tmpdir(), 'freehold-bench-'));
    const files = meshFiles(size);
    for (const [path, text] of files) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      writeFileSync(join(this.root, path), text);
    }
    cpSync(join(EXAMPLE, 'governance/policies'), join(this.root, 'governance/policies'), { recursive: true });
    this.files = files.length;
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

function meshFiles(size: MeshSize): File[] {
  const files: File[] = [
    [
      'mesh.yaml',
      'name: bench\ntitle: Bench\nclassifications: [open, internal]\nenvironments:\n  local: { region: eu-west-1, sandbox: true }\n',
    ],
  ];
  for (let domain = 0; domain < size.domains; domain += 1) {
    const owner = `{ team: team-${domain}, email: team-${domain}@example.com }`;
    files.push([`domains/d${domain}/domain.yaml`, `title: Domain ${domain}\nowner: ${owner}\n`]);
    for (let product = 0; product < size.productsPerDomain; product += 1) {
      files.push(...productFiles(size, domain, product));
    }
  }
  return files;
}

function productFiles(size: MeshSize, domain: number, product: number): File[] {
  const directory = `domains/d${domain}/products/p${product}`;
  const table = `t${product}`;
  const names = Array.from({ length: size.columns }, (_, index) => `c${index}`);
  const files: File[] = [
    [`${directory}/contract.yaml`, contract(domain, product, names)],
    [`${directory}/${table}.sql`, sql(domain, product, names)],
  ];
  if (product === 0) {
    const source = `raw:\n    prefix: p${product}/\n    format: parquet\n    columns:\n`;
    const lines = names.map((name) => `      ${name}: bigint\n`).join('');
    files.push([`${directory}/pipeline.yaml`, `sources:\n  ${source}${lines}`]);
    const access = `consumer: d${domain + 1}\npurpose: The next domain builds on it.\nexpires: ${dayIn(90)}\nrequestedBy: team-${domain + 1}@example.com\nrequestedOn: ${dayIn(0)}\napprovedBy: [team-${domain}@example.com]\n`;
    if (domain + 1 < size.domains && size.productsPerDomain > 1)
      files.push([`${directory}/access/next.yaml`, access]);
  }
  return files;
}

function contract(domain: number, product: number, names: readonly string[]): string {
  const head = `apiVersion: v3.1.0\nkind: DataContract\nid: bench-${domain}-${product}\nname: Product ${product}\nversion: 1.0.0\nstatus: active\ndescription:\n  purpose: A product of the bench.\nschema:\n  - name: t${product}\n    logicalType: object\n    physicalType: table\n    description: A table of the bench.\n    properties:\n`;
  const properties = names.map(
    (name, index) =>
      `      - name: ${name}\n        logicalType: integer\n        physicalType: bigint\n        description: Column ${index} of the bench.\n        classification: internal\n        required: true\n${index === 0 ? '        primaryKey: true\n' : ''}`,
  );
  return `${head}${properties.join('')}slaProperties:\n  - property: latency\n    value: 1\n    unit: d\n  - property: retention\n    value: 1\n    unit: y\n`;
}

function sql(domain: number, product: number, names: readonly string[]): string {
  const list = names.map((name, index) =>
    index === 0 ? `  a.${name}` : `  coalesce(a.${name}, 0) + 1 AS ${name}`,
  );
  const from =
    product === 0 ? 'raw' : product === 1 && domain > 0 ? `d${domain - 1}.t0` : `d${domain}.t${product - 1}`;
  return `WITH latest AS (\n  SELECT * FROM ${from} WHERE c0 IS NOT NULL\n)\nSELECT\n${list.join(',\n')}\nFROM latest a\nWHERE a.c0 > 0\n`;
}

/** Access ends within a year of the request, whenever the mesh is generated. */
function dayIn(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
