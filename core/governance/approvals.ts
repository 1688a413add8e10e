/** How many people must have approved access, by the most restricted classification among its columns. */
export type ApprovalTable = Readonly<Record<string, number>>;

/** What a table asks for. A column without a classification, or with one that is not listed, is the strictest case. */
export function approvalsNeeded(table: ApprovalTable, classification: string | null): number {
  const listed = classification !== null && Object.hasOwn(table, classification);
  return (listed ? table[classification] : undefined) ?? Math.max(1, ...Object.values(table));
}

/** The most restricted of some classifications; null where one is missing or not the mesh's. */
export function strictestOf(
  classifications: readonly (string | undefined)[],
  order: readonly string[],
): string | null {
  const ranks = classifications.map((name) => (name === undefined ? -1 : order.indexOf(name)));
  return ranks.includes(-1) ? null : (order[Math.max(...ranks)] ?? null);
}
