import type { MeshAccess, Principal, ProductTable } from '../../core/access/explain/mesh-access.ts';
import { nearest, suggest } from '../../core/diagnostics/suggest.ts';
import { MeshError } from '../../core/errors/mesh-error.ts';
import { unknown } from './find-table.ts';

/** A table, or one column of it. */
export type Asked = { readonly target: ProductTable; readonly column?: string };

/** Names of SQL have underscores where those of AWS have hyphens. */
const isSame = (one: string, other: string): boolean =>
  one.replaceAll('-', '_').toLowerCase() === other.replaceAll('-', '_').toLowerCase();

/**
 * What people mean by `safety.strikes`, `safety.strikes.operator` or `safety/strikes`: all tables of a product where
 * it is named so, and the newest major unless the name ends in another one's.
 */
export function findAsked({ tables, mesh }: MeshAccess, text: string): readonly Asked[] {
  const [domain = '', name = '', column, ...more] = text.split(/[./]/);
  const domains = mesh.domains.map((one) => one.name);
  if (!domains.some((one) => isSame(one, domain))) throw unknown('domain', domain, domains);
  const ofDomain = tables.filter(({ product }) => isSame(product.domain, domain));
  const named = tablesNamed(ofDomain, name);
  if (named.length === 0)
    throw unknown(
      'product',
      text,
      ofDomain.map((table) => table.name),
    );
  if (more.length > 0) throw unknown('column', [column, ...more].join('.'), columnsOf(named));
  if (column === undefined) return named.map((target) => ({ target }));
  const found = named.flatMap((target) =>
    target.table.columns.filter((one) => isSame(one, column)).map((one) => ({ target, column: one })),
  );
  if (found.length > 0) return found;
  throw unknown('column', column, columnsOf(named));
}

/** One table, for a question about one. */
export function findOneAsked(access: MeshAccess, text: string): Asked {
  const [only, another] = findAsked(access, text);
  if (only && !another) return only;
  const tables = findAsked(access, text).map(({ target }) => target.name);
  throw new MeshError(`${text} has several tables`, {
    code: 'UnknownRequest',
    hint: `name one of ${tables.join(', ')}`,
  });
}

function tablesNamed(tables: readonly ProductTable[], name: string): readonly ProductTable[] {
  const byTable = tables.filter((one) => isSame(one.name.split('.')[1] ?? '', name));
  if (byTable.length > 0) return byTable;
  const byMajor = tables.filter(({ table }) => isSame(table.name, name));
  return byMajor.length > 0 ? byMajor : tables.filter(({ product }) => isSame(product.name, name));
}

const columnsOf = (tables: readonly ProductTable[]): readonly string[] =>
  tables.flatMap(({ table }) => table.columns);

/** A role as people say it, or its ARN; roles of machines are principals, too. */
export function findAskedPrincipal({ principals }: MeshAccess, text: string): Principal {
  const found = principals.find(({ name, role }) => name === text || role.arn === text || role.name === text);
  if (found) return found;
  const readers = principals.filter(({ isReader }) => isReader).map(({ name }) => name);
  const near = nearest(
    text,
    principals.map(({ name }) => name),
  );
  const hint = near === undefined ? suggest(text, readers) : `did you mean "${near}"?`;
  throw new MeshError(`there is no principal "${text}"`, {
    code: 'UnknownPrincipal',
    ...(hint !== undefined && { hint }),
  });
}
