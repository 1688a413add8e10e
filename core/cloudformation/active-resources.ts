import type { Template } from './template.ts';

/** Logical ids of resources whose condition holds. */
export function activeResources(
  template: Template,
  condition: (name: string) => boolean,
): ReadonlySet<string> {
  return new Set(
    Object.entries(template.Resources)
      .filter(([, resource]) => resource.Condition === undefined || condition(resource.Condition))
      .map(([logicalId]) => logicalId),
  );
}
