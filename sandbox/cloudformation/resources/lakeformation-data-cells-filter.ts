import type { ColumnWildcard, RowFilter } from '@aws-sdk/client-lakeformation';
import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { picked } from '../live-properties.ts';
import { unlessAbsent } from '../not-found.ts';
import { sdkShape } from '../property-schemas.ts';

const Properties = z.strictObject({
  TableCatalogId: z.string(),
  DatabaseName: z.string(),
  TableName: z.string(),
  Name: z.string(),
  ColumnNames: z.array(z.string()).optional(),
  ColumnWildcard: sdkShape<ColumnWildcard>('ExcludedColumnNames').optional(),
  RowFilter: sdkShape<RowFilter>('AllRowsWildcard', 'FilterExpression').optional(),
});
type Properties = z.infer<typeof Properties>;

export const lakeformationDataCellsFilter = defineProvider<Properties>({
  type: 'AWS::LakeFormation::DataCellsFilter',
  properties: Properties,
  createOnly: [
    'TableCatalogId',
    'DatabaseName',
    'TableName',
    'Name',
    'ColumnNames',
    'ColumnWildcard',
    'RowFilter',
  ],
  identifiers: ['TableCatalogId', 'DatabaseName', 'TableName', 'Name'],
  deletesBeforeReplacing: true,
  identify: idOf,
  create: async (properties, { call }) => {
    const { ColumnNames, ColumnWildcard, RowFilter } = properties;
    await call('lakeformation', 'CreateDataCellsFilter', {
      TableData: {
        ...key(properties),
        ...(ColumnNames && { ColumnNames }),
        ...(ColumnWildcard && { ColumnWildcard }),
        ...(RowFilter && { RowFilter }),
      },
    });
    return { physicalId: idOf(properties) };
  },
  read: async (_physicalId, { call }, properties) =>
    (await unlessAbsent(call('lakeformation', 'GetDataCellsFilter', key(properties)))) && {},
  describe: async (_physicalId, { call }, properties) => {
    const found = await unlessAbsent(call('lakeformation', 'GetDataCellsFilter', key(properties)));
    const filter = found?.DataCellsFilter;
    return filter && picked(filter, 'ColumnNames', 'ColumnWildcard', 'RowFilter');
  },
  update: async () => undefined,
  delete: async (_physicalId, { call }, properties) => {
    await unlessAbsent(call('lakeformation', 'DeleteDataCellsFilter', key(properties)));
  },
});

function key({ TableCatalogId, DatabaseName, TableName, Name }: Properties) {
  return { TableCatalogId, DatabaseName, TableName, Name };
}

function idOf(properties: Properties): string {
  return Object.values(key(properties)).join('|');
}
