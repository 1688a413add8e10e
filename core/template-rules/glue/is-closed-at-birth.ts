import { isRecord } from '../../cloudformation/intrinsic.ts';
import { offence, property } from '../property.ts';
import type { ExampleResources, TemplateRule } from '../template-rule.ts';

const DEFAULTS = 'DatabaseInput.CreateTableDefaultPermissions';

export const isClosedAtBirth: TemplateRule = {
  id: 'G-6',
  statement:
    'A database gives its new tables no permissions of their own: `IAM_ALLOWED_PRINCIPALS` never holds anything',
  fix: 'set `createTableDefaultPermissions: []`',
  source: 'AWS’s guide “Changing the default settings for your data lake”',
  types: ['AWS::Glue::Database'],
  check: ({ properties }) => {
    if (isRecord(property(properties, 'DatabaseInput.TargetDatabase'))) return [];
    const found = property(properties, DEFAULTS);
    return Array.isArray(found) && found.length === 0 ? [] : [offence(DEFAULTS, found)];
  },
  examples: [
    {
      name: 'empty defaults',
      expect: 'holds',
      resources: databaseWith({ CreateTableDefaultPermissions: [] }),
    },
    {
      name: 'a link holds no tables',
      expect: 'holds',
      resources: databaseWith({ TargetDatabase: { CatalogId: '222222222222', DatabaseName: 'airports' } }),
    },
    { name: 'the account’s defaults', expect: 'breaks', resources: databaseWith({}) },
  ],
};

function databaseWith(more: Readonly<Record<string, unknown>>): ExampleResources {
  return {
    Database: { Type: 'AWS::Glue::Database', Properties: { DatabaseInput: { Name: 'sales', ...more } } },
  };
}
