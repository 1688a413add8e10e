import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { loadSpecFiles } from '../../cli/load/load-spec-files.ts';
import { parseTemplate, type Template } from '../../core/cloudformation/template.ts';
import { parsePolicies } from '../../core/governance/parse-policies.ts';
import { resolveMesh } from '../../core/spec/resolve-mesh.ts';
import { checkTemplate } from '../../core/template-rules/check-template.ts';
import { resolveTemplate } from '../../core/template-rules/resolve-template.ts';
import type { RuleScope } from '../../core/template-rules/template-rule.ts';
import { TEMPLATE_RULES } from '../../core/template-rules/template-rules.ts';
import { buildMeshApp } from '../../lib/mesh-app.ts';
import { meshScope, PLATFORM_DOMAIN } from '../../lib/mesh-scope.ts';
import { emptyBundles } from './empty-bundles.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const OTHER_KEY = 'arn:aws:kms:eu-west-1:999999999999:key/other';
const STATEMENT = 'Policies.0.PolicyDocument.Statement.0';

/** Rule, type of the resource, and the property that somebody changes for the worse. */
type Mutation = readonly [rule: string, type: string, path: string, value: unknown];
const MUTATIONS: readonly Mutation[] = [
  ['S3-1', 'AWS::S3::Bucket', 'PublicAccessBlockConfiguration.BlockPublicPolicy', false],
  ['S3-2', 'AWS::S3::Bucket', 'BucketEncryption', undefined],
  ['S3-3', 'AWS::S3::BucketPolicy', 'PolicyDocument.Statement.0.Effect', 'Allow'],
  ['S3-4', 'AWS::S3::Bucket', 'VersioningConfiguration.Status', 'Suspended'],
  ['S3-5', 'AWS::S3::Bucket', 'OwnershipControls', undefined],
  ['S3-6', 'AWS::S3::BucketPolicy', 'PolicyDocument.Statement.1.Action', 's3:PutObjectAcl'],
  ['S3-7', 'AWS::S3::BucketPolicy', 'PolicyDocument.Statement.0.Effect', 'Allow'],
  ['S3-8', 'AWS::S3::Bucket', 'LoggingConfiguration', undefined],
  ['D-1', 'AWS::DynamoDB::Table', 'DeletionProtectionEnabled', false],
  ['LG-1', 'AWS::Logs::LogGroup', 'RetentionInDays', undefined],
  ['K-1', 'AWS::KMS::Key', 'EnableKeyRotation', false],
  ['K-2', 'AWS::KMS::Key', 'KeyPolicy.Statement.0.Principal', '*'],
  ['K-3', 'AWS::IAM::Role', STATEMENT, { Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' }],
  ['K-4', 'AWS::IAM::Role', STATEMENT, { Effect: 'Allow', Action: 'kms:CreateGrant', Resource: OTHER_KEY }],
  ['K-5', 'AWS::IAM::Role', STATEMENT, { Effect: 'Allow', Action: 'kms:Decrypt', Resource: OTHER_KEY }],
  ['K-6', 'AWS::KMS::Key', 'PendingWindowInDays', 7],
  ['K-7', 'AWS::KMS::Key', 'KeyPolicy.Statement.0.Principal.AWS', 'arn:aws:iam::999999999999:root'],
  ['G-4', 'AWS::Glue::Database', 'DatabaseInput.LocationUri', 's3://somebody-elses/'],
  ['G-6', 'AWS::Glue::Database', 'DatabaseInput.CreateTableDefaultPermissions', undefined],
  ['G-7', 'AWS::Glue::Table', 'TableInput.Parameters.table_type', 'ICEBERG'],
  ['A-1', 'AWS::Athena::WorkGroup', 'WorkGroupConfiguration.EnforceWorkGroupConfiguration', false],
  ['A-2', 'AWS::Athena::WorkGroup', 'WorkGroupConfiguration.BytesScannedCutoffPerQuery', undefined],
  [
    'A-3',
    'AWS::IAM::Role',
    STATEMENT,
    { Effect: 'Allow', Action: 'athena:StartQueryExecution', Resource: '*' },
  ],
  ['L-1', 'AWS::LakeFormation::DataLakeSettings', 'CreateTableDefaultPermissions', undefined],
  ['L-2', 'AWS::LakeFormation::Resource', 'HybridAccessEnabled', true],
  ['L-3', 'AWS::IAM::Role', 'AssumeRolePolicyDocument.Statement.0.Condition.ArnLike', undefined],
  ['L-7', 'AWS::LakeFormation::TagAssociation', 'LFTags.0.TagValues', ['safety']],
  ['L-8', 'AWS::LakeFormation::DataLakeSettings', 'AllowExternalDataFiltering', true],
  ['L-9', 'AWS::LakeFormation::Resource', 'ResourceArn', 'arn:aws:s3:::somebody-elses'],
  ['F-2', 'AWS::Lambda::Function', 'Runtime', 'nodejs18.x'],
  ['F-3', 'AWS::Lambda::Function', 'Environment.Variables.PARTNER_PASSWORD', 'correct horse'],
  ['F-4', 'AWS::Lambda::EventInvokeConfig', 'DestinationConfig', undefined],
  ['F-5', 'AWS::Lambda::Function', 'FunctionName', 'somebody-elses'],
  ['SF-1', 'AWS::StepFunctions::StateMachine', 'LoggingConfiguration.IncludeExecutionData', true],
  ['SF-3', 'AWS::StepFunctions::StateMachine', 'DefinitionString', { Ref: 'Machine' }],
  ['M-1', 'AWS::SNS::Topic', 'KmsMasterKeyId', undefined],
  ['M-2', 'AWS::SQS::Queue', 'KmsMasterKeyId', undefined],
  ['M-3', 'AWS::KMS::Key', 'KeyPolicy.Statement.5.Condition', undefined],
  ['M-4', 'AWS::Events::EventBusPolicy', 'Statement.Principal', '*'],
  ['M-5', 'AWS::Events::Rule', 'Targets.0.DeadLetterConfig', undefined],
  ['I-0', 'AWS::IAM::Role', `${STATEMENT}.Resource`, { 'Fn::ImportValue': 'other' }],
  ['I-1', 'AWS::IAM::Role', `${STATEMENT}.Action`, 's3:*'],
  ['I-2', 'AWS::IAM::Role', `${STATEMENT}.NotResource`, 'arn:aws:s3:::one'],
  ['I-3', 'AWS::IAM::Role', STATEMENT, { Effect: 'Allow', Action: 'iam:PassRole', Resource: '*' }],
  ['I-4', 'AWS::IAM::Role', 'AssumeRolePolicyDocument.Statement.0.Principal', { AWS: '*' }],
  ['I-5', 'AWS::IAM::Role', `${STATEMENT}.Action`, 'lakeformation:PutDataLakeSettings'],
  ['I-6', 'AWS::IAM::Role', 'PermissionsBoundary', undefined],
  ['I-7', 'AWS::IAM::Role', `${STATEMENT}.Action`, 'iam:PutRolePolicy'],
  ['I-8', 'AWS::IAM::Role', 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/AdministratorAccess']],
  ['I-11', 'AWS::IAM::Role', `${STATEMENT}.Resource`, 'arn:aws:s3:::aviation-local-insight*'],
];

/** Together they have every kind of resource: landed files, upstreams in other accounts, the mesh's own bus. */
const DOMAINS = ['airports', 'insight', PLATFORM_DOMAIN];

type Synthesized = { readonly template: Template; readonly scope: RuleScope };
let stacks: readonly Synthesized[] = [];

async function synthesize(): Promise<readonly Synthesized[]> {
  const { files } = await loadSpecFiles(resolve(import.meta.dirname, '../../examples/aviation'));
  const { mesh, diagnostics } = resolveMesh(files, { now: NOW });
  if (!mesh) throw new Error(JSON.stringify(diagnostics));
  const { names } = meshScope(mesh, 'local');
  const accounts = new Set(mesh.domains.flatMap((domain) => domain.accounts['local'] ?? []));
  return DOMAINS.flatMap((domain) => {
    const outdir = mkdtempSync(join(tmpdir(), 'freehold-mutations-'));
    const law = parsePolicies(files);
    const bundles = emptyBundles(outdir);
    const app = buildMeshApp({ mesh, law, now: NOW, environment: 'local', bundles, domain, outdir });
    return app.synth().stacksRecursively.map((stack) => ({
      template: parseTemplate(JSON.parse(readFileSync(stack.templateFullPath, 'utf8'))),
      scope: { names, domain, account: stack.environment.account, accounts },
    }));
  });
}

function findings(rule: string, template: Template, scope: RuleScope): readonly string[] {
  const rules = TEMPLATE_RULES.filter(({ id }) => id === rule);
  return checkTemplate(resolveTemplate(template, scope), rules).map(
    ({ logicalId, at }) => `${logicalId} ${at}`,
  );
}

/** Whether the rule finds more than before when one resource of the type, the first that it fits, is changed. */
function sees([rule, type, path, value]: Mutation): boolean {
  return stacks.some(({ template, scope }) => {
    const known = new Set(findings(rule, template, scope));
    return Object.keys(template.Resources).some((logicalId) => {
      if (template.Resources[logicalId]?.Type !== type) return false;
      const mutant = structuredClone(template);
      const isChanged = change(mutant.Resources[logicalId]?.Properties ?? {}, path.split('.'), value);
      return isChanged && findings(rule, mutant, scope).some((finding) => !known.has(finding));
    });
  });
}

function change(
  target: Record<string, unknown>,
  [key = '', ...rest]: readonly string[],
  value: unknown,
): boolean {
  if (rest.length > 0) {
    const next = target[key];
    return typeof next === 'object' && next !== null && change(next as Record<string, unknown>, rest, value);
  }
  if (value === undefined) delete target[key];
  else target[key] = value;
  return true;
}

describe('the rules on the templates of the aviation mesh', () => {
  beforeAll(async () => {
    // The CDK's own linter is another matter, and takes longer than all the rest.
    vi.stubEnv('CDK_VALIDATION', 'false');
    stacks = await synthesize();
  });

  it.each(MUTATIONS)('%s sees a worse %s: %s', (...mutation) => {
    expect(sees(mutation)).toBe(true);
  });

  it('are each broken once above, where the mesh has what they are about', () => {
    const types = new Set(
      stacks.flatMap(({ template }) => Object.values(template.Resources).map(({ Type }) => Type)),
    );
    const untried = TEMPLATE_RULES.filter(
      ({ id, types: own }) => own.some((type) => types.has(type)) && !MUTATIONS.some(([rule]) => rule === id),
    );
    expect(untried.map(({ id }) => id)).toEqual(['S3-9']);
  });

  it('look at what becomes of a resource that leaves its stack', () => {
    const lost = stacks.flatMap(({ template, scope }) => {
      const mutant = structuredClone(template);
      for (const resource of Object.values(mutant.Resources)) delete resource.DeletionPolicy;
      return findings('S3-9', mutant, scope);
    });
    expect(lost.length).toBeGreaterThan(5);
  });
});
