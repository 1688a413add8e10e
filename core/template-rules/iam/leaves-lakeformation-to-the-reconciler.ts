import { allows, IDENTITY_TYPES, statementsOf } from '../policy-statement.ts';
import { offence } from '../property.ts';
import type { TemplateRule } from '../template-rule.ts';
import { isBoundary } from './boundary.ts';
import { roleThatMay, roleWith } from './role-example.ts';

/** What changes who may read, or what that is decided by. */
const RULING = [
  'lakeformation:GrantPermissions',
  'lakeformation:BatchGrantPermissions',
  'lakeformation:RevokePermissions',
  'lakeformation:BatchRevokePermissions',
  'lakeformation:PutDataLakeSettings',
  'lakeformation:AddLFTagsToResource',
  'lakeformation:RemoveLFTagsFromResource',
  'lakeformation:CreateLFTag',
  'lakeformation:UpdateLFTag',
  'lakeformation:DeleteLFTag',
  'lakeformation:RegisterResource',
  'lakeformation:DeregisterResource',
  'lakeformation:CreateDataCellsFilter',
  'lakeformation:UpdateDataCellsFilter',
  'lakeformation:DeleteDataCellsFilter',
  'lakeformation:CreateLakeFormationOptIn',
] as const;
const ARN = { Resource: '*', Action: 'lakeformation:BatchGrantPermissions' };

export const leavesLakeFormationToTheReconciler: TemplateRule = {
  id: 'I-5',
  statement:
    'Only a reconciler grants, revokes and filters; nobody changes settings, tags or registrations at run time',
  fix: 'declare the grant; `reconcile-grants` brings it about',
  source: 'grants are declared, and one role brings them about',
  types: IDENTITY_TYPES,
  check: (role) =>
    (isBoundary(role) ? [] : statementsOf(role, 'identity')).flatMap((statement) =>
      RULING.filter((action) => allows(statement, action) && !isReconcilers(role.properties, action)).map(
        (action) => offence(`${statement.at}.Action`, action),
      ),
    ),
  examples: [
    {
      name: 'a reconciler',
      expect: 'holds',
      resources: roleWith({
        RoleName: 'acme-prod-sales-reconciler',
        Policies: [{ PolicyDocument: { Statement: [{ Effect: 'Allow', ...ARN }] } }],
      }),
    },
    { name: 'another role', expect: 'breaks', resources: roleThatMay(ARN) },
    {
      name: 'a reconciler that changes settings',
      expect: 'breaks',
      resources: roleWith({
        RoleName: 'acme-prod-sales-reconciler',
        Policies: [
          {
            PolicyDocument: {
              Statement: [{ ...ARN, Effect: 'Allow', Action: 'lakeformation:PutDataLakeSettings' }],
            },
          },
        ],
      }),
    },
  ],
};

function isReconcilers({ RoleName }: Readonly<Record<string, unknown>>, action: string): boolean {
  return String(RoleName).endsWith('-reconciler') && /Batch|DataCellsFilter/.test(action);
}
