import type { RequestContext } from '../../cloud/operation.ts';
import { lakePrincipal } from '../lakeformation/lake-state-of.ts';
import { catalogScope } from './catalog.ts';
import type { Visitor } from './lake-guard.ts';

/** The caller at the catalog that a call means. */
export function visitorOf(context: RequestContext, catalogId: string | undefined): Visitor {
  return {
    cloud: context.cloud,
    scope: catalogScope(context, catalogId),
    principal: lakePrincipal(context.caller),
  };
}
