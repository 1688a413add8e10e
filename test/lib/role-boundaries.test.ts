import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { NamedPolicy } from '../../core/access/iam/policy.ts';
import { RECORD_KINDS } from '../../core/naming/names.ts';
import { loadSpecFiles } from '../../cli/load/load-spec-files.ts';
import { belongingsOf } from './deployed-belongings.ts';
import {
  type DeployedResource,
  type DeployedRole,
  deployedResources,
  deployedRoles,
  mayDo,
  named,
} from './deployed-policies.ts';
import { synthesizeMesh } from './synthesized-mesh.ts';

/** IAM counts a managed policy without its white space. */
const POLICY_CHARACTERS_MAX = 6_144;

let resources: readonly DeployedResource[];
let roles: readonly DeployedRole[];

beforeAll(async () => {
  vi.stubEnv('CDK_VALIDATION', 'false');
  const { files } = await loadSpecFiles(join(resolve(import.meta.dirname, '../..'), 'examples/aviation'));
  resources = deployedResources(synthesizeMesh(files, { environment: 'local' }));
  roles = deployedRoles(resources);
});

type Statement = {
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
};

const list = (value: string | readonly string[]): readonly string[] =>
  typeof value === 'string' ? [value] : value;

/** A request that a statement allows: its patterns filled in, its conditions met. */
function witnesses({ Action, Resource, Condition = {} }: Statement) {
  const context = Object.fromEntries(
    Object.values(Condition)
      .flatMap((keys) => Object.entries(keys))
      .map(([key, values]) => [key, (list(values)[0] ?? '').replaceAll('*', 'x')]),
  );
  return list(Action).flatMap((action) =>
    list(Resource).map((resource) => ({ action, resource: resource.replaceAll('*', 'x'), context })),
  );
}

const statementsOf = ({ properties }: DeployedResource): readonly Statement[] =>
  // CloudFormation's shape of a role.
  (
    (properties['Policies'] ?? []) as readonly {
      readonly PolicyDocument: { readonly Statement: Statement[] };
    }[]
  ).flatMap(({ PolicyDocument }) => PolicyDocument.Statement);

/** What somebody might put on a role by hand. */
const ALL = named('added', {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

const boundaries = () => resources.filter(({ type }) => type === 'AWS::IAM::ManagedPolicy');

describe('a permissions boundary', () => {
  it('is on every role', () => {
    expect(roles.length).toBeGreaterThan(40);
    expect(roles.filter(({ boundary }) => boundary === undefined).map(({ name }) => name)).toEqual([]);
  });

  it('takes nothing from what its roles are given', () => {
    const given = resources.filter(({ type }) => type === 'AWS::IAM::Role');
    const lost = given.flatMap((resource) => {
      const role = roles.find(({ arn }) => arn.endsWith(`:${resource.account}:role/${resource.name}`));
      return statementsOf(resource)
        .flatMap(witnesses)
        .filter((attempt) => !role || !mayDo(role, { ...attempt, account: resource.account }))
        .map(({ action, resource: on }) => `${resource.name}: ${action} on ${on}`);
    });
    expect(lost).toEqual([]);
  });

  it('lets no policy that is added later make roles, read other buckets, or use other keys directly', () => {
    const added = roles.map((role) => ({ ...role, identity: [ALL] }));
    const attempts = [
      ['iam:CreateRole', 'arn:aws:iam::111111111111:role/x'],
      ['iam:PutRolePolicy', 'arn:aws:iam::111111111111:role/x'],
      ['iam:PassRole', 'arn:aws:iam::111111111111:role/x'],
      ['sts:AssumeRole', 'arn:aws:iam::111111111111:role/x'],
      ['s3:GetObject', 'arn:aws:s3:::somebody-elses/x'],
      ['s3:PutBucketPolicy', 'arn:aws:s3:::somebody-elses'],
      ['kms:Decrypt', 'arn:aws:kms:eu-west-1:111111111111:key/x'],
      ['lambda:UpdateFunctionCode', 'arn:aws:lambda:eu-west-1:111111111111:function:x'],
      ['lakeformation:PutDataLakeSettings', '*'],
    ] as const;
    const reached = added.flatMap((role) =>
      attempts
        .filter(([action, resource]) => mayDo(role, { action, resource, account: role.account }))
        .map(([action]) => `${role.name}: ${action}`),
    );
    expect(reached).toEqual([]);
  });

  it('fits into a managed policy, with room for longer names', () => {
    const sizes = boundaries().map(({ properties }) => JSON.stringify(properties['PolicyDocument']).length);
    expect(Math.max(...sizes)).toBeLessThan(POLICY_CHARACTERS_MAX * 0.75);
  });
});

describe('the auditor of the platform', () => {
  it('finds and reads the records, and can do nothing else to anything that stacks make', () => {
    const auditor = roles.find(({ name }) => name === 'aviation-local-platform-auditor');
    if (!auditor) throw new Error('the platform has an auditor');
    const audit = `arn:aws:s3:::aviation-local-platform-audit-${auditor.account}-eu-west-1`;
    const records = RECORD_KINDS.map((kind) => `${audit}/${kind}/1/sales/x.json`);
    const actions = new Set(
      resources.flatMap(statementsOf).flatMap(({ Action }) => [...list(Action), 's3:DeleteObject']),
    );
    const reached = [
      ...belongingsOf(resources, resources, 'eu-west-1'),
      ...records.map((arn) => ({ arn, account: auditor.account })),
    ].flatMap(({ arn, account, ...own }) =>
      [...actions]
        .filter((action) => arn.startsWith(`arn:aws:${action.split(':')[0]}:`))
        .filter((action) =>
          mayDo(auditor, { action, resource: arn, account, ...policyOf(own), context: THROUGH_S3 }),
        )
        .map((action) => `${action} ${arn.split(':').at(-1)?.replace(audit.slice(13), 'audit')}`),
    );
    expect([...new Set(reached)].toSorted()).toEqual([
      'kms:Decrypt key/platform/Platform/Key961B73FD',
      's3:GetBucketLocation audit',
      's3:GetObject audit/findings/1/sales/x.json',
      's3:GetObject audit/ledger/1/sales/x.json',
      's3:GetObject audit/lineage/1/sales/x.json',
      's3:ListBucket audit',
    ]);
  });
});

const THROUGH_S3 = { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' };

const policyOf = ({ policy }: { readonly policy?: NamedPolicy }) => (policy ? { policy } : {});
