import type { TemplateResource } from '../../core/cloudformation/template.ts';
import { unknownProperty } from './define-provider.ts';
import { describeFailure } from './describe-failure.ts';
import type { PreparedStack } from './prepare-stack.ts';
import type { ProviderTable } from './provider-table.ts';
import type { StackFailure } from './stack-event.ts';

/** What the sandbox cannot make, all at once and before anything is touched. */
export function checkResources(prepared: PreparedStack, providers: ProviderTable): readonly StackFailure[] {
  const { template, constructPaths } = prepared.input;
  return [...prepared.graph.keys()].flatMap((logicalId) => {
    const resource = template.Resources[logicalId];
    const { Type = '' } = resource ?? {};
    const constructPath = constructPaths[logicalId];
    return problemsOf(resource, providers).map((reason) => ({
      reason,
      logicalId,
      type: Type,
      ...(constructPath !== undefined && { constructPath }),
    }));
  });
}

function problemsOf(resource: TemplateResource | undefined, providers: ProviderTable): readonly string[] {
  const {
    Type: type = '',
    Properties: properties = {},
    DeletionPolicy,
    UpdateReplacePolicy,
  } = resource ?? {};
  if (DeletionPolicy === 'Snapshot' || UpdateReplacePolicy === 'Snapshot') {
    return ['the sandbox takes no snapshots; use Retain or Delete'];
  }
  try {
    const known = providers(type).propertyNames;
    if (known === undefined) return [];
    return Object.keys(properties)
      .filter((name) => !known.includes(name))
      .map((name) => describeFailure(unknownProperty(type, name, known)));
  } catch (error) {
    return [describeFailure(error)];
  }
}
