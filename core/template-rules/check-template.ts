import { offence } from './property.ts';
import type { Offence, RuleResource, RuleTemplate, TemplateRule } from './template-rule.ts';

export type RuleFinding = Offence & { readonly rule: TemplateRule; readonly logicalId: string };

/** Everything in a template that breaks one of the rules. */
export function checkTemplate(
  template: RuleTemplate,
  rules: readonly TemplateRule[],
): readonly RuleFinding[] {
  const byType = Map.groupBy(template.resources, ({ type }) => type);
  return rules.flatMap((rule) =>
    rule.types
      .flatMap((type) => byType.get(type) ?? [])
      .flatMap((resource) =>
        offences(rule, resource, template).map((found) => ({
          ...found,
          rule,
          logicalId: resource.logicalId,
        })),
      ),
  );
}

/** The exact finding, as an acknowledgement names it: `S3-8[nothing]`. The CDK writes spaces as hyphens. */
export function findingId({ rule, found }: RuleFinding): string {
  return `${rule.id}[${found.replaceAll(' ', '-')}]`;
}

function offences(rule: TemplateRule, resource: RuleResource, template: RuleTemplate): readonly Offence[] {
  if (resource.problem !== undefined) return [offence('Properties', `not proven: ${resource.problem}`)];
  return rule.check(resource, template);
}
