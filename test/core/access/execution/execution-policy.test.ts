import { describe, expect, it } from 'vitest';
import {
  CHARACTERS_MAX,
  executionPolicies,
  executionStatements,
  policyCharacters,
} from '../../../../core/access/execution/execution-policy.ts';
import { evaluate } from '../../../../core/access/iam/evaluate.ts';
import { compiledPolicy } from '../../../../core/access/iam/policy-cache.ts';

const ACCOUNT = '222222222222';
const SCOPE = { mesh: 'aviation', environment: 'prod', account: ACCOUNT, region: 'eu-west-1' };
const EXECUTION_ROLE = `cdk-hnb659fds-cfn-exec-role-${ACCOUNT}-eu-west-1`;
const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/aviation-prod-sales-boundary`;

const identity = executionPolicies(SCOPE).map(({ name, document }) => ({
  name,
  policy: compiledPolicy(document),
}));

type Request = {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
};

function may({ action, resource, context = {} }: Request): boolean {
  const principal = {
    kind: 'role',
    arn: `arn:aws:iam::${ACCOUNT}:role/${EXECUTION_ROLE}`,
    sessionArn: `arn:aws:sts::${ACCOUNT}:assumed-role/${EXECUTION_ROLE}/AWSCloudFormation`,
    accountId: ACCOUNT,
  } as const;
  const request = { principal, action, resource, resourceAccount: ACCOUNT, context };
  return evaluate(request, { identity }).kind === 'allowed';
}

const role = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const policy = (name: string): string => `arn:aws:iam::${ACCOUNT}:policy/${name}`;

describe('the execution policy', () => {
  it('is made of documents that AWS takes, with named actions only', () => {
    for (const { document } of executionPolicies(SCOPE)) {
      expect(policyCharacters(document)).toBeLessThanOrEqual(CHARACTERS_MAX);
      for (const { Action } of document.Statement) {
        for (const action of Action) expect(action).toMatch(/^[a-z0-9-]+:[A-Za-z]+$/);
      }
    }
    const sids = Object.values(executionStatements(SCOPE))
      .flat()
      .map(({ sid }) => sid);
    expect(new Set(sids).size).toBe(sids.length);
  });

  it('reaches what is not the mesh’s by name only where AWS has no name for it', () => {
    const wide = Object.values(executionStatements(SCOPE))
      .flat()
      .filter(({ resources }) => resources.some((arn) => !arn.includes('aviation') || arn === '*'));
    expect(wide.map(({ sid }) => sid)).toEqual([
      'BootstrapVersion',
      'CreateKeys',
      'TagNewKeys',
      'SetUpKeys',
      'ChangeKeys',
      'EncryptThroughServices',
      'EncryptSecrets',
      'FunctionCode',
      'FindLogs',
      'Catalog',
      'LakeFormation',
      'FindAlarms',
      'MeasureObjectives',
    ]);
  });

  it('makes and changes roles of the mesh under a boundary of the mesh, and no others', () => {
    const capped = { 'iam:PermissionsBoundary': BOUNDARY };
    const sales = role('aviation-prod-sales-pipeline');
    for (const action of ['iam:CreateRole', 'iam:PutRolePolicy', 'iam:PutRolePermissionsBoundary']) {
      expect(may({ action, resource: sales, context: capped }), action).toBe(true);
      expect(may({ action, resource: sales }), action).toBe(false);
      const others = ['aviation-prod2-sales-pipeline', 'aviation-dev-sales-pipeline', 'admin'];
      for (const name of others) expect(may({ action, resource: role(name), context: capped })).toBe(false);
      const boundaries = [
        'arn:aws:iam::aws:policy/AdministratorAccess',
        'arn:aws:iam::333333333333:policy/aviation-prod-sales-boundary',
        policy('aviation-prod-execution-identity'),
        policy('my-boundary'),
      ];
      for (const boundary of boundaries) {
        expect(may({ action, resource: sales, context: { 'iam:PermissionsBoundary': boundary } })).toBe(
          false,
        );
      }
    }
    expect(may({ action: 'iam:DeleteRolePermissionsBoundary', resource: sales, context: capped })).toBe(
      false,
    );
    expect(may({ action: 'iam:AttachRolePolicy', resource: sales, context: capped })).toBe(false);
  });

  it('changes neither the roles of the bootstrap nor itself', () => {
    const context = { 'iam:PermissionsBoundary': BOUNDARY, 'iam:PassedToService': 'lambda.amazonaws.com' };
    const own = identity.map(({ name }) => policy(name));
    const targets = [
      ...['cfn-exec', 'deploy', 'file-publishing', 'lookup'].map((name) =>
        role(`cdk-hnb659fds-${name}-role-${ACCOUNT}-eu-west-1`),
      ),
      ...own,
      policy(`cdk-hnb659fds-permissions-boundary-${ACCOUNT}-eu-west-1`),
    ];
    for (const { actions } of Object.values(executionStatements(SCOPE)).flat()) {
      for (const action of actions.filter((name) => name.startsWith('iam:'))) {
        for (const resource of targets) expect(may({ action, resource, context }), action).toBe(false);
      }
    }
    const others = ['iam:SetDefaultPolicyVersion', 'iam:CreateUser', 'iam:CreateAccessKey', 'sts:AssumeRole'];
    for (const action of others) {
      for (const resource of [...targets, '*']) expect(may({ action, resource, context })).toBe(false);
    }
    expect(
      may({
        action: 'ssm:PutParameter',
        resource: `arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter/cdk-bootstrap/hnb659fds/version`,
      }),
    ).toBe(false);
    expect(
      may({
        action: 's3:PutObject',
        resource: `arn:aws:s3:::cdk-hnb659fds-assets-${ACCOUNT}-eu-west-1/code.zip`,
      }),
    ).toBe(false);
  });

  it('hands roles of the mesh to the one service that each is for', () => {
    const pass = (name: string, service: string): boolean =>
      may({
        action: 'iam:PassRole',
        resource: role(name),
        context: { 'iam:PassedToService': `${service}.amazonaws.com` },
      });
    expect(pass('aviation-prod-sales-pipeline', 'states')).toBe(true);
    expect(pass('aviation-prod-sales-publisher', 'lambda')).toBe(true);
    expect(pass('aviation-prod-sales-pipeline', 'lambda')).toBe(false);
    expect(pass('aviation-prod-sales-analyst', 'lambda')).toBe(false);
    expect(pass('aviation-prod-sales-publisher', 'ec2')).toBe(false);
    expect(pass('admin-publisher', 'lambda')).toBe(false);
  });

  it('reads and writes no data', () => {
    const bucket = `arn:aws:s3:::aviation-prod-sales-products-${ACCOUNT}-eu-west-1/x.parquet`;
    const table = `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/aviation-prod-sales-registry`;
    const key = { action: 'kms:Decrypt', resource: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1` };
    for (const action of ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:GetObjectVersion']) {
      expect(may({ action, resource: bucket })).toBe(false);
    }
    for (const action of ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem']) {
      expect(may({ action, resource: table })).toBe(false);
    }
    for (const action of ['lakeformation:GetDataAccess', 'lakeformation:GrantPermissions']) {
      expect(may({ action, resource: '*' })).toBe(false);
    }
    expect(may(key)).toBe(false);
    expect(may({ ...key, context: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } })).toBe(false);
  });

  it('takes no key over: tags open a key, and only what bears no foreign name is tagged', () => {
    const resource = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1`;
    const tags = (kind: 'Request' | 'Resource', mesh: string) => ({
      [`aws:${kind}Tag/mesh`]: mesh,
      [`aws:${kind}Tag/environment`]: 'prod',
    });
    const change = (context: Request['context'] = {}) =>
      may({ action: 'kms:PutKeyPolicy', resource, context });
    expect(change(tags('Resource', 'aviation'))).toBe(true);
    expect(change(tags('Resource', 'railways'))).toBe(false);
    expect(change()).toBe(false);
    const tag = (aliases: readonly string[]): boolean =>
      may({
        action: 'kms:TagResource',
        resource,
        context: {
          ...tags('Request', 'aviation'),
          ...(aliases.length > 0 && { 'kms:ResourceAliases': aliases }),
        },
      });
    expect(tag([])).toBe(true);
    expect(tag(['alias/aviation-prod-sales-data'])).toBe(true);
    expect(tag(['alias/payroll'])).toBe(false);
    expect(tag(['alias/aviation-prod-sales-data', 'alias/payroll'])).toBe(false);
  });

  it('is closed to foreign databases where those of the mesh are named', () => {
    const statements = executionStatements({ ...SCOPE, databases: ['sales', 'sales_landing'] });
    const catalog = Object.values(statements)
      .flat()
      .find(({ sid }) => sid === 'Catalog');
    expect(catalog?.resources).toEqual(
      ['catalog', 'database/sales', 'database/sales_landing', 'table/sales/*', 'table/sales_landing/*'].map(
        (name) => `arn:aws:glue:eu-west-1:${ACCOUNT}:${name}`,
      ),
    );
  });

  it('is refused where it does not fit', () => {
    const named = (count: number) =>
      executionPolicies({ ...SCOPE, databases: Array.from({ length: count }, (_, at) => `database_${at}`) });
    expect(named(10)).toHaveLength(identity.length);
    expect(() => named(200)).toThrow('characters, and AWS allows 6144');
  });

  it('is refused for a mesh whose names begin as those of the bootstrap do', () => {
    for (const environment of ['hnb659fds', 'hnb659fds-cfn']) {
      expect(() => executionPolicies({ ...SCOPE, mesh: 'cdk', environment })).toThrow('the CDK');
    }
  });
});
