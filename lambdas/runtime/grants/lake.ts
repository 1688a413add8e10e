import type { GlueClient } from '@aws-sdk/client-glue';
import type { LakeFormationClient } from '@aws-sdk/client-lakeformation';

import type { Lake } from '../../../core/access/grants/bring-about.ts';
import { type NameScope, roleArn } from '../../../core/naming/names.ts';
import { glueLinksPort } from './glue-links-port.ts';
import { lakeFormationPort } from './lake-formation-port.ts';
import { readGrants } from './read-grants.ts';

export type LakeClients = { readonly lakeFormation: LakeFormationClient; readonly glue: GlueClient };

/** One account's Lake Formation and catalog, as its reconciler sees and changes them. */
export function lakeOf(
  { lakeFormation, glue }: LakeClients,
  at: { readonly names: NameScope; readonly domain: string; readonly catalogId: string },
): Lake {
  const { catalogId } = at;
  const grants = lakeFormationPort(lakeFormation, catalogId);
  const self = roleArn(at.names, at.domain, catalogId, 'reconciler');
  return {
    read: () => readGrants(lakeFormation, catalogId),
    grants,
    links: glueLinksPort({ glue, grants, catalogId, self }),
  };
}
