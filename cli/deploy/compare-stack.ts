import type { Toolkit } from '@aws-cdk/toolkit-lib';
import {
  byWeight,
  type PlannedChange,
  planChange,
  type Replacement,
} from '../../core/cloudformation/planned-change.ts';
import { isRecord } from '../../core/cloudformation/intrinsic.ts';
import type { TemplateResource } from '../../core/cloudformation/template.ts';
import type { AssemblyStack } from './assembly.ts';
import type { OpenToolkit } from './toolkit.ts';

/** A statement of an IAM policy, or of a resource's policy, in the words of the CDK. */
export type PermissionChange = {
  readonly kind: 'gained' | 'lost';
  readonly effect: string;
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly condition: string;
};

export type StackComparison = {
  readonly stack: AssemblyStack;
  readonly kind: 'new' | 'changed' | 'unchanged';
  /** What needs a decision first. */
  readonly changes: readonly PlannedChange[];
  readonly permissions: readonly PermissionChange[];
  /** Documents that the stack publishes by an SSM parameter: its value before and after, by parameter name. */
  readonly parameters: ReadonlyMap<string, { readonly before?: string; readonly after?: string }>;
};

type TemplateDiff = Awaited<ReturnType<Toolkit['diff']>>[string];
type ResourceDiff = TemplateDiff['resources']['changes'][string];

/** Compares a stack of the assembly with the template that is deployed: reading needs no right to change anything. */
export async function compareStack(
  { toolkit, source }: OpenToolkit,
  stack: AssemblyStack,
): Promise<StackComparison> {
  const { DiffMethod, StackSelectionStrategy } = await import('@aws-cdk/toolkit-lib');
  const diffs = await toolkit.diff(source, {
    stacks: { strategy: StackSelectionStrategy.PATTERN_MUST_MATCH_SINGLE, patterns: [stack.path] },
    method: DiffMethod.TemplateOnly(),
  });
  const [diff] = Object.values(diffs);
  if (!diff) return { stack, kind: 'unchanged', changes: [], permissions: [], parameters: new Map() };
  const differences = Object.entries(diff.resources.changes).filter(([, { isDifferent }]) => isDifferent);
  const changes = differences
    .map(([logicalId, resource]) => changeOf(logicalId, resource))
    .toSorted(byWeight);
  const isNew = changes.length === stack.resources && changes.every(({ act }) => act === 'create');
  return {
    stack,
    kind: isNew ? 'new' : diff.isEmpty ? 'unchanged' : 'changed',
    changes,
    permissions: permissionChanges(diff),
    parameters: new Map(differences.flatMap(([, resource]) => parameterOf(resource))),
  };
}

function changeOf(logicalId: string, resource: ResourceDiff): PlannedChange {
  return planChange({
    logicalId,
    ...(isResource(resource.oldValue) && { before: resource.oldValue }),
    ...(isResource(resource.newValue) && { after: resource.newValue }),
    replaces: replacement(resource.changeImpact),
    changed: Object.entries(resource.propertyUpdates).map(([property, { changeImpact }]) => ({
      property,
      replaces: replacement(changeImpact),
    })),
  });
}

/** By the values of the CDK's `ResourceImpact`, which the toolkit does not export. */
function replacement(impact: string | undefined): Replacement {
  if (impact === 'WILL_REPLACE') return 'always';
  return impact === 'MAY_REPLACE' ? 'maybe' : 'never';
}

function isResource(value: unknown): value is TemplateResource {
  return isRecord(value) && typeof value['Type'] === 'string';
}

function permissionChanges({ iamChanges }: TemplateDiff): readonly PermissionChange[] {
  const { additions, removals } = iamChanges.statements;
  return [
    ...additions.map((statement) => ({ kind: 'gained' as const, ...statement.render() })),
    ...removals.map((statement) => ({ kind: 'lost' as const, ...statement.render() })),
  ];
}

function parameterOf({ oldProperties, newProperties }: ResourceDiff) {
  const name: unknown = newProperties?.['Name'] ?? oldProperties?.['Name'];
  const [before, after]: readonly unknown[] = [oldProperties?.['Value'], newProperties?.['Value']];
  if (typeof name !== 'string') return [];
  const values = {
    ...(typeof before === 'string' && { before }),
    ...(typeof after === 'string' && { after }),
  };
  return [[name, values] as const];
}
