import { MeshError } from '../../core/errors/mesh-error.ts';
import { providerFile } from './define-provider.ts';
import type { AnyProvider } from './resource-provider.ts';

/** Finds the provider of a resource type; throws when there is none. */
export type ProviderTable = (type: string) => AnyProvider;

/** `custom` serves `Custom::*` and `AWS::CloudFormation::CustomResource`. */
export function providerTable(providers: readonly AnyProvider[], custom: AnyProvider): ProviderTable {
  const byType = new Map(providers.map((provider) => [provider.type, provider]));
  return (type) => {
    const isCustom = type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
    const provider = isCustom ? custom : byType.get(type);
    if (provider) return provider;
    throw new MeshError(`the sandbox cannot make ${type}`, {
      code: 'ResourceTypeUnsupported',
      hint: `to add it, copy sandbox/cloudformation/resources/sns-topic.ts to ${providerFile(type)} and list it in sandbox/cloudformation/resources/providers.ts`,
    });
  };
}
