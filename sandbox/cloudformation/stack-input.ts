import type { Template } from '../../core/cloudformation/template.ts';

/** What to deploy. */
export type StackInput = {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly template: Template;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Construct path by logical id, for messages. */
  readonly constructPaths: Readonly<Record<string, string>>;
  readonly terminationProtection?: boolean;
  /** Physical id by logical id of resources that are there already, and become the stack's. */
  readonly imports?: Readonly<Record<string, string>>;
  /** Role that makes the resources; the bootstrap's `cfn-exec` role unless given. */
  readonly executionRoleArn?: string;
};
