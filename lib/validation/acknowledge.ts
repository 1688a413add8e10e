import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Records beside its construct why a rule's finding stands; `rule` names the exact finding, never a whole rule with findings. */
export function acknowledge(construct: IConstruct, rule: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: rule, reason });
}
