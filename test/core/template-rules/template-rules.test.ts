import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../../core/cloudformation/template.ts';
import { checkTemplate } from '../../../core/template-rules/check-template.ts';
import { resolveTemplate } from '../../../core/template-rules/resolve-template.ts';
import { TEMPLATE_RULES } from '../../../core/template-rules/template-rules.ts';
import type { RuleExample, RuleScope, TemplateRule } from '../../../core/template-rules/template-rule.ts';

const SCOPE: RuleScope = {
  names: { mesh: 'acme', environment: 'prod', region: 'eu-west-1' },
  domain: 'sales',
  account: '111111111111',
  accounts: new Set(['111111111111', '222222222222']),
};

function findings(rule: TemplateRule, example: RuleExample) {
  const template = parseTemplate({
    Parameters: { Given: { Type: 'String' } },
    Resources: example.resources,
  });
  return checkTemplate(resolveTemplate(template, SCOPE), [rule]);
}

const cases = TEMPLATE_RULES.flatMap((rule) =>
  rule.examples.map((example) => ({
    title: `${rule.id} ${example.expect} for ${example.name}`,
    rule,
    example,
  })),
);

describe('the rules of templates', () => {
  it.each(cases)('$title', ({ rule, example }) => {
    const found = findings(rule, example);
    if (example.expect === 'holds') expect(found).toEqual([]);
    else expect(found).not.toEqual([]);
  });

  it('have an example each way, an id of their own, and words for people', () => {
    const expectations = TEMPLATE_RULES.map(
      ({ examples }) => new Set(examples.map(({ expect }) => expect)).size,
    );
    expect(new Set(expectations)).toEqual(new Set([2]));
    expect(new Set(TEMPLATE_RULES.map(({ id }) => id)).size).toBe(TEMPLATE_RULES.length);
    for (const { statement, fix, source } of TEMPLATE_RULES) {
      expect([statement, fix, source].filter((text) => text.length < 10)).toEqual([]);
    }
  });

  it('take what cannot be resolved as broken', () => {
    const unresolved = TEMPLATE_RULES.filter((rule) => {
      const [type = ''] = rule.types;
      const resources = { Thing: { Type: type, Properties: { Name: { 'Fn::ImportValue': 'other' } } } };
      return findings(rule, { name: 'an import', expect: 'breaks', resources }).length === 0;
    });
    expect(unresolved.map(({ id }) => id)).toEqual([]);
  });
});
