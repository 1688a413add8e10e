import type { IConstruct } from 'constructs';
import { acknowledge } from '../../validation/acknowledge.ts';

/**
 * A role's policies go with it and are of no use to another.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-choosing-managed-or-inline.html
 */
export function acknowledgeInlinePolicies(role: IConstruct): void {
  acknowledge(
    role,
    'NIST.800.53.R5-IAMNoInlinePolicy',
    'AWS advises inline policies for a strict one-to-one relationship: nobody can attach this one to another identity',
  );
}
