import { glueDatabase } from '../../naming/names.ts';
import { offence } from '../property.ts';
import type { ExampleResources, Offence, RuleResource, RuleScope, TemplateRule } from '../template-rule.ts';

const DATABASE = 'AWS::Glue::Database';
const STATEFUL = [
  'AWS::S3::Bucket',
  'AWS::DynamoDB::Table',
  DATABASE,
  'AWS::KMS::Key',
  'AWS::SecretsManager::Secret',
];

export const keepsData: TemplateRule = {
  id: 'S3-9',
  statement:
    'What holds data, tables of products, keys or secrets stays when it leaves a stack or is replaced',
  fix: 'set `removalPolicy: RemovalPolicy.RETAIN`',
  source: 'losing data takes two keys: a property and a context value',
  types: STATEFUL,
  check: (resource, { scope }) =>
    scope.givesUpData === true || isMadeAgain(resource, scope)
      ? []
      : [
          ...policy('DeletionPolicy', resource.deletionPolicy),
          ...policy('UpdateReplacePolicy', resource.updateReplacePolicy),
        ],
  examples: [
    { name: 'kept', expect: 'holds', resources: bucketWith('Retain', 'Retain') },
    { name: 'deleted with the stack', expect: 'breaks', resources: bucketWith('Delete', 'Retain') },
    { name: 'deleted when replaced', expect: 'breaks', resources: bucketWith('Retain', 'Delete') },
    { name: 'tables of products', expect: 'breaks', resources: databaseCalled('sales') },
    {
      name: 'tables of a run, which the next one makes',
      expect: 'holds',
      resources: databaseCalled('sales_staging'),
    },
  ],
};

/** Landed files and steps of runs have tables that stacks and runs make; links to producers hold nothing. */
function isMadeAgain({ type, properties }: RuleResource, { domain }: RuleScope): boolean {
  return type === DATABASE && properties['DatabaseName'] !== glueDatabase(domain, 'products');
}

function policy(at: string, found: string | undefined): readonly Offence[] {
  return found === 'Retain' || found === 'RetainExceptOnCreate' ? [] : [offence(at, found)];
}

function databaseCalled(DatabaseName: string): ExampleResources {
  return { Database: { Type: DATABASE, Properties: { DatabaseName }, DeletionPolicy: 'Delete' } };
}

function bucketWith(
  DeletionPolicy: 'Retain' | 'Delete',
  UpdateReplacePolicy: 'Retain' | 'Delete',
): ExampleResources {
  return { Bucket: { Type: 'AWS::S3::Bucket', DeletionPolicy, UpdateReplacePolicy } };
}
