import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderDiagnostics } from '../../../core/diagnostics/render.ts';
import type { Mesh, Product } from '../../../core/spec/mesh.ts';
import { resolveMesh } from '../../../core/spec/resolve-mesh.ts';

export const NOW = new Date('2026-11-22T12:00:00Z');

const EXAMPLES = join(import.meta.dirname, '../../../examples');

/** The specification of an example mesh, as the command line would read it. */
export function exampleFiles(name: string): Map<string, string> {
  const root = join(EXAMPLES, name);
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /^(mesh\.yaml|domains\/.*\.(yaml|sql))$/.test(path));
  return new Map(paths.sort().map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

const contract = (table: string, columns: string): string => `apiVersion: v3.1.0
kind: DataContract
id: shop-${table}
version: 1.0.0
status: active
schema:
  - name: ${table}
    properties:
${columns}`;

const column = (name: string, type: string, more = ''): string =>
  `      - { name: ${name}, logicalType: ${type}${more} }\n`;

/** Two domains: `shop` lands and cleans orders, `board` reads them through a subscription. */
export function shopFiles(changes: Readonly<Record<string, string | undefined>> = {}): Map<string, string> {
  const files = new Map<string, string>([
    [
      'mesh.yaml',
      `name: demo
title: Demo
classifications: [open, internal, secret]
environments:
  local: { region: eu-west-1, sandbox: true }
landing:
  - { from: landing/orders.csv, to: shop/orders/orders.csv }
`,
    ],
    ['domains/shop/domain.yaml', 'title: Shop\nowner: { team: shop, email: shop@example.com }\n'],
    [
      'domains/shop/products/orders/contract.yaml',
      contract(
        'orders',
        column('order_id', 'integer', ', primaryKey: true, classification: internal') +
          column('customer', 'string', ', classification: secret') +
          column('placed_on', 'date', ', classification: open') +
          column('amount', 'number', ", physicalType: 'decimal(10,2)', classification: internal"),
      ),
    ],
    [
      'domains/shop/products/orders/pipeline.yaml',
      `sources:
  raw_orders:
    prefix: orders/
    format: csv
    columns: { order_id: string, customer: string, placed_on: string, amount: string }
`,
    ],
    [
      'domains/shop/products/orders/orders.sql',
      `SELECT
  cast(order_id AS bigint) AS order_id,
  customer,
  cast(placed_on AS date) AS placed_on,
  cast(amount AS decimal(10, 2)) AS amount
FROM raw_orders
`,
    ],
    [
      'domains/shop/products/orders/access/board.yaml',
      `consumer: board
purpose: Figures of the month.
except: [customer]
expires: 2027-06-30
approvedBy: [shop@example.com]
`,
    ],
    [
      'domains/board/domain.yaml',
      `title: Board
owner: { team: board, email: board@example.com }
roles:
  auditor: { title: Auditor }
`,
    ],
    [
      'domains/board/products/sales/contract.yaml',
      contract(
        'sales',
        column('day', 'date') +
          column('orders', 'integer') +
          column('turnover', 'number', ", physicalType: 'decimal(38,2)'"),
      ),
    ],
    [
      'domains/board/products/sales/sales.sql',
      `SELECT placed_on AS day, count(*) AS orders, sum(amount) AS turnover
FROM shop.orders
GROUP BY placed_on
`,
    ],
  ]);
  for (const [path, text] of Object.entries(changes)) {
    if (text === undefined) files.delete(path);
    else files.set(path, text);
  }
  return files;
}

/** The shop with one text replaced in one of its files. */
export function shopWith(path: string, from: string, to: string): Map<string, string> {
  const text = shopFiles().get(path);
  if (text === undefined || !text.includes(from)) throw new Error(`${path} does not hold ${from}`);
  return shopFiles({ [path]: text.replace(from, to) });
}

/** What a user sees. */
export function findings(files: ReadonlyMap<string, string>): string {
  const { diagnostics } = resolveMesh(files, { now: NOW });
  return renderDiagnostics(diagnostics, files, { color: false });
}

export function resolved(files: ReadonlyMap<string, string>): Mesh {
  const { mesh, diagnostics } = resolveMesh(files, { now: NOW });
  if (mesh === undefined) throw new Error(renderDiagnostics(diagnostics, files, { color: false }));
  return mesh;
}

export function productOf(mesh: Mesh, id: string): Product {
  const found = mesh.domains.flatMap(({ products }) => products).find((product) => product.id === id);
  if (found === undefined) throw new Error(`no product ${id}`);
  return found;
}
