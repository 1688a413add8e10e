import type { ExecutionArns } from './execution-scope.ts';
import { actionsOf, type ExecutionStatement } from './execution-statement.ts';

/** Databases and tables, Lake Formation, and who may query how much. */
export function catalogStatements(arns: ExecutionArns): readonly ExecutionStatement[] {
  return [
    {
      sid: 'Catalog',
      types: ['AWS::Glue::Database', 'AWS::Glue::Table'],
      actions: actionsOf('glue', CATALOG),
      resources: arns.catalog,
    },
    {
      // Lake Formation has no resources in IAM: who is its administrator decides there.
      sid: 'LakeFormation',
      types: [
        'AWS::LakeFormation::DataLakeSettings',
        'AWS::LakeFormation::Resource',
        'AWS::LakeFormation::Tag',
        'AWS::LakeFormation::TagAssociation',
      ],
      actions: actionsOf('lakeformation', LAKE_FORMATION),
      resources: ['*'],
    },
    {
      sid: 'Workgroups',
      types: ['AWS::Athena::WorkGroup'],
      actions: actionsOf('athena', WORKGROUP),
      resources: [arns.named('athena', 'workgroup/')],
    },
  ];
}

const CATALOG = [
  'CreateDatabase',
  'CreateTable',
  'DeleteDatabase',
  'DeleteTable',
  'GetDatabase',
  'GetTable',
  'UpdateDatabase',
  'UpdateTable',
];

const LAKE_FORMATION = [
  'AddLFTagsToResource',
  'CreateLFTag',
  'DeleteLFTag',
  'DeregisterResource',
  'DescribeResource',
  'GetDataLakeSettings',
  'GetLFTag',
  'GetResourceLFTags',
  'PutDataLakeSettings',
  'RegisterResource',
  'RemoveLFTagsFromResource',
  'UpdateLFTag',
];

const WORKGROUP = [
  'CreateWorkGroup',
  'DeleteWorkGroup',
  'GetWorkGroup',
  'ListTagsForResource',
  'TagResource',
  'UntagResource',
  'UpdateWorkGroup',
];
