import type { WorldRole } from '../world/world.ts';
import type { ResourceOf } from '../world/world-resource.ts';
import { askAsRole } from './ask-iam.ts';
import type { KnownWorld } from './known-world.ts';
import { OBJECT_ACTIONS, objectSteps } from './object-steps.ts';
import { isOpen, type PathStep } from './path-step.ts';

/** The right to run a query in a workgroup of the role's account, and to keep and read its results. */
export function querySteps(known: KnownWorld, role: WorldRole): readonly PathStep[] {
  const own = known
    .workgroupsOf(role.account)
    .toSorted((a, b) => Number(b.name === role.name) - Number(a.name === role.name));
  const ways = own.map((workgroup) => stepsIn(known, role, workgroup));
  const way = ways.find((steps) => steps.every(isOpen)) ?? ways[0];
  return way ?? [{ kind: 'absent', what: 'workgroup', where: role.account }];
}

function stepsIn(
  known: KnownWorld,
  role: WorldRole,
  { arn, account, results: location }: ResourceOf<'workgroup'>,
): readonly PathStep[] {
  const start = { action: 'athena:StartQueryExecution', resource: arn, resourceAccount: account };
  return [
    { kind: 'iam', purpose: 'run queries', ...askAsRole(role, start) },
    ...OBJECT_ACTIONS.flatMap((action) =>
      // Without a place of its own the workgroup leaves it to the caller to name one.
      location === undefined ? [] : objectSteps(known, role, { location, action, purpose: 'keep results' }),
    ),
  ];
}
