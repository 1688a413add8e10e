import { texts } from '../property.ts';
import type { RuleResource } from '../template-rule.ts';

/** Policies that cap roles are named so; they allow nothing by themselves, and no role has one attached. */
const BOUNDARY_NAME = /-boundary$/;
const ATTACHMENTS = ['Roles', 'Users', 'Groups'] as const;

/** Whether a policy is there to cap roles, and is attached to nobody. */
export function isBoundary({ type, properties }: RuleResource): boolean {
  return (
    type === 'AWS::IAM::ManagedPolicy' &&
    BOUNDARY_NAME.test(String(properties['ManagedPolicyName'])) &&
    ATTACHMENTS.every((key) => texts(properties[key]).length === 0)
  );
}

/** Whether an ARN names such a policy. */
export function namesBoundary(arn: string): boolean {
  return BOUNDARY_NAME.test(arn);
}
