import type { ResourceContext } from './resource-provider.ts';

const SUFFIX_LENGTH = 12;

/** Name for a resource that the template leaves unnamed: `<stack>-<logical id>-<token>`, as CloudFormation's. */
export function generatedName(context: ResourceContext, lengthMax = 64): string {
  const suffix = context.token.slice(0, SUFFIX_LENGTH).toUpperCase();
  const head = `${context.stackName}-${context.logicalId}`.slice(0, lengthMax - SUFFIX_LENGTH - 1);
  return `${head.replace(/-+$/, '')}-${suffix}`;
}
