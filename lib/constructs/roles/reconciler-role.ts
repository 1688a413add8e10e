import type { Construct } from 'constructs';
import type { DomainScope } from '../../domain-scope.ts';
import { FunctionRole } from './function-role.ts';
import { linkArns, RECONCILING, reconcilerWork, sharedCatalogArns } from './reconciler-statements.ts';
import { platformKeysArn } from './statements.ts';

export type ReconcilerRoleProps = { readonly domain: DomainScope };

/** The only role that grants and revokes: a Lake Formation administrator of its account. */
export class ReconcilerRole extends FunctionRole {
  constructor(scope: Construct, id: string, { domain }: ReconcilerRoleProps) {
    super(scope, id, {
      domain,
      role: 'reconciler',
      description: `Brings the grants of ${domain.domain.name} to what is declared`,
      functions: RECONCILING,
      boundary: 'grants',
      statements: reconcilerWork(domain),
      wildcards: {
        '*': 'neither Lake Formation nor cloudwatch:PutMetricData has a resource level; conditions name the shares and the namespace',
        [domain.recordsArn('findings')]: 'one object per sweep, below this domain’s own prefix',
        [platformKeysArn(domain)]: 'a condition names the alias of the one key',
        [domain.manifestAssetsArn]: 'asset keys are content hashes',
        [domain.parametersArn]: 'one parameter per product of this domain',
        ...Object.fromEntries(
          [...domain.ownCatalogArns(), ...sharedCatalogArns(domain), ...linkArns(domain)]
            .filter((arn) => arn.endsWith('/*'))
            .map((arn) => [arn, 'tables come and go with products of this domain']),
        ),
      },
    });
  }
}
