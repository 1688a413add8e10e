import { isProven } from '../resolve-template.ts';
import { mustBe, offence, property, records } from '../property.ts';
import type { ExampleResources, Offence, RuleResource, RuleScope, TemplateRule } from '../template-rule.ts';

const VERSION_MIN = 4;
const DEFAULTS = ['CreateDatabaseDefaultPermissions', 'CreateTableDefaultPermissions'] as const;
const ADMIN = 'arn:aws:iam::111111111111:role/acme-prod-sales-reconciler';

export const settingsAreClosed: TemplateRule = {
  id: 'L-1',
  statement:
    'Lake Formation gives nothing by default, keeps administrators that others set, and names its own exactly',
  fix: 'set both defaults to `[]`, `mutationType: APPEND`, and `CROSS_ACCOUNT_VERSION` 4',
  source: 'AWS’s guide “Changing the default settings for your data lake”',
  types: ['AWS::LakeFormation::DataLakeSettings'],
  check: (settings, { scope }) => [
    ...DEFAULTS.filter((name) => !isEmpty(settings.properties[name])).map((name) =>
      offence(name, settings.properties[name]),
    ),
    ...mustBe(settings, 'MutationType', 'APPEND'),
    ...version(settings),
    ...records(settings.properties['Admins']).flatMap(({ DataLakePrincipalIdentifier: admin }, index) =>
      isExactRole(String(admin), scope) ? [] : [offence(`Admins.${index}`, admin)],
    ),
  ],
  examples: [
    { name: 'closed', expect: 'holds', resources: settingsWith({}) },
    {
      name: 'defaults left alone',
      expect: 'breaks',
      resources: settingsWith({ CreateTableDefaultPermissions: null }),
    },
    {
      name: 'other administrators dropped',
      expect: 'breaks',
      resources: settingsWith({ MutationType: 'REPLACE' }),
    },
    {
      name: 'an administrator by pattern',
      expect: 'breaks',
      resources: settingsWith({
        Admins: [{ DataLakePrincipalIdentifier: 'arn:aws:iam::111111111111:role/acme-*' }],
      }),
    },
  ],
};

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function version(settings: RuleResource): readonly Offence[] {
  const found = property(settings.properties, 'Parameters.CROSS_ACCOUNT_VERSION');
  return Number(found) >= VERSION_MIN ? [] : [offence('Parameters.CROSS_ACCOUNT_VERSION', found)];
}

function isExactRole(arn: string, { account }: RuleScope): boolean {
  return isProven(arn) && arn.startsWith(`arn:aws:iam::${account}:role/`) && !/[*?]/.test(arn);
}

function settingsWith(more: Readonly<Record<string, unknown>>): ExampleResources {
  return {
    Settings: {
      Type: 'AWS::LakeFormation::DataLakeSettings',
      Properties: {
        CreateDatabaseDefaultPermissions: [],
        CreateTableDefaultPermissions: [],
        MutationType: 'APPEND',
        Parameters: { CROSS_ACCOUNT_VERSION: '4' },
        Admins: [{ DataLakePrincipalIdentifier: ADMIN }],
        ...more,
      },
    },
  };
}
