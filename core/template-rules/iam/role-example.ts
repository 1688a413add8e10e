import type { ExampleResources } from '../template-rule.ts';

/** For examples: a role with one statement that allows, `Effect` included. */
export function roleThatMay(statement: Readonly<Record<string, unknown>>): ExampleResources {
  return roleWith({
    Policies: [{ PolicyName: 'work', PolicyDocument: { Statement: [{ Effect: 'Allow', ...statement }] } }],
  });
}

/** For examples: a role that may be assumed so. */
export function roleTrusting(statement: Readonly<Record<string, unknown>>): ExampleResources {
  return roleWith({
    AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement }] },
  });
}

/** For examples: a role of the domain `sales`. */
export function roleWith(Properties: Readonly<Record<string, unknown>>): ExampleResources {
  return {
    Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'acme-prod-sales-publisher', ...Properties } },
  };
}
