/**
 * Decisions of IAM and Lake Formation on the aviation mesh as synthesized, every role against every resource:
 * node --expose-gc bench/decide.ts
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadWorld } from '../cli/deploy/load-world.ts';
import { compilePolicy } from '../core/access/iam/compile-policy.ts';
import { evaluate } from '../core/access/iam/evaluate.ts';
import type { NamedPolicy } from '../core/access/iam/policy.ts';
import { tableAccess } from '../core/access/lakeformation/evaluate-table.ts';
import { buildWorld } from '../core/access/world/build-world.ts';
import type { World, WorldRole } from '../core/access/world/world.ts';
import type { WorldResource } from '../core/access/world/world-resource.ts';
import { measureProcess } from './measure-process.ts';

const ROUNDS = 5;
const root = join(import.meta.dirname, '..');

const ACTIONS: Partial<Readonly<Record<WorldResource['kind'], readonly string[]>>> = {
  bucket: ['s3:ListBucket', 's3:GetObject', 's3:PutObject'],
  key: ['kms:Decrypt', 'kms:GenerateDataKey'],
  database: ['glue:GetDatabase'],
  table: ['glue:GetTable', 'glue:UpdateTable'],
  workgroup: ['athena:StartQueryExecution'],
  function: ['lambda:InvokeFunction'],
  'state-machine': ['states:StartExecution'],
  role: ['sts:AssumeRole', 'iam:PassRole'],
  'item-table': ['dynamodb:GetItem', 'dynamodb:PutItem'],
  secret: ['secretsmanager:GetSecretValue'],
  queue: ['sqs:SendMessage'],
  topic: ['sns:Publish'],
  bus: ['events:PutEvents'],
};

const world = synthesizedWorld();
const policies = [...policiesOf(world)];
const statements = policies.reduce((sum, { policy }) => sum + policy.statements.length, 0);
process.stdout.write(
  `${world.roles.length} roles, ${world.resources.length} resources, ${policies.length} policies, ${statements} statements\n\n`,
);
report('IAM, as a user', () => everyRequest(undefined));
report('IAM, as an attacker', () => everyRequest('allowed'));
report('Lake Formation, a table for a role', everyTable);
reportMemory();

function synthesizedWorld(): World {
  const outdir = mkdtempSync(join(tmpdir(), 'freehold-decide-'));
  try {
    measureProcess([join(root, 'bin/app.ts')], {
      MESH_ROOT: join(root, 'examples/aviation'),
      MESH_ENVIRONMENT: 'local',
      CDK_OUTDIR: outdir,
      CDK_VALIDATION: 'false',
    });
    return buildWorld(loadWorld(outdir));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

type Timing = { readonly micros: number; readonly isAllowed: boolean };

function* everyRequest(unknown: 'allowed' | undefined): Generator<Timing> {
  for (const role of world.roles) {
    for (const resource of world.resources) {
      for (const action of ACTIONS[resource.kind] ?? []) {
        yield timed(() => decide(role, resource, { action, unknown }).kind === 'allowed');
      }
    }
  }
}

function decide(
  role: WorldRole,
  resource: WorldResource,
  { action, unknown }: { readonly action: string; readonly unknown: 'allowed' | undefined },
) {
  const isObject = action === 's3:GetObject' || action === 's3:PutObject';
  const { kind } = resource;
  return evaluate(
    {
      principal: {
        kind: 'role',
        arn: role.arn,
        sessionArn: `arn:aws:sts::${role.account}:assumed-role/${role.name}/bench`,
        accountId: role.account,
      },
      action,
      resource: isObject ? `${resource.arn}/sales/year=2001/part-0.parquet` : resource.arn,
      resourceAccount: resource.account,
      mustAllowByResource: kind === 'key' || action === 'sts:AssumeRole',
      context: contextOf(role),
    },
    {
      identity: role.identity,
      ...(role.boundary && { boundary: role.boundary }),
      ...(resource.policy && { resource: resource.policy }),
    },
    unknown ? { unknown } : {},
  );
}

function contextOf({ arn, account, tags }: WorldRole) {
  return {
    'aws:PrincipalArn': arn,
    'aws:PrincipalAccount': account,
    'aws:PrincipalOrgID': 'o-sandbox00000',
    'aws:SecureTransport': 'true',
    'aws:ViaAWSService': 'false',
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
  };
}

function* everyTable(): Generator<Timing> {
  for (const resource of world.resources) {
    const lake = world.lakes.get(resource.account);
    if (resource.kind !== 'table' || !lake) continue;
    for (const { arn } of world.roles) {
      yield timed(() => tableAccess(lake.state, arn, resource).kind === 'allowed');
    }
  }
}

function timed(decides: () => boolean): Timing {
  const before = process.hrtime.bigint();
  const isAllowed = decides();
  return { micros: Number(process.hrtime.bigint() - before) / 1_000, isAllowed };
}

/** The first round warms up. */
function report(title: string, decisions: () => Iterable<Timing>): void {
  const rounds = Array.from({ length: ROUNDS }, () => [...decisions()]).slice(1);
  const all = rounds.flat();
  const micros = all.map((one) => one.micros).sort((a, b) => a - b);
  const at = (share: number): string => (micros[Math.floor(micros.length * share)] ?? Number.NaN).toFixed(1);
  const allowed = all.filter(({ isAllowed }) => isAllowed).length / rounds.length;
  process.stdout.write(
    `${title}: ${all.length / rounds.length} decisions, ${allowed} allowed, ${ROUNDS - 1} rounds\n  median ${at(0.5)} µs, p99 ${at(0.99)} µs, p99.9 ${at(0.999)} µs\n`,
  );
}

function* policiesOf({ roles, resources }: World) {
  for (const { identity, boundary, trust } of roles)
    yield* boundary ? [...identity, boundary, trust] : [...identity, trust];
  for (const { policy } of resources) if (policy) yield policy;
}

function reportMemory(): void {
  process.stdout.write('memory of compiled policies\n');
  for (const copies of [1, 10, 100]) {
    const before = heap();
    const kept: NamedPolicy[] = [];
    for (let copy = 0; copy < copies; copy += 1) {
      for (const { name, document } of policies) kept.push({ name, policy: compilePolicy(document) });
    }
    const kilobytes = (heap() - before) / 1_024;
    process.stdout.write(
      `  ${copies} times: ${kept.length} policies, ${(kilobytes / 1_024).toFixed(1)} MB, ${(kilobytes / kept.length).toFixed(1)} kB each\n`,
    );
  }
}

function heap(): number {
  // Only there with --expose-gc; without it the figures are too large.
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
