import { CustomResource } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { DeclaredGrantsDocument } from '../../../core/access/grants/declaration.ts';
import { DEFAULT_RUNG } from '../../../core/access/grants/ladder.ts';
import { grantsParameter } from '../../../core/naming/names.ts';
import type { DomainScope } from '../../domain-scope.ts';
import { PublishedJson } from '../manifest/published-json.ts';

export type DeclaredGrantsProps = {
  readonly domain: DomainScope;
  /** `namespace`, or `<product>/v<major>`. */
  readonly owner: string;
  readonly governs: DeclaredGrantsDocument['governs'];
  readonly grants: DeclaredGrantsDocument['grants'];
  /** @default - no resource links */
  readonly links?: NonNullable<DeclaredGrantsDocument['links']>;
};

/**
 * All grants of a stack as one resource. CloudFormation's own grant type replaces by delete-then-create;
 * `reconcile-grants` takes the whole list, grants what is new and only then revokes what is not declared.
 */
export class DeclaredGrants extends Construct {
  constructor(scope: Construct, id: string, props: DeclaredGrantsProps) {
    super(scope, id);
    const { domain, owner, governs, grants, links = [] } = props;
    const { undeclaredGrants } = domain.scope.mesh;
    const document: DeclaredGrantsDocument = {
      schema: 'freehold.grants.v1',
      domain: domain.domain.name,
      owner,
      governs,
      grants,
      ...(links.length > 0 && { links }),
      ...(undeclaredGrants !== DEFAULT_RUNG && { undeclared: undeclaredGrants }),
    };
    const published = new PublishedJson(this, 'Declaration', {
      parameter: grantsParameter(domain.scope.names, domain.domain.name, owner),
      version: '1',
      document,
    });
    new CustomResource(this, 'Reconciled', {
      resourceType: 'Custom::FreeholdGrants',
      serviceToken: domain.functionArn('reconcile-grants'),
      properties: { ...published.pointer },
    }).node.addDependency(published);
  }
}
