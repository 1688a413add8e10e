import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyValidationStack,
  PolicyViolation,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { parseTemplate } from '../../core/cloudformation/template.ts';
import { checkTemplate, findingId, type RuleFinding } from '../../core/template-rules/check-template.ts';
import { resolveTemplate } from '../../core/template-rules/resolve-template.ts';
import { TEMPLATE_RULES } from '../../core/template-rules/template-rules.ts';
import type { MeshScope } from '../mesh-scope.ts';
import { RULES_PLUGIN } from './acknowledge.ts';
import { type Acknowledged, acknowledgedFindings } from './acknowledged-findings.ts';
import { declaredGrantsOf } from './declared-grants-of.ts';
import { ruleScopes } from './rule-scope.ts';

/**
 * Our own rules on every synthesized template. `fatal` keeps the CDK from silencing one for a whole stack; what
 * may stand is acknowledged beside its construct, exactly, and an acknowledgement that excepts nothing is a finding.
 */
export class TemplateRulesPlugin implements IPolicyValidationPlugin {
  readonly name = RULES_PLUGIN;
  readonly #scopeOf: ReturnType<typeof ruleScopes>;

  constructor(mesh: MeshScope) {
    this.#scopeOf = ruleScopes(mesh);
  }

  validate({ stackTemplates, appConstruct }: IPolicyValidationContext): PolicyValidationPluginReport {
    const violations = stackTemplates.flatMap((stack) => this.#violations(stack, appConstruct));
    return { success: violations.length === 0, violations };
  }

  #violations(stack: PolicyValidationStack, app: IConstruct): readonly PolicyViolation[] {
    const template = parseTemplate(JSON.parse(readFileSync(stack.templatePath, 'utf8')));
    const resolved = resolveTemplate(template, this.#scopeOf(stack));
    const grants = declaredGrantsOf(resolved, dirname(stack.templatePath));
    const findings = checkTemplate(
      { ...resolved, resources: [...resolved.resources, ...grants] },
      TEMPLATE_RULES,
    );
    const construct = stackOf(app, stack.stackConstructPath);
    const acknowledged = acknowledgedFindings(construct, RULES_PLUGIN);
    const isOpen = (finding: RuleFinding): boolean =>
      acknowledged.get(finding.logicalId)?.has(findingId(finding)) !== true;
    return [
      ...findings.filter(isOpen).map((finding) => broken(finding, stack.templatePath)),
      ...stale(acknowledged, findings).map(([id, logicalId]) => excepting(id, logicalId, stack.templatePath)),
    ];
  }
}

function stackOf(app: IConstruct, path: string): IConstruct {
  return path.split('/').reduce((construct, id) => construct.node.findChild(id), app);
}

function stale(
  acknowledged: ReadonlyMap<string, Acknowledged>,
  findings: readonly RuleFinding[],
): readonly (readonly [string, string])[] {
  const found = new Set(findings.map((finding) => `${finding.logicalId} ${findingId(finding)}`));
  return [...acknowledged].flatMap(([logicalId, ids]) =>
    [...ids.keys()].filter((id) => !found.has(`${logicalId} ${id}`)).map((id) => [id, logicalId] as const),
  );
}

function broken(finding: RuleFinding, templatePath: string): PolicyViolation {
  const { rule, at, found, logicalId } = finding;
  return {
    ruleName: findingId(finding),
    description: `${rule.statement}; ${at} has: ${found}`,
    fix: rule.fix,
    severity: 'fatal',
    violatingResources: [{ resourceLogicalId: logicalId, templatePath, locations: [`Properties.${at}`] }],
    ruleMetadata: { source: rule.source },
  };
}

function excepting(id: string, resourceLogicalId: string, templatePath: string): PolicyViolation {
  return {
    ruleName: id,
    description: `An acknowledgement excepts what is there; ${id} is found nowhere in this resource`,
    fix: 'remove the acknowledgement',
    severity: 'fatal',
    violatingResources: [{ resourceLogicalId, templatePath, locations: [] }],
  };
}
