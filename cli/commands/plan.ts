import type { DeclarationChange, LinkChange } from '../../core/access/grants/compare-declarations.ts';
import type { PlannedChange } from '../../core/cloudformation/planned-change.ts';
import { type AssemblyStack, readAssemblyStacks } from '../deploy/assembly.ts';
import { compareStack, type StackComparison } from '../deploy/compare-stack.ts';
import type { DeployTarget } from '../deploy/deploy-target.ts';
import { grantChanges } from '../deploy/grant-changes.ts';
import { PLATFORM_DOMAIN } from '../mesh/known-domain.ts';
import { type LiveStack, liveStacks } from '../deploy/live-stacks.ts';
import { mapBounded } from '../deploy/map-bounded.ts';
import type { Project } from '../mesh/project.ts';
import { quietHost } from '../deploy/quiet-host.ts';
import { openToolkit } from '../deploy/toolkit.ts';

export type MeshPlan = {
  readonly stacks: readonly StackComparison[];
  readonly grants: readonly (DeclarationChange & { readonly stack: string })[];
  readonly links: readonly (LinkChange & { readonly stack: string })[];
  /** Stacks whose deployed grants could not be read, and why. */
  readonly unreadGrants: readonly { readonly stack: string; readonly reason: string }[];
  /** Deployed, and declared by no file any more: the CDK's own commands never speak of them. */
  readonly undeclared: readonly LiveStack[];
};

/** Templates that are read at once: CloudFormation allows few calls a second. */
const STACKS_CONCURRENCY_MAX = 4;

/** What deploying the wanted stacks of an assembly would change. Changes nothing. */
export async function plan(
  project: Project,
  target: DeployTarget,
  wanted: {
    readonly assembly: string;
    readonly stacks: readonly AssemblyStack[];
    readonly onStack?: (stack: AssemblyStack) => void;
  },
): Promise<MeshPlan> {
  const { assembly, stacks, onStack } = wanted;
  const toolkit = await openToolkit(target, { assembly, ioHost: quietHost });
  const compared = await mapBounded(stacks, STACKS_CONCURRENCY_MAX, async (stack) => {
    onStack?.(stack);
    return await compareStack(toolkit, stack);
  });
  const grants = (
    await mapBounded(
      compared,
      STACKS_CONCURRENCY_MAX,
      async (one) => await grantChanges(target, assembly, one),
    )
  ).filter((one) => one !== undefined);
  return {
    stacks: compared,
    grants: grants.flatMap((one) =>
      'changes' in one ? one.changes.map((change) => ({ stack: one.stack.path, ...change })) : [],
    ),
    links: grants.flatMap((one) =>
      'links' in one ? one.links.map((change) => ({ stack: one.stack.path, ...change })) : [],
    ),
    unreadGrants: grants.flatMap((one) =>
      'unread' in one ? [{ stack: one.stack.path, reason: one.unread }] : [],
    ),
    undeclared: await undeclaredStacks(project, target, readAssemblyStacks(assembly)),
  };
}

async function undeclaredStacks(
  { mesh }: Project,
  target: DeployTarget,
  declared: readonly AssemblyStack[],
): Promise<readonly LiveStack[]> {
  const domains = new Set(declared.map(({ domain }) => domain));
  const isKnown = (domain: string): boolean =>
    domain === PLATFORM_DOMAIN || mesh.domains.some(({ name }) => name === domain);
  const names = new Set(declared.map(({ name, account }) => `${account}/${name}`));
  const live = await liveStacks(target, mesh.name, declared);
  return live.filter(
    // A domain that is not in the mesh any more is nobody's but what is left of it.
    ({ name, account, domain }) =>
      (domains.has(domain) || !isKnown(domain)) && !names.has(`${account}/${name}`),
  );
}

export function hasChanges({ stacks }: MeshPlan): boolean {
  return stacks.some(({ kind }) => kind !== 'unchanged');
}

/** Changes after which data may be gone, with the stack that they are in. */
export function losses({
  stacks,
}: MeshPlan): readonly { readonly stack: AssemblyStack; readonly change: PlannedChange }[] {
  return stacks.flatMap(({ stack, changes }) =>
    changes.filter(({ data }) => data && data.fate !== 'kept').map((change) => ({ stack, change })),
  );
}
