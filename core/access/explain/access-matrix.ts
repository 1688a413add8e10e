import { type Readable, readableBy } from './readable.ts';
import type { MeshAccess, Principal, ProductTable } from './mesh-access.ts';

export type AccessMatrix = {
  readonly principals: readonly Principal[];
  readonly tables: readonly ProductTable[];
  /** By principal, then table. */
  readonly cells: readonly (readonly Readable[])[];
  /** Roles of machines that read nothing but what their own domain has, and are left out. */
  readonly leftOut: readonly Principal[];
};

/** Every principal against every table of a product. Whoever reads what another domain owns is never left out. */
export function accessMatrix(
  { known, principals, tables }: MeshAccess,
  options: { readonly withMachines: boolean },
): AccessMatrix {
  const rows = principals.map((principal) => {
    const cells = tables.map(({ table }) => readableBy(known, principal.role, table));
    return { principal, cells };
  });
  const reads = ({ cells }: (typeof rows)[number]): boolean => cells.some(({ kind }) => kind === 'allowed');
  const isForeign = ({ principal, cells }: (typeof rows)[number]): boolean =>
    cells.some((cell, at) => cell.kind === 'allowed' && tables[at]?.product.domain !== principal.domain);
  const isShown = (row: (typeof rows)[number]): boolean =>
    row.principal.isReader || isForeign(row) || (options.withMachines && reads(row));
  const shown = rows.filter(isShown);
  return {
    principals: shown.map(({ principal }) => principal),
    tables,
    cells: shown.map(({ cells }) => cells),
    leftOut: rows.filter((row) => !isShown(row) && reads(row)).map(({ principal }) => principal),
  };
}
