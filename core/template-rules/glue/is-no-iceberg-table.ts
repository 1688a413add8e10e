import { offence, property } from '../property.ts';
import type { TemplateRule } from '../template-rule.ts';

export const isNoIcebergTable: TemplateRule = {
  id: 'G-7',
  statement: 'CloudFormation makes no Iceberg table: an update through Glue’s type breaks it',
  fix: 'declare the table in a contract; `provision-table` creates and evolves it',
  source: 'updates of `AWS::Glue::Table` drop the pointer to the Iceberg metadata',
  types: ['AWS::Glue::Table'],
  check: ({ properties }) => {
    const type = property(properties, 'TableInput.Parameters.table_type');
    return [
      ...(String(type).toUpperCase() === 'ICEBERG'
        ? [offence('TableInput.Parameters.table_type', type)]
        : []),
      ...(properties['OpenTableFormatInput'] === undefined
        ? []
        : [offence('OpenTableFormatInput', properties['OpenTableFormatInput'])]),
    ];
  },
  examples: [
    { name: 'files as they arrive', expect: 'holds', resources: tableWith({ classification: 'csv' }) },
    { name: 'Iceberg', expect: 'breaks', resources: tableWith({ table_type: 'ICEBERG' }) },
  ],
};

function tableWith(Parameters: Readonly<Record<string, string>>) {
  return { Table: { Type: 'AWS::Glue::Table', Properties: { TableInput: { Name: 'orders', Parameters } } } };
}
