import type { TableExplanation } from '../lakeformation/explain-table.ts';
import type { Grant } from '../lakeformation/grant.ts';
import type { Closed } from '../lakeformation/openings.ts';
import { isOpen, type PathStep } from './path-step.ts';

/** One thing whose absence closes the way through Athena. */
export type Missing =
  | { readonly kind: 'step'; readonly step: PathStep }
  /** Nothing grants the table. */
  | { readonly kind: 'grant' }
  /** Something is granted on the table, and shows nothing of it. */
  | { readonly kind: 'closed-grant'; readonly grant: Grant; readonly because: Closed };

export function missingPieces(paths: {
  readonly catalog: readonly PathStep[];
  readonly lake: TableExplanation | undefined;
}): readonly Missing[] {
  return [
    ...grantPieces(paths.lake),
    ...closedSteps(paths.catalog).map((step) => ({ kind: 'step', step }) as const),
  ];
}

function grantPieces(lake: TableExplanation | undefined): readonly Missing[] {
  if (lake?.access.kind === 'allowed') return [];
  const closed = (lake?.closed ?? []).filter(
    // That the expression of a domain's own tags fits no other domain's table is no news.
    ({ because }) => because.kind !== 'tags-differ',
  );
  if (closed.length === 0) return [{ kind: 'grant' }];
  return closed.map((one) => ({ kind: 'closed-grant', ...one }));
}

/** One of those that ask for the same: a call about a table is asked of its catalog and its database, too. */
function closedSteps(steps: readonly PathStep[]): readonly PathStep[] {
  const closed = steps.filter((step) => !isOpen(step));
  const byAct = Map.groupBy(closed, (step) =>
    step.kind === 'iam' ? `${step.purpose} ${step.action}` : step.kind,
  );
  return [...byAct.values()].flatMap((same) => same.at(-1) ?? []);
}
