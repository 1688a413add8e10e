import type { AnyProvider } from '../../cloudformation/resource-provider.ts';
import { standardProviders } from '../../cloudformation/resources/providers.ts';

/** Properties whose change replaces a resource; none for a type that the sandbox cannot make anyway. */
export const createOnlyOf = (type: string): readonly string[] => known(type)?.createOnly ?? [];

/** What names a resource of the type in an import, where it can be imported. */
export const identifiersOf = (type: string): readonly string[] | undefined => known(type)?.identifiers;

function known(type: string): AnyProvider | undefined {
  try {
    return standardProviders(type);
  } catch {
    return undefined;
  }
}
