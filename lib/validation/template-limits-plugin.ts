import { readFileSync } from 'node:fs';
import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyValidationStack,
  PolicyViolation,
} from 'aws-cdk-lib';
import { parseTemplate, type Template } from '../../core/cloudformation/template.ts';
import type { MeasuredTemplate } from '../../core/template-limits/template-limit.ts';
import { checkLimits, describeUse, type LimitFinding } from '../../core/template-limits/template-limits.ts';
import { resolveTemplate } from '../../core/template-rules/resolve-template.ts';
import type { MeshScope } from '../mesh-scope.ts';
import { ruleScopes } from './rule-scope.ts';

/** Counts what AWS bounds: a warning where it is near, `fatal` where AWS would refuse. */
export class TemplateLimitsPlugin implements IPolicyValidationPlugin {
  readonly name = 'freehold-limits';
  readonly #scopeOf: ReturnType<typeof ruleScopes>;

  constructor(mesh: MeshScope) {
    this.#scopeOf = ruleScopes(mesh);
  }

  validate({ stackTemplates }: IPolicyValidationContext): PolicyValidationPluginReport {
    const violations = stackTemplates.flatMap((stack) =>
      checkLimits(this.#measure(stack)).map((finding) => toViolation(finding, stack)),
    );
    return { success: violations.every(({ severity }) => severity !== 'fatal'), violations };
  }

  #measure(stack: PolicyValidationStack): MeasuredTemplate {
    const text = readFileSync(stack.templatePath, 'utf8');
    const template: Template = parseTemplate(JSON.parse(text));
    const count = (section: 'Parameters' | 'Outputs' | 'Mappings'): number =>
      Object.keys(template[section] ?? {}).length;
    return {
      template: resolveTemplate(template, this.#scopeOf(stack)),
      bytes: Buffer.byteLength(text),
      sections: { Parameters: count('Parameters'), Outputs: count('Outputs'), Mappings: count('Mappings') },
    };
  }
}

function toViolation(finding: LimitFinding, stack: PolicyValidationStack): PolicyViolation {
  const { limit, logicalId, isOver } = finding;
  return {
    ruleName: limit.id,
    description: `${isOver ? 'AWS refuses this' : 'This is near a limit of AWS'}: ${describeUse(finding)}`,
    fix: limit.fix,
    severity: isOver ? 'fatal' : 'warning',
    violatingResources: [
      logicalId === undefined
        ? { constructPath: stack.stackConstructPath, locations: [] }
        : { resourceLogicalId: logicalId, templatePath: stack.templatePath, locations: [] },
    ],
    ruleMetadata: { source: limit.source },
  };
}
