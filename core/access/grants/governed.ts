import type { GrantResource } from '../lakeformation/grant.ts';
import type { DeclaredGrantsDocument, DeclaredLink } from './declaration.ts';

/** Whether a grant on a resource to a principal is one that a document, or a sweep, decides about. */
export type Governs = (resource: GrantResource, principal: string) => boolean;

/** What a stack's document governs: a product its tables; a namespace its databases, tags and locations. */
export function governedBy(governs: DeclaredGrantsDocument['governs']): Governs {
  if (governs.kind === 'domain') return (resource) => isOfDomain(governs, resource);
  const tables = new Set(governs.tables);
  return (resource) =>
    (resource.kind === 'table' || resource.kind === 'columns' || resource.kind === 'filter') &&
    resource.database === governs.database &&
    tables.has(resource.table);
}

/** What a sweep governs: all that its domain's namespace does, and every table in its databases. */
export function sweptBy(governs: DeclaredGrantsDocument['governs'] & { readonly kind: 'domain' }): Governs {
  const databases = new Set(governs.databases);
  return (resource) =>
    isOfDomain(governs, resource) || ('database' in resource && databases.has(resource.database));
}

/** A link may serve several domains of its account: of the grants on it, those to roles of the mesh are theirs. */
export function governsLinks(
  links: readonly DeclaredLink[],
  isOfMesh: (principal: string) => boolean,
): Governs {
  const databases = new Set(links.map(({ database }) => database));
  return (resource, principal) =>
    'database' in resource && databases.has(resource.database) && !isOfMesh(principal);
}

function isOfDomain(
  governs: DeclaredGrantsDocument['governs'] & { readonly kind: 'domain' },
  resource: GrantResource,
): boolean {
  switch (resource.kind) {
    case 'database':
    case 'all-tables':
      return governs.databases.includes(resource.database);
    case 'data-location':
      return governs.locations.some(
        (location) => resource.location === location || resource.location.startsWith(`${location}/`),
      );
    case 'tag-policy': {
      const domain = resource.expression.find(({ key }) => key === 'domain');
      // An expression without the key reaches every domain of the account, so it reaches this one.
      return !domain || domain.values.includes(governs.domain);
    }
    default:
      return false;
  }
}
