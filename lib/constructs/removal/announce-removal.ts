import { Annotations, CfnDeletionPolicy, CfnResource, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import type { MeshScope } from '../../mesh-scope.ts';

/**
 * Says at synthesis what becomes of a stack's data, where anybody has asked for its loss. Losing it takes two keys:
 * `removal: destroy` in mesh.yaml, which is reviewed, and the context of the one command that is to do it.
 */
export function announceRemoval(stack: Stack, mesh: MeshScope): void {
  const message = messageFor(stack, mesh);
  if (message !== undefined) Annotations.of(stack).addWarningV2('freehold:removal', message);
}

function messageFor(
  stack: Stack,
  { environment, removalPolicy, destroyData }: MeshScope,
): string | undefined {
  const { name } = environment;
  const [property, context] = [`removal: destroy of ${name} in mesh.yaml`, `-c destroy-data=${name}`];
  if (removalPolicy === RemovalPolicy.DESTROY) {
    const lost = namesOfLost(stack).join(', ');
    return `deleting this stack deletes its data for good, and so does replacing one of these: ${lost}`;
  }
  if (environment.removal === 'destroy')
    return `data is retained: ${property} is there, ${context} is missing`;
  if (destroyData === name) return `data is retained: ${context} is there, ${property} is missing`;
  if (destroyData === undefined) return undefined;
  return `data is retained: -c destroy-data=${destroyData} is about another environment than ${name}`;
}

/** Types whose contents cannot be made again. */
const STATEFUL: ReadonlySet<string> = new Set([
  'AWS::DynamoDB::Table',
  'AWS::Glue::Database',
  'AWS::KMS::Key',
  'AWS::S3::Bucket',
  'AWS::SecretsManager::Secret',
]);

function namesOfLost(stack: Stack): readonly string[] {
  return stack.node
    .findAll()
    .filter((child) => CfnResource.isCfnResource(child))
    .filter(
      ({ cfnResourceType, cfnOptions }) =>
        STATEFUL.has(cfnResourceType) && cfnOptions.deletionPolicy === CfnDeletionPolicy.DELETE,
    )
    .map(({ node }) => node.path.slice(stack.node.path.length + 1).replace(/\/Resource$/, ''));
}
