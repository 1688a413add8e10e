import { Tags } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Domain } from '../../../core/spec/mesh.ts';
import { type MeshScope, PLATFORM_DOMAIN } from '../../mesh-scope.ts';

/** Stands for a product where a resource serves all of a domain's; no product can be called so. */
const SHARED = '_shared';

/** Puts the mesh's six tags on everything below a construct; what is further below may say otherwise. */
export function tagResources(
  construct: IConstruct,
  mesh: MeshScope,
  of: { readonly domain?: Domain; readonly product?: string },
): void {
  const { domain, product = SHARED } = of;
  const { owner, costCentre } = domain ?? mesh.mesh.defaults ?? {};
  const values = {
    mesh: mesh.names.mesh,
    environment: mesh.names.environment,
    domain: domain?.name ?? PLATFORM_DOMAIN,
    product,
    owner: owner?.team ?? PLATFORM_DOMAIN,
    'cost-centre': costCentre ?? PLATFORM_DOMAIN,
  };
  for (const [key, value] of Object.entries(values)) Tags.of(construct).add(key, value);
}
