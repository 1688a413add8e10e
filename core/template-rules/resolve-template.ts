import { isRecord } from '../cloudformation/intrinsic.ts';
import { pseudoParameters } from '../cloudformation/pseudo-parameters.ts';
import { type ResolveScope, resolveValue } from '../cloudformation/resolve-value.ts';
import type { Template } from '../cloudformation/template.ts';
import { templateError } from '../cloudformation/template-error.ts';
import { physicalValue } from './physical-value.ts';
import type { RuleResource, RuleScope, RuleTemplate } from './template-rule.ts';

/**
 * Replaces every intrinsic function by what it will be. A resource of the same template that gets its name from
 * AWS becomes a symbol (`«Key.Arn»`) that equals itself; what the template does not know becomes an unproven one.
 */
export function resolveTemplate(template: Template, scope: RuleScope): RuleTemplate {
  const resolve = resolveScope(template, scope);
  const resources = Object.entries(template.Resources).map(([logicalId, resource]) => ({
    logicalId,
    type: resource.Type,
    deletionPolicy: resource.DeletionPolicy,
    updateReplacePolicy: resource.UpdateReplacePolicy,
    ...resolved(resource.Properties ?? {}, resolve),
  }));
  return { scope, resources };
}

/** Whether a text is known, whatever the parameters of the stack will be. */
export function isProven(text: string): boolean {
  return !text.includes('«?') && !text.includes('{{resolve:');
}

function resolved(properties: unknown, scope: ResolveScope): Pick<RuleResource, 'properties' | 'problem'> {
  try {
    const value = resolveValue(properties, scope, 'Properties');
    return { properties: isRecord(value) ? value : {}, problem: undefined };
  } catch (error) {
    return { properties: {}, problem: error instanceof Error ? error.message : String(error) };
  }
}

function resolveScope(template: Template, { names, account }: RuleScope): ResolveScope {
  const known = pseudoParameters({ name: '«stack»', id: '«stack»', account, region: names.region });
  const scope: ResolveScope = {
    ref: (name) => {
      if (name in known) return known[name];
      if (name in template.Resources) return value(name, 'Ref');
      return name in (template.Parameters ?? {}) ? `«?${name}»` : undefined;
    },
    attribute: value,
    condition: (name) => {
      throw templateError(`Conditions.${name}`, 'depends on what the stack is given');
    },
    mapping: (map, first, second) => template.Mappings?.[map]?.[first]?.[second],
  };
  return scope;

  function value(logicalId: string, attribute: string): unknown {
    const resource = template.Resources[logicalId];
    if (resource === undefined) return undefined;
    return (
      physicalValue(resource, attribute, { region: names.region, account }) ?? symbol(logicalId, attribute)
    );
  }
}

function symbol(logicalId: string, attribute: string): string {
  return attribute === 'Ref' ? `«${logicalId}»` : `«${logicalId}.${attribute}»`;
}
