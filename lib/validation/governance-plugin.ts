import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolation,
} from 'aws-cdk-lib';
import { evaluatePolicies } from '../../core/governance/evaluate-policies.ts';
import type { Law } from '../../core/governance/evaluate-subject.ts';
import { type Finding, stops } from '../../core/governance/finding.ts';
import type { Mesh, Product } from '../../core/spec/mesh.ts';

export type GovernancePluginOptions = {
  readonly mesh: Mesh;
  readonly law: Law;
  /** Waivers and policies have dates. */
  readonly now: Date;
  /**
   * Judge only the products of this domain.
   * @default - all
   */
  readonly domain?: string;
};

/**
 * The shared law at synthesis. What stops a pull request is `fatal` here: any lower severity could be
 * acknowledged away by the code of a domain.
 */
export class GovernancePlugin implements IPolicyValidationPlugin {
  readonly name = 'freehold-governance';
  readonly #options: GovernancePluginOptions;

  constructor(options: GovernancePluginOptions) {
    this.#options = options;
  }

  validate(_context: IPolicyValidationContext): PolicyValidationPluginReport {
    const { mesh, law, now, domain } = this.#options;
    const findings = evaluatePolicies({
      mesh,
      ...law,
      stage: 'synth',
      now,
      ...(domain !== undefined && { domain }),
    });
    return {
      success: !findings.some(stops),
      violations: findings.map((finding) => toViolation(mesh, finding)),
    };
  }
}

function toViolation(mesh: Mesh, finding: Finding): PolicyViolation {
  return {
    ruleName: finding.policy,
    description: [
      finding.statement,
      ...(finding.offenders.length > 0 ? [`broken by ${finding.offenders.join(', ')}`] : []),
      ...(finding.problem === undefined ? [] : [`it cannot be evaluated: ${finding.problem}`]),
    ].join('; '),
    fix: finding.remediation,
    severity: stops(finding) ? 'fatal' : 'warning',
    violatingResources: [{ constructPath: constructPath(mesh, finding.resource), locations: [] }],
    ...(finding.waiver !== undefined && { ruleMetadata: { waiver: finding.waiver } }),
  };
}

function constructPath(mesh: Mesh, resource: string): string {
  const product: Product | undefined = mesh.domains
    .flatMap(({ products }) => products)
    .find(({ id }) => id === resource);
  return product ? `${product.domain}/${product.name}-v${product.major}` : resource;
}
