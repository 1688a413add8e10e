import { offence } from '../property.ts';
import type { ExampleResources, Offence, TemplateRule } from '../template-rule.ts';

const STATEFUL = ['AWS::S3::Bucket', 'AWS::DynamoDB::Table', 'AWS::KMS::Key', 'AWS::SecretsManager::Secret'];

export const keepsData: TemplateRule = {
  id: 'S3-9',
  statement: 'What holds data, keys or secrets stays when it leaves a stack or is replaced',
  fix: 'set `removalPolicy: RemovalPolicy.RETAIN`',
  source: 'losing data takes two keys: a property and a context value',
  types: STATEFUL,
  check: (resource, { scope }) =>
    scope.givesUpData === true
      ? []
      : [
          ...policy('DeletionPolicy', resource.deletionPolicy),
          ...policy('UpdateReplacePolicy', resource.updateReplacePolicy),
        ],
  examples: [
    { name: 'kept', expect: 'holds', resources: bucketWith('Retain', 'Retain') },
    { name: 'deleted with the stack', expect: 'breaks', resources: bucketWith('Delete', 'Retain') },
    { name: 'deleted when replaced', expect: 'breaks', resources: bucketWith('Retain', 'Delete') },
  ],
};

function policy(at: string, found: string | undefined): readonly Offence[] {
  return found === 'Retain' || found === 'RetainExceptOnCreate' ? [] : [offence(at, found)];
}

function bucketWith(
  DeletionPolicy: 'Retain' | 'Delete',
  UpdateReplacePolicy: 'Retain' | 'Delete',
): ExampleResources {
  return { Bucket: { Type: 'AWS::S3::Bucket', DeletionPolicy, UpdateReplacePolicy } };
}
