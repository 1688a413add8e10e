import { customResource } from '../custom-resource.ts';
import { providerTable } from '../provider-table.ts';
import type { AnyProvider } from '../resource-provider.ts';
import { cdkMetadata } from './cdk-metadata.ts';

/** Every resource type that the sandbox can make. */
export const RESOURCE_PROVIDERS: readonly AnyProvider[] = [cdkMetadata];

export const standardProviders = providerTable(RESOURCE_PROVIDERS, customResource);
