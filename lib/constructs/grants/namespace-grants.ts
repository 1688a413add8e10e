import type { GrantDeclaration, GrantTarget } from '../../../core/access/grants/declaration.ts';
import { keysDatabase, TOKEN_KEY_TABLE, type Zone } from '../../../core/naming/names.ts';
import type { DomainScope } from '../../domain-scope.ts';

/** What the roles of a domain may do with its own data, through LF-Tags, so that new tables need no new grant. */
export function namespaceGrants(domain: DomainScope): readonly GrantDeclaration[] {
  return [
    ...reading(domain, 'engineer', ['landing', 'staging', 'products']),
    ...reading(domain, 'analyst', ['products']),
    ...reading(domain, 'pipeline', ['landing', 'staging', 'products']),
    grant(domain, 'publisher', tagged(domain, 'DATABASE', ['staging']), ['CREATE_TABLE', 'DESCRIBE']),
    grant(domain, 'publisher', tagged(domain, 'TABLE', ['staging']), ['ALTER', 'DROP', 'DESCRIBE', 'SELECT']),
    grant(domain, 'publisher', tagged(domain, 'TABLE', ['products']), ['ALTER', 'DESCRIBE']),
    grant(domain, 'publisher', location(domain), ['DATA_LOCATION_ACCESS']),
    grant(domain, 'provisioner', tagged(domain, 'DATABASE', ['products']), ['CREATE_TABLE', 'DESCRIBE']),
    grant(domain, 'provisioner', tagged(domain, 'TABLE', ['products']), ['ALTER', 'DESCRIBE']),
    grant(domain, 'provisioner', location(domain), ['DATA_LOCATION_ACCESS']),
    ...links(domain),
    ...tokenKey(domain),
  ];
}

function reading(domain: DomainScope, role: string, zones: readonly Zone[]): readonly GrantDeclaration[] {
  return [
    grant(domain, role, tagged(domain, 'DATABASE', zones), ['DESCRIBE']),
    grant(domain, role, tagged(domain, 'TABLE', zones), ['DESCRIBE', 'SELECT']),
  ];
}

/** The one grant on the domain's key: queries of its pipelines make tokens with it, and no person's query can. */
function tokenKey(domain: DomainScope): readonly GrantDeclaration[] {
  if (!domain.hasTokenKey) return [];
  const at = { catalogId: domain.account, database: keysDatabase(domain.domain.name) };
  return [
    grant(domain, 'pipeline', { kind: 'database', ...at }, ['DESCRIBE']),
    grant(domain, 'pipeline', { kind: 'table', ...at, table: TOKEN_KEY_TABLE }, ['DESCRIBE', 'SELECT']),
  ];
}

/** A resource link shows its target only to who may describe the link. */
function links(domain: DomainScope): readonly GrantDeclaration[] {
  const own = domain.domain.roles.map(({ name }) => name);
  const readers = ['engineer', 'analyst', 'pipeline', 'publisher', ...own];
  return domain
    .linkedProducers()
    .flatMap(({ database }) =>
      readers.map((role) =>
        grant(domain, role, { kind: 'database', catalogId: domain.account, database }, ['DESCRIBE']),
      ),
    );
}

function tagged(
  domain: DomainScope,
  resourceType: 'DATABASE' | 'TABLE',
  zones: readonly Zone[],
): GrantTarget {
  return {
    kind: 'lf-tag-policy',
    catalogId: domain.account,
    resourceType,
    expression: { domain: [domain.domain.name], zone: zones },
  };
}

function location(domain: DomainScope): GrantTarget {
  return { kind: 'data-location', catalogId: domain.account, resourceArn: domain.bucketArn('products') };
}

// Four plain nouns, read in the order of the sentence "domain's role on target may".
function grant(
  domain: DomainScope,
  role: string,
  ...[target, permissions]: [target: GrantTarget, permissions: readonly string[]]
): GrantDeclaration {
  return {
    principal: domain.roleArn(role),
    target,
    permissions,
    because: `namespace of ${domain.domain.name}`,
  };
}
