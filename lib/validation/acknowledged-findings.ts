import { CfnResource, Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Findings that a resource's own construct acknowledges, each with its reason. */
export type Acknowledged = ReadonlyMap<string, string>;

/**
 * Acknowledgements of one plugin within a stack, by logical id. Those of a resource count, and those of the
 * construct that it stands for; what a scope above says does not, so that nothing is excepted wholesale.
 */
export function acknowledgedFindings(stack: IConstruct, plugin: string): ReadonlyMap<string, Acknowledged> {
  const resources = stack.node.findAll().filter((construct) => CfnResource.isCfnResource(construct));
  return new Map(
    resources
      .map((resource) => [resource, acknowledgedBy(resource, plugin)] as const)
      .filter(([, findings]) => findings.size > 0)
      .map(([resource, findings]) => [Stack.of(resource).getLogicalId(resource), findings]),
  );
}

function acknowledgedBy(resource: CfnResource, plugin: string): Acknowledged {
  const owner = resource.node.scope;
  const isOwned = owner?.node.defaultChild === resource;
  return new Map([resource, ...(isOwned && owner ? [owner] : [])].flatMap((one) => recorded(one, plugin)));
}

function recorded(construct: IConstruct, plugin: string): readonly (readonly [string, string])[] {
  const prefix = `${plugin}::`;
  return (
    construct.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      // The CDK writes an object of ids and reasons there.
      .flatMap(({ data }) => Object.entries(data as Readonly<Record<string, string>>))
      .filter(([id]) => id.startsWith(prefix))
      .map(([id, reason]) => [id.slice(prefix.length), reason])
  );
}
