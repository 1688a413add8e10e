import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { suggest } from '../../core/diagnostics/suggest.ts';
import { MeshError } from '../../core/errors/mesh-error.ts';
import { parseSpec, type ProductFiles } from '../../core/spec/spec-files.ts';
import { loadSpecFiles } from '../load/load-spec-files.ts';

export type AccessRequest = {
  /** `<domain>.<table>` */
  readonly table: string;
  /** The consuming domain. */
  readonly consumer: string;
  /** Empty means all. */
  readonly columns: readonly string[];
  readonly rows?: string;
  readonly purpose: string;
  readonly days: number;
  readonly now: Date;
};

export type RequestedAccess = { readonly file: string; readonly owner: string };

const DAY_MILLISECONDS = 86_400_000;

/**
 * Writes the subscription file that a pull request brings to the owner. It names nobody who approved, so the mesh
 * is not valid, and nothing is granted, before the owner has put a name there.
 */
export async function request(root: string, access: AccessRequest): Promise<RequestedAccess> {
  const { files } = await loadSpecFiles(root);
  // The mesh need not be valid: what makes it invalid may be just what is asked for here.
  const { domains } = parseSpec(files);
  const names = domains.map(({ name }) => name);
  const [producer = '', table = ''] = access.table.split('.');
  const domain = domains.find(({ name }) => name.replaceAll('-', '_') === producer.replaceAll('-', '_'));
  if (!domain) throw unknown('domain', producer, names);
  if (!names.includes(access.consumer)) throw unknown('domain', access.consumer, names);
  const product = productWith(table, [...domain.products.values()]);
  checkColumns(access.columns, product, table);
  const file = `${product.directory}/access/${access.consumer}.yaml`;
  write(join(root, file), file, document(access, table));
  return { file, owner: domain.file?.value?.owner?.email ?? domain.name };
}

function productWith(table: string, products: readonly ProductFiles[]): ProductFiles {
  const tables = (product: ProductFiles) => product.contract?.value?.schema?.map(({ name }) => name) ?? [];
  const found = products.find((product) => tables(product).includes(table));
  if (found) return found;
  throw unknown('table', table, products.flatMap(tables));
}

function checkColumns(columns: readonly string[], product: ProductFiles, table: string): void {
  const schema = product.contract?.value?.schema?.find(({ name }) => name === table);
  const known = (schema?.properties ?? []).map(({ name }) => name ?? '');
  const lost = columns.find((column) => !known.includes(column));
  if (lost !== undefined) throw unknown('column', lost, known);
}

function document({ consumer, columns, rows, purpose, days, now }: AccessRequest, table: string): string {
  return stringify({
    consumer,
    table,
    purpose,
    ...(columns.length > 0 && { columns }),
    ...(rows !== undefined && { rows }),
    expires: new Date(now.getTime() + days * DAY_MILLISECONDS).toISOString().slice(0, 10),
    approvedBy: [],
  });
}

function write(path: string, file: string, text: string): void {
  if (existsSync(path)) {
    throw new MeshError(`${file} is there already`, {
      code: 'AlreadyRequested',
      hint: 'change it, and let its owner approve the change',
    });
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function unknown(what: string, name: string, known: readonly string[]): MeshError {
  const hint = suggest(name, known);
  return new MeshError(`there is no ${what} "${name}"`, {
    code: 'UnknownRequest',
    ...(hint !== undefined && { hint }),
  });
}
