import type { GetDataCatalogCommandInput, GetDataCatalogCommandOutput } from '@aws-sdk/client-athena';
import { defineOperation } from '../../../cloud/operation.ts';
import { invalidRequest } from '../invalid-request.ts';

/** There is one: the account's Glue catalog. */
export const getDataCatalog = defineOperation<GetDataCatalogCommandInput, GetDataCatalogCommandOutput>({
  service: 'athena',
  name: 'GetDataCatalog',
  members: ['Name', 'WorkGroup'],
  authorize: ({ Name }, { accountId, region }) => [
    {
      action: 'athena:GetDataCatalog',
      resource: `arn:aws:athena:${region}:${accountId}:datacatalog/${Name ?? ''}`,
    },
  ],
  handle: ({ Name }, { accountId }) => {
    if (Name?.toLowerCase() !== 'awsdatacatalog')
      throw invalidRequest(`DataCatalog ${Name ?? ''} was not found`);
    return { DataCatalog: { Name: 'AwsDataCatalog', Type: 'GLUE', Parameters: { 'catalog-id': accountId } } };
  },
});
