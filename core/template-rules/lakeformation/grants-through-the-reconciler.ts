import { offence } from '../property.ts';
import type { TemplateRule } from '../template-rule.ts';

const GRANT_TYPES = [
  'AWS::LakeFormation::PrincipalPermissions',
  'AWS::LakeFormation::Permissions',
  'AWS::LakeFormation::DataCellsFilter',
] as const;

export const grantsThroughTheReconciler: TemplateRule = {
  id: 'L-4',
  statement: 'Grants and filters are declared and reconciled, never resources of CloudFormation',
  fix: 'declare the grant with `DeclaredGrants`',
  source: 'CloudFormation replaces a grant by deleting it first: readers lose access meanwhile',
  types: GRANT_TYPES,
  check: ({ type }) => [offence('Type', type)],
  examples: [
    {
      name: 'declared',
      expect: 'holds',
      resources: { Grants: { Type: 'Custom::FreeholdGrants', Properties: { ServiceToken: 'arn' } } },
    },
    ...GRANT_TYPES.map((Type) => ({
      name: Type,
      expect: 'breaks' as const,
      resources: { Grant: { Type, Properties: {} } },
    })),
  ],
};
