import { type AccessExplanation, explainAccess } from './explain-access.ts';
import type { MeshAccess, ProductTable } from './mesh-access.ts';
import { readableBy } from './readable.ts';

export type WhoReads = {
  readonly target: ProductTable;
  readonly column?: string;
  /** Those with a workgroup of their own, and whoever is of another domain: other domains' last. */
  readonly readers: readonly AccessExplanation[];
  /** Roles of machines of the owner's domain. */
  readonly machines: readonly AccessExplanation[];
};

/** All who read a table, or a column of it, by whatever path. */
export function whoReads(access: MeshAccess, target: ProductTable, column?: string): WhoReads {
  const { domain } = target.product;
  const reading = access.principals
    .filter(({ role }) => readableBy(access.known, role, target.table).kind === 'allowed')
    .map((principal) => explainAccess(access, principal, target))
    .filter(({ columns }) => columns.some(({ name, isRead }) => isRead && (column ?? name) === name));
  const isMachine = ({ principal }: AccessExplanation): boolean =>
    !principal.isReader && principal.domain === domain;
  const [own, others] = [true, false].map((isOwn) =>
    reading.filter((one) => !isMachine(one) && (one.principal.domain === domain) === isOwn),
  );
  return {
    target,
    ...(column !== undefined && { column }),
    readers: [...(own ?? []), ...(others ?? [])],
    machines: reading.filter(isMachine),
  };
}
