import { mayOnlyBe, offence } from '../property.ts';
import type { TemplateRule } from '../template-rule.ts';

export const keepsEnginesInside: TemplateRule = {
  id: 'L-8',
  statement:
    'No engine outside AWS filters rows and columns by itself, or reads whole tables past Lake Formation',
  fix: 'drop `allowExternalDataFiltering` and `allowFullTableExternalDataAccess`',
  source: 'AWS’s guide “Application integration for full table access”',
  types: ['AWS::LakeFormation::DataLakeSettings'],
  check: (settings) => [
    ...mayOnlyBe(settings, 'AllowExternalDataFiltering', false),
    ...mayOnlyBe(settings, 'AllowFullTableExternalDataAccess', false),
    ...(settings.properties['ExternalDataFilteringAllowList'] === undefined
      ? []
      : [offence('ExternalDataFilteringAllowList', settings.properties['ExternalDataFilteringAllowList'])]),
  ],
  examples: [
    { name: 'the default', expect: 'holds', resources: settingsWith({}) },
    {
      name: 'filtering outside',
      expect: 'breaks',
      resources: settingsWith({ AllowExternalDataFiltering: true }),
    },
    {
      name: 'whole tables',
      expect: 'breaks',
      resources: settingsWith({ AllowFullTableExternalDataAccess: true }),
    },
  ],
};

function settingsWith(Properties: Readonly<Record<string, unknown>>) {
  return { Settings: { Type: 'AWS::LakeFormation::DataLakeSettings', Properties } };
}
