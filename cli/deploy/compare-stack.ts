import type { Toolkit } from '@aws-cdk/toolkit-lib';
import {
  byWeight,
  type PlannedChange,
  planChange,
  type Replacement,
} from '../../core/cloudformation/planned-change.ts';
import { isRecord } from '../../core/cloudformation/intrinsic.ts';
import type { TemplateResource } from '../../core/cloudformation/template.ts';
import { type AssemblyStack, readTemplate } from './assembly.ts';
import { type PermissionChange, permissionChanges } from './permission-changes.ts';
import type { OpenToolkit } from './toolkit.ts';

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
    permissions: permissionChanges(diff, roleNames(stack, diff)),
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

/** Of roles that the stack has, and of those that go. */
function roleNames({ templateFile }: AssemblyStack, diff: TemplateDiff) {
  const { Resources } = readTemplate(templateFile);
  return (logicalId: string): string | undefined => {
    const role: unknown = Resources[logicalId] ?? diff.resources.changes[logicalId]?.oldValue;
    const name: unknown = isResource(role) ? role.Properties?.['RoleName'] : undefined;
    return typeof name === 'string' ? name : undefined;
  };
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
