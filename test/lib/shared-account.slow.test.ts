import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSpecFiles } from '../../cli/load/load-spec-files.ts';
import { compilePolicy } from '../../core/access/iam/compile-policy.ts';
import { evaluate } from '../../core/access/iam/evaluate.ts';
import { parsePolicies } from '../../core/governance/parse-policies.ts';
import { resolveMesh } from '../../core/spec/resolve-mesh.ts';
import { bundleFunctions } from '../../lib/constructs/functions/bundles.ts';
import { buildMeshApp } from '../../lib/mesh-app.ts';
import { addNagPacks } from '../../lib/validation/nag-packs.ts';

const root = resolve(import.meta.dirname, '../..');
const ACCOUNT = '222222222222';
const REGION = 'eu-west-1';
const NOW = new Date('2026-11-22T12:00:00Z');

/** A domain and one whose name begins with its name, neither of which reads the other, in one account. */
const TWINS = ['forest', 'forest-eu'] as const;
type Twin = (typeof TWINS)[number];

type Json = { readonly [key: string]: unknown };
type Role = { readonly name: string; readonly policies: readonly unknown[] };

const outdir = mkdtempSync(join(tmpdir(), 'freehold-twins-'));
const rolesOf = new Map<Twin, readonly Role[]>();

beforeAll(async () => {
  const { files } = await loadSpecFiles(join(root, 'test/permissions/mesh'));
  const { mesh, diagnostics } = resolveMesh(withTwin(files), { now: NOW });
  if (!mesh) throw new Error(JSON.stringify(diagnostics));
  const app = buildMeshApp({
    mesh,
    law: parsePolicies(files),
    now: NOW,
    environment: 'prod',
    bundles: await bundleFunctions(root, join(outdir, 'functions')),
    outdir,
  });
  addNagPacks(app);
  const stacks = app.synth().stacksRecursively;
  for (const twin of TWINS) {
    const roles = stacks.flatMap(({ templateFullPath }) => readRoles(templateFullPath, twin));
    rolesOf.set(
      twin,
      roles.filter(({ name }) => twinOf(name) === twin),
    );
  }
});

afterAll(() => rmSync(outdir, { recursive: true, force: true }));

/** One stack makes the reconcilers of all domains of an account. */
const twinOf = (role: string): Twin | undefined =>
  ['forest-eu', 'forest'].find((name): name is Twin => role.startsWith(`grove-prod-${name}-`));

/** The grove in one account, with a copy of `forest` that nobody reads. */
function withTwin(files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const owned = [...files].map(([path, text]): [string, string] => [
    path,
    path.endsWith('/domain.yaml') ? text.replace(/prod: "\d+"/, `prod: "${ACCOUNT}"`) : text,
  ]);
  const copied = owned
    .filter(([path]) => path.startsWith('domains/forest/') && !path.includes('/access/'))
    .map(([path, text]): [string, string] => [path.replace('domains/forest/', 'domains/forest-eu/'), text]);
  const all = new Map([...owned, ...copied]);
  const mesh = all.get('mesh.yaml') ?? '';
  all.set(
    'mesh.yaml',
    `${mesh.replace('100000000001', '111111111111')}  - from: landing/harvest.csv\n    to: forest-eu/harvest/harvest.csv\n`,
  );
  return all;
}

function readRoles(template: string, twin: Twin): readonly Role[] {
  // A template as the CDK wrote it.
  const { Resources } = JSON.parse(readFileSync(template, 'utf8')) as {
    readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: Json }>>;
  };
  return Object.values(Resources).flatMap(({ Type, Properties = {} }) => {
    if (Type !== 'AWS::IAM::Role') return [];
    const inline = (Properties['Policies'] ?? []) as readonly { readonly PolicyDocument: unknown }[];
    return [
      {
        name: String(Properties['RoleName']),
        policies: inline.map(({ PolicyDocument }) => resolved(PolicyDocument, twin)),
      },
    ];
  });
}

/** Intrinsic functions become what they stand for; a reference is a name that holds its domain's. */
function resolved(value: unknown, twin: Twin): unknown {
  if (Array.isArray(value)) return value.map((one) => resolved(one, twin));
  if (typeof value !== 'object' || value === null) return value;
  const [[key, argument] = ['', undefined]] = Object.entries(value);
  if (key === 'Ref') return argument === 'AWS::Partition' ? 'aws' : `${twin}:${String(argument)}`;
  if (key === 'Fn::GetAtt') return `arn:aws:kms:${REGION}:${ACCOUNT}:key/${twin}`;
  if (key === 'Fn::Join') {
    const [separator, parts] = argument as readonly [string, readonly unknown[]];
    return parts.map((part) => resolved(part, twin)).join(separator);
  }
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, resolved(one, twin)]));
}

/** What belongs to a domain, with actions that would read or change it. */
function belongings(twin: Twin): readonly (readonly [action: string, resource: string])[] {
  const at = (service: string, rest: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;
  const name = `grove-prod-${twin}`;
  const database = twin.replaceAll('-', '_');
  const audit = `arn:aws:s3:::grove-prod-platform-audit-111111111111-${REGION}`;
  const buckets = ['landing', 'products', 'results', 'logs'].flatMap((purpose) => {
    const arn = `arn:aws:s3:::${name}-${purpose}-${ACCOUNT}-${REGION}`;
    return [
      ['s3:ListBucket', arn] as const,
      ...['analyst', 'pipeline', 'harvest'].flatMap((prefix) => [
        ['s3:GetObject', `${arn}/${prefix}/x`] as const,
        ['s3:PutObject', `${arn}/${prefix}/x`] as const,
      ]),
    ];
  });
  const databases = ['', '_landing', '_staging'].flatMap((zone) =>
    ['GetTable', 'GetTables', 'CreateTable', 'UpdateTable', 'DeleteTable'].map(
      (action) => [`glue:${action}`, at('glue', `table/${database}${zone}/harvest_v1`)] as const,
    ),
  );
  return [
    ...buckets,
    ...databases,
    ['s3:PutObject', `${audit}/ledger/${ACCOUNT}/${twin}/harvest/v1/x.json`],
    ['s3:PutObject', `${audit}/lineage/${ACCOUNT}/${twin}/harvest/v1/x.json`],
    ['dynamodb:GetItem', at('dynamodb', `table/${name}-registry`)],
    ['dynamodb:PutItem', at('dynamodb', `table/${name}-registry`)],
    ['ssm:GetParameter', at('ssm', `parameter/grove/prod/${twin}/harvest/v1`)],
    ['ssm:GetParametersByPath', at('ssm', `parameter/grove/prod/${twin}/`)],
    ['lambda:InvokeFunction', at('lambda', `function:${name}-resolve-run`)],
    ['lambda:InvokeFunction', at('lambda', `function:${name}-reconcile-grants`)],
    ['states:StartExecution', at('states', `stateMachine:${name}--harvest-v1`)],
    ['states:DescribeExecution', at('states', `execution:${name}--harvest-v1:x`)],
    ['athena:StartQueryExecution', at('athena', `workgroup/${name}-pipeline`)],
    ['athena:GetQueryResults', at('athena', `workgroup/${name}-analyst`)],
    ['events:PutEvents', at('events', `event-bus/${name}-bus`)],
    ['logs:PutLogEvents', at('logs', `log-group:/aws/lambda/${name}-resolve-run:log-stream:x`)],
    ['kms:Decrypt', at('kms', `key/${twin}`)],
    ['sts:AssumeRole', `arn:aws:iam::${ACCOUNT}:role/${name}-pipeline`],
    ['iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/${name}-pipeline`],
  ];
}

const VIA = ['s3', 'dynamodb'].map((service) => `${service}.${REGION}.amazonaws.com`);

function mayDo(role: Role, [action, resource]: readonly [string, string]): boolean {
  const arn = `arn:aws:iam::${ACCOUNT}:role/${role.name}`;
  const identity = role.policies.map((policy) => ({ name: role.name, policy: compilePolicy(policy) }));
  return VIA.some((via) => {
    const decision = evaluate(
      {
        principal: { kind: 'role', arn, sessionArn: arn, accountId: ACCOUNT },
        action,
        resource,
        resourceAccount: ACCOUNT,
        mustAllowByResource: false,
        context: { 'kms:ViaService': via },
      },
      { identity },
    );
    return decision.kind === 'allowed';
  });
}

describe('two domains in one account, one name the beginning of the other', () => {
  it('pass every check: the law, our rules and limits, cdk-nag, and the CDK’s own validation', () => {
    const report = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));
    expect(report.pluginReports).toEqual([]);
  });

  const others = { forest: 'forest-eu', 'forest-eu': 'forest' } as const;

  it.each(TWINS)('%s can do nothing with what is the other’s', (twin) => {
    const roles = rolesOf.get(twin) ?? [];
    expect(roles.length).toBeGreaterThan(8);
    const crossed = roles.flatMap((role) =>
      belongings(others[twin]).flatMap((one) => (mayDo(role, one) ? [`${role.name}: ${one.join(' ')}`] : [])),
    );
    expect(crossed).toEqual([]);
  });

  it('leave no name of a role that Freehold makes to the domain’s own roles', async () => {
    const { files } = await loadSpecFiles(join(root, 'test/permissions/mesh'));
    const path = 'domains/forest/domain.yaml';
    const taken = (rolesOf.get('forest') ?? []).map(({ name }) => name.replace('grove-prod-forest-', ''));
    const free = taken.filter((role) => {
      const text = `${files.get(path)}roles:\n  ${role}:\n    title: x\n`;
      return resolveMesh(new Map(files).set(path, text), { now: NOW }).mesh !== undefined;
    });
    expect(taken).toContain('forwarder');
    expect(free).toEqual([]);
  });

  it.each(TWINS)('%s does reach its own, or the test above would show nothing', (twin) => {
    const roles = rolesOf.get(twin) ?? [];
    const reached = belongings(twin).filter((one) => roles.some((role) => mayDo(role, one)));
    expect(new Set(reached.map(([action]) => action.split(':')[0]))).toEqual(
      new Set(['s3', 'glue', 'dynamodb', 'ssm', 'lambda', 'states', 'athena', 'events', 'logs', 'kms']),
    );
  });
});
