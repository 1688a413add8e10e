import { assertNever } from '../../errors/invariant.ts';
import { type Grant, type GrantResource, IAM_ALLOWED_PRINCIPALS } from '../lakeformation/grant.ts';
import type { WorldGrant } from '../world/world-lake.ts';
import type { Reason } from './proof.ts';

export function reasonOf(grant: Grant, declared: WorldGrant | undefined): Reason {
  const because = declared?.declaration?.because;
  const source = because === undefined ? '' : `, because of ${because}`;
  return {
    text: `grant of ${grant.permissions.join(', ')} on ${inWords(grant.resource)} to ${nameOf(grant.principal)}${source}`,
    ...(declared && { origin: declared.origin }),
  };
}

export function inWords(resource: GrantResource): string {
  switch (resource.kind) {
    case 'catalog':
      return 'the catalog';
    case 'database':
      return `database ${resource.database}`;
    case 'table':
      return `${resource.database}.${resource.table}`;
    case 'all-tables':
      return `all tables of ${resource.database}`;
    case 'columns':
      return `${resource.columns.kind === 'only' ? 'columns' : 'columns except'} ${resource.columns.names.join(', ')} of ${resource.database}.${resource.table}`;
    case 'filter':
      return `${resource.database}.${resource.table} through the filter ${resource.filter}`;
    case 'data-location':
      return resource.location.replace('arn:aws:s3:::', 's3://');
    case 'tag':
      return `the tag ${resource.tag.key}`;
    case 'tag-policy':
      return `what is tagged ${resource.expression.map(({ key, values }) => `${key} = ${values.join(' or ')}`).join(', ')}`;
    default:
      return assertNever(resource);
  }
}

/** A role by its name, without path and account. */
export function nameOf(principal: string): string {
  if (principal === IAM_ALLOWED_PRINCIPALS) return 'everybody whom IAM lets in';
  return principal.includes(':role/') ? (principal.split('/').at(-1) ?? principal) : principal;
}
