import { CustomResource } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { DomainScope } from '../../domain-scope.ts';
import type { PublishedJson } from '../manifest/published-json.ts';

export type ProductTablesProps = { readonly domain: DomainScope; readonly manifest: PublishedJson };

/**
 * The Iceberg tables of a product. CloudFormation's own table type breaks an Iceberg table on update,
 * so `provision-table` creates them and evolves their schema; deleting the stack leaves them.
 */
export class ProductTables extends CustomResource {
  constructor(scope: Construct, id: string, props: ProductTablesProps) {
    super(scope, id, {
      resourceType: 'Custom::FreeholdTables',
      serviceToken: props.domain.functionArn('provision-table'),
      properties: { ...props.manifest.pointer },
    });
  }
}
