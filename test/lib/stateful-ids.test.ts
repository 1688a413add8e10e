import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { loadSpecFiles } from '../../cli/load/load-spec-files.ts';
import { type DeployedResource, deployedResources } from './deployed-policies.ts';
import { synthesizeMesh } from './synthesized-mesh.ts';

/**
 * What is lost, or left behind, where its logical id changes: CloudFormation tells a resource by it, so that another
 * id makes a new resource and deletes or abandons the old one.
 */
const STATEFUL: ReadonlySet<string> = new Set([
  'AWS::DynamoDB::Table',
  'AWS::Events::Archive',
  'AWS::Glue::Database',
  'AWS::Glue::Table',
  'AWS::KMS::Key',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::SecretsManager::Secret',
  'AWS::SQS::Queue',
  'Custom::FreeholdTables',
]);

let resources: readonly DeployedResource[];
beforeAll(async () => {
  vi.stubEnv('CDK_VALIDATION', 'false');
  const { files } = await loadSpecFiles(join(resolve(import.meta.dirname, '../..'), 'examples/aviation'));
  resources = deployedResources(synthesizeMesh(files, { environment: 'local' }));
});

function idsIn(of: string): readonly string[] {
  return resources
    .filter(({ stack, type }) => stack === of && STATEFUL.has(type))
    .map(({ type, logicalId }) => `${type} ${logicalId}`)
    .toSorted();
}

describe('a changed logical id replaces what it names, so that these stay as they are', () => {
  it('in the platform', () => {
    expect(idsIn('platform/Platform')).toMatchInlineSnapshot(`
      [
        "AWS::Events::Archive Archive",
        "AWS::KMS::Key Key961B73FD",
        "AWS::S3::Bucket Audit3D8ADE0A",
        "AWS::S3::Bucket Logs6819BB44",
      ]
    `);
  });

  it('in a domain’s namespace', () => {
    expect(idsIn('operations/Namespace')).toMatchInlineSnapshot(`
      [
        "AWS::DynamoDB::Table Registry4DB9CCA5",
        "AWS::Glue::Database CatalogDatabaselanding97F2836F",
        "AWS::Glue::Database CatalogDatabaseproducts0F6483D6",
        "AWS::Glue::Database CatalogDatabasestaging99075C08",
        "AWS::KMS::Key Key961B73FD",
        "AWS::Logs::LogGroup FunctionauditgateLogs137AA9FC",
        "AWS::Logs::LogGroup FunctionenforcepoliciesLogs5F2BBEB2",
        "AWS::Logs::LogGroup FunctionmeasuresloLogs5E87FA97",
        "AWS::Logs::LogGroup FunctionprovisiontableLogs356DBE18",
        "AWS::Logs::LogGroup FunctionpublishsnapshotLogsAE15458A",
        "AWS::Logs::LogGroup FunctionreconcilegrantsLogsB10881AD",
        "AWS::Logs::LogGroup FunctionrecordfailureLogsA84E7E23",
        "AWS::Logs::LogGroup FunctionresolverunLogsC61D4BF3",
        "AWS::Logs::LogGroup PipelineLogsB6C63DF7",
        "AWS::S3::Bucket LandingF95672E9",
        "AWS::S3::Bucket Logs6819BB44",
        "AWS::S3::Bucket Products229621C6",
        "AWS::S3::Bucket Results25575328",
        "AWS::SQS::Queue AlarmsQueuefailed0FF6FDF6",
        "AWS::SQS::Queue AlarmsQueueundeliveredB937FB62",
      ]
    `);
  });

  it('in every domain’s namespace alike, but for links to producers', () => {
    const own = (domain: string): readonly string[] =>
      idsIn(`${domain}/Namespace`).filter((id) => !id.includes('CatalogLink'));
    for (const domain of ['airports', 'insight', 'safety']) expect(own(domain)).toEqual(own('operations'));
  });

  it('in a product’s stack', () => {
    expect(idsIn('operations/flights-v1')).toMatchInlineSnapshot(`
      [
        "Custom::FreeholdTables Tables",
      ]
    `);
    expect(idsIn('operations/flight-reports-v1')).toMatchInlineSnapshot(`
      [
        "AWS::Glue::Table Sourcerawflights",
        "Custom::FreeholdTables Tables",
      ]
    `);
  });

  it('and nowhere in a foundation, which may be made again', () => {
    expect(idsIn('operations/Foundation')).toEqual([]);
  });
});
