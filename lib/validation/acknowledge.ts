import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Acknowledgements of findings of our own rules begin with it: `freehold-rules::S3-8[nothing]`. */
export const RULES_PLUGIN = 'freehold-rules';

/** Records beside its construct why a rule's finding stands; `rule` names the exact finding, never a whole rule with findings. */
export function acknowledge(construct: IConstruct, rule: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: rule, reason });
}
