import { type ResolveScope, resolveValue } from './resolve-value.ts';
import type { Template } from './template.ts';
import { templateError } from './template-error.ts';

/** Holds the template's `Rules`, for example CDK's check of the bootstrap version. */
export function checkRules(template: Template, scope: ResolveScope): void {
  for (const [name, rule] of Object.entries(template.Rules ?? {})) {
    const where = `Rules.${name}`;
    const applies =
      rule.RuleCondition === undefined || resolveValue(rule.RuleCondition, scope, where) === true;
    if (!applies) continue;
    for (const { Assert, AssertDescription } of rule.Assertions) {
      if (resolveValue(Assert, scope, where) === true) continue;
      throw templateError(where, AssertDescription ?? 'an assertion of the template does not hold');
    }
  }
}
