import { OWN_KEY, OWN_KEY_ARN, isOwnKey } from '../own-key.ts';
import { mustBe, offence, property } from '../property.ts';
import type { ExampleResources, TemplateRule } from '../template-rule.ts';

export const protectsRegistry: TemplateRule = {
  id: 'D-1',
  statement:
    'A table can be restored to any second, cannot be deleted by mistake, and has the domain’s own key',
  fix: 'set point-in-time recovery, deletion protection and the key of the same stack',
  source: 'Security Hub DynamoDB.2, DynamoDB.6',
  types: ['AWS::DynamoDB::Table'],
  check: (table, template) => [
    ...mustBe(table, 'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled', true),
    ...(template.scope.givesUpData === true ? [] : mustBe(table, 'DeletionProtectionEnabled', true)),
    ...(isOwnKey(property(table.properties, 'SSESpecification.KMSMasterKeyId'), template)
      ? mustBe(table, 'SSESpecification.SSEEnabled', true)
      : [
          offence(
            'SSESpecification.KMSMasterKeyId',
            property(table.properties, 'SSESpecification.KMSMasterKeyId'),
          ),
        ]),
  ],
  examples: [
    { name: 'all three', expect: 'holds', resources: tableWith(true, OWN_KEY_ARN) },
    { name: 'no recovery', expect: 'breaks', resources: tableWith(false, OWN_KEY_ARN) },
    { name: 'a key of DynamoDB', expect: 'breaks', resources: tableWith(true, undefined) },
  ],
};

function tableWith(PointInTimeRecoveryEnabled: boolean, KMSMasterKeyId: unknown): ExampleResources {
  return {
    ...OWN_KEY,
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled },
        SSESpecification: { SSEEnabled: true, ...(KMSMasterKeyId !== undefined && { KMSMasterKeyId }) },
      },
    },
  };
}
