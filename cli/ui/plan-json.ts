import type { Environment } from '../../core/spec/mesh.ts';
import { hasChanges, losses, type MeshPlan } from '../commands/plan.ts';
import type { GrantLine } from './grant-lines.ts';

/** The plan for scripts; its shape is kept by a test. */
export function planJson(plan: MeshPlan, lines: readonly GrantLine[], { name, region }: Environment) {
  return {
    environment: name,
    hasChanges: hasChanges(plan),
    losesData: losses(plan).length > 0,
    stacks: plan.stacks.map(({ stack, kind, changes, permissions }) => ({
      path: stack.path,
      name: stack.name,
      account: stack.account,
      region,
      kind,
      changes,
      permissions,
    })),
    grants: plan.grants.map(({ stack, kind, declaration }) => ({ stack, kind, ...declaration })),
    grantsInWords: lines,
    unreadGrants: plan.unreadGrants,
    undeclaredStacks: plan.undeclared,
  };
}
