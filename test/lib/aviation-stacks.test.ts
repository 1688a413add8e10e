import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { BUNDLE_BYTES_MAX } from '../../lib/constructs/functions/bundles.ts';
import { type SynthesizedMesh, synthesizeAviation, type TemplateResource } from './synthesized-aviation.ts';

let mesh: SynthesizedMesh;
beforeAll(async () => {
  mesh = await synthesizeAviation();
});

const all = () =>
  mesh.stacks.flatMap(({ path, resources }) =>
    Object.entries(resources).map(([id, resource]) => ({ path, id, ...resource })),
  );

type LogPlaces = {
  readonly path: string;
  readonly recorded: readonly string[];
  readonly writers: readonly string[];
};

/** Buckets that a stack records, with where to, and who may write into the log bucket from where. */
function logPlaces(path: string, resources: readonly (readonly [string, TemplateResource])[]): LogPlaces[] {
  const [log] =
    resources.find(([, { Properties }]) => /-logs-/.test(String(Properties?.['BucketName']))) ?? [];
  if (log === undefined) return [];
  const recorded = resources.flatMap(([id, { Properties }]) => {
    const to = Properties?.['LoggingConfiguration'] as LoggingConfiguration | undefined;
    if (to?.DestinationBucketName?.Ref !== log) return [];
    return [`${id.replace(/[0-9A-F]{8}$/, '')} ${to.LogFilePrefix}`];
  });
  const policy = resources.find(
    ([, { Type, Properties }]) =>
      Type === 'AWS::S3::BucketPolicy' && JSON.stringify(Properties?.['Bucket']).includes(log),
  );
  return [{ path, recorded, writers: writersOf(policy?.[1].Properties?.['PolicyDocument']) }];
}

type LoggingConfiguration = {
  readonly DestinationBucketName?: { readonly Ref?: string };
  readonly LogFilePrefix?: string;
};

function writersOf(policy: unknown): readonly string[] {
  const { Statement } = policy as { readonly Statement: readonly Record<string, unknown>[] };
  return Statement.filter(({ Effect }) => Effect === 'Allow').map((statement) => {
    expect(statement).toMatchObject({
      Action: 's3:PutObject',
      Principal: { Service: 'logging.s3.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': expect.stringMatching(/^\d{12}$/) } },
    });
    const [, objects] = /"\/([^"]+\*)"/.exec(JSON.stringify(statement['Resource'])) ?? [];
    const [, source] =
      /"aws:SourceArn":"arn:aws:s3:::aviation-local(-[a-z-]+)-\d/.exec(
        JSON.stringify(statement['Condition']),
      ) ?? [];
    return `${objects} from …${source}`;
  });
}

describe('the stacks of the aviation mesh', () => {
  it('pass every check: the law, cdk-nag, and the CDK’s own validation', () => {
    expect(JSON.parse(mesh.report).pluginReports).toEqual([]);
  });

  it('pass every check in the smallest mesh, too', async () => {
    expect(JSON.parse((await synthesizeAviation({ example: 'minimal' })).report).pluginReports).toEqual([]);
  });

  it('are one foundation and one namespace per domain, and one stack per product', () => {
    expect(mesh.stacks.map(({ path }) => path).toSorted()).toMatchInlineSnapshot(`
      [
        "airports/Foundation",
        "airports/Namespace",
        "airports/airport-names-v1",
        "airports/airports-v1",
        "insight/Foundation",
        "insight/Namespace",
        "insight/airport-scorecard-v1",
        "insight/strike-rates-v1",
        "operations/Foundation",
        "operations/Namespace",
        "operations/flight-reports-v1",
        "operations/flights-v1",
        "operations/punctuality-v1",
        "platform/Foundation",
        "platform/Platform",
        "safety/Foundation",
        "safety/Namespace",
        "safety/strikes-v1",
      ]
    `);
  });

  it('retain buckets, registries, keys and the databases of products when a stack goes', () => {
    const lost = all().filter(
      ({ Type, DeletionPolicy }) =>
        ['AWS::S3::Bucket', 'AWS::DynamoDB::Table', 'AWS::KMS::Key'].includes(Type) &&
        DeletionPolicy !== 'Retain',
    );
    expect(lost).toEqual([]);
    const databases = all().filter(({ Type }) => Type === 'AWS::Glue::Database');
    const kept = databases.filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain');
    expect(kept.map(({ Properties }) => Properties?.['DatabaseName']).toSorted()).toEqual([
      'airports',
      'insight',
      'operations',
      'safety',
    ]);
  });

  it('record who asks for what of each bucket in the log bucket of its stack, which only S3 writes', () => {
    const places = mesh.stacks.flatMap(({ path, resources }) => logPlaces(path, Object.entries(resources)));
    expect(places.filter(({ path }) => /^(platform|safety)/.test(path))).toEqual([
      { path: 'platform/Platform', recorded: ['Audit audit/'], writers: ['audit/* from …-platform-audit'] },
      {
        path: 'safety/Namespace',
        recorded: ['Landing landing/', 'Products products/', 'Results results/'],
        writers: [
          'landing/* from …-safety-landing',
          'products/* from …-safety-products',
          'results/* from …-safety-results',
        ],
      },
    ]);
  });

  it('say in the parameter of each product what it is and where its manifest is, in what SSM takes', () => {
    const parameters = all().filter(
      ({ Type, Properties }) =>
        Type === 'AWS::SSM::Parameter' && /\/v\d+$/.test(String(Properties?.['Name'])),
    );
    expect(parameters).toHaveLength(mesh.stacks.filter(({ path }) => /-v\d+$/.test(path)).length);
    for (const { Properties } of parameters) {
      const text = String(Properties?.['Value']);
      const { id, key, sha256 } = JSON.parse(text);
      expect(String(Properties?.['Name'])).toBe(`/aviation/local/${String(id).replace('.', '/')}/v1`);
      expect([key, sha256]).toEqual([
        expect.stringMatching(/^[0-9a-f]{64}\.json$/),
        expect.stringMatching(/^[0-9a-f]{64}$/),
      ]);
      expect(Buffer.byteLength(text)).toBeLessThan(4_096);
    }
  });

  it('grant nothing through CloudFormation’s own grant type, and leave no table to its updates', () => {
    const types = new Set(all().map(({ Type }) => Type));
    expect(types.has('AWS::LakeFormation::PrincipalPermissions')).toBe(false);
    const icebergTables = all().filter(
      ({ Type, Properties }) => Type === 'AWS::Glue::Table' && JSON.stringify(Properties).includes('ICEBERG'),
    );
    expect(icebergTables).toEqual([]);
  });

  it('let no principal in by a wildcard', () => {
    const open = all().filter(({ Properties }) => {
      const text = JSON.stringify(Properties?.['AssumeRolePolicyDocument'] ?? {});
      return text.includes('"*"');
    });
    expect(open).toEqual([]);
  });

  it('weigh little: each bundle stays within its bytes', () => {
    const heavy = readdirSync(mesh.bundles)
      .map((name) => [name, statSync(join(mesh.bundles, name, 'index.mjs')).size] as const)
      .filter(([, size]) => size > BUNDLE_BYTES_MAX);
    expect(heavy).toEqual([]);
  });

  it('build one domain alone as it is built among all', async () => {
    const alone = await synthesizeAviation({ domain: 'safety' });
    const among = mesh.stacks.filter(({ path }) => path.startsWith('safety/'));
    expect(alone.stacks).toEqual(among);
  });
});

describe('acknowledged findings', () => {
  it('stand beside one resource each, with a reason', () => {
    const wrong = mesh.acknowledgements.filter(
      ({ reason, isOfOneResource }) => !isOfOneResource || reason.split(' ').length < 5,
    );
    expect(wrong).toEqual([]);
  });

  it('except what is there: each wildcard stands in its stack', () => {
    const texts = mesh.stacks.map(({ path, resources }) => [`${path}/`, JSON.stringify(resources)] as const);
    const stale = mesh.acknowledgements.filter(({ at, rule }) => {
      const [, wildcard] = /IAM5\[Resource::(.*)\]$/.exec(rule) ?? [];
      const text = texts.find(([path]) => at.startsWith(path))?.[1] ?? '';
      return wildcard !== undefined && !text.includes(`"${wildcard}"`);
    });
    expect(stale.map(({ at, rule }) => `${at} ${rule}`)).toEqual([]);
  });

  it('are no more than these in one domain: each new one is seen here', () => {
    const rules = mesh.acknowledgements
      .filter(({ at }) => at.startsWith('safety/'))
      .map(({ rule }) => rule.replace(/^Annotation::/, '').replace(/\[.*/, ''));
    const counts = [...Map.groupBy(rules, (rule) => rule)].map(([rule, { length }]) => `${length} ${rule}`);
    expect(counts.toSorted()).toMatchInlineSnapshot(`
      [
        "1 NIST.800.53.R5-DynamoDBInBackupPlan",
        "1 NIST.800.53.R5-S3DefaultEncryptionKMS",
        "1 freehold-rules::S3-8",
        "101 AwsSolutions-IAM5",
        "12 NIST.800.53.R5-IAMNoInlinePolicy",
        "2 AwsSolutions-SQS3",
        "2 freehold-rules::S3-2",
        "2 freehold-rules::S3-6",
        "4 NIST.800.53.R5-S3BucketReplicationEnabled",
        "8 NIST.800.53.R5-LambdaConcurrency",
        "8 NIST.800.53.R5-LambdaDLQ",
        "8 NIST.800.53.R5-LambdaInsideVPC",
      ]
    `);
  });
});
