import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../../../core/cloudformation/template.ts';
import { buildWorld } from '../../../../core/access/world/build-world.ts';
import type { World } from '../../../../core/access/world/world.ts';

const ACCOUNT = '222222222222';
type Resources = Readonly<Record<string, { Type: string; Properties?: Record<string, unknown> }>>;

/** The world of stacks by path; `documents` are the assets. */
function worldOf(
  stacks: Readonly<Record<string, Resources>>,
  documents: Record<string, unknown> = {},
): World {
  return buildWorld({
    stacks: Object.entries(stacks).map(([path, resources]) => ({
      path,
      name: `acme-prod-${path.endsWith('/Foundation') ? 'foundation' : path.replace('/', '-')}`,
      account: ACCOUNT,
      region: 'eu-west-1',
      template: parseTemplate({ Resources: resources }),
      placeOf: (logicalId) => ({ construct: `${path}/${logicalId}` }),
    })),
    documentOf: (key) => documents[key],
  });
}

const ROLE = {
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName: 'acme-prod-sales-analyst',
    AssumeRolePolicyDocument: { Statement: [] },
    ManagedPolicyArns: [{ Ref: 'Reading' }],
    PermissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/acme-prod-sales-people`,
  },
};
const POLICY = {
  Type: 'AWS::IAM::ManagedPolicy',
  Properties: { ManagedPolicyName: 'reading', PolicyDocument: { Statement: [{ Effect: 'Deny' }] } },
};
const BOUNDARY = {
  Type: 'AWS::IAM::ManagedPolicy',
  Properties: { ManagedPolicyName: 'acme-prod-sales-people', PolicyDocument: { Statement: [] } },
};

describe('the world of an assembly', () => {
  it('has roles with the policies that are attached to them and with their boundary, from any stack', () => {
    const { roles, unknowns } = worldOf({
      'sales/Namespace': { Role: ROLE, Reading: POLICY },
      'sales/Foundation': { Boundary: BOUNDARY },
    });
    expect(unknowns).toEqual([]);
    expect(roles).toMatchObject([
      {
        arn: `arn:aws:iam::${ACCOUNT}:role/acme-prod-sales-analyst`,
        owner: 'sales',
        identity: [{ name: 'reading', origin: { construct: 'sales/Namespace/Reading' } }],
        boundary: { name: 'acme-prod-sales-people' },
      },
    ]);
  });

  it('does not pretend that it knows a policy, a type or a value that it cannot read', () => {
    const { unknowns } = worldOf({
      'sales/Namespace': {
        Role: ROLE,
        Reading: POLICY,
        Job: { Type: 'AWS::Glue::Job' },
        Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::ImportValue': 'elsewhere' } } },
        Grants: { Type: 'Custom::FreeholdGrants', Properties: { key: 'gone.json' } },
      },
    });
    expect(unknowns.map(({ what, origin }) => `${origin.logicalId}: ${what}`).toSorted()).toEqual([
      'Grants: the declared grants gone.json cannot be read',
      'Job: nothing is known of AWS::Glue::Job: describe it in core/access/world',
      expect.stringMatching(/^Queue: .*Fn::ImportValue is not supported/),
      `Role: the boundary arn:aws:iam::${ACCOUNT}:policy/acme-prod-sales-people stands in no template`,
    ]);
  });

  it('gives what several domains share to the one whose name it bears, whatever its tags say', () => {
    const reconciler = (domain: string) => ({
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: `acme-prod-${domain}-reconciler`,
        AssumeRolePolicyDocument: { Statement: [] },
        Tags: [{ Key: 'domain', Value: 'sales' }],
      },
    });
    const foundation = { A: reconciler('sales'), B: reconciler('sales-eu') };
    const { roles } = worldOf({ 'sales/Foundation': foundation, 'sales-eu/Foundation': foundation });
    expect(roles.map(({ owner }) => owner)).toEqual(['sales', 'sales-eu']);
  });

  it('merges what several resources say of a bus, and remembers which said what', () => {
    const hear = (account: string) => ({
      Type: 'AWS::Events::EventBusPolicy',
      Properties: {
        EventBusName: 'acme-prod-sales-bus',
        StatementId: account,
        Statement: {
          Effect: 'Allow',
          Principal: { AWS: account },
          Action: 'events:PutEvents',
          Resource: '*',
        },
      },
    });
    const { resources } = worldOf({
      'sales/Namespace': {
        Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'acme-prod-sales-bus' } },
        First: hear('333333333333'),
        Second: hear('444444444444'),
      },
    });
    const [bus] = resources;
    expect(bus?.policy?.policy.statements).toHaveLength(2);
    expect(bus?.policy?.statementOrigins?.map(({ logicalId }) => logicalId)).toEqual(['First', 'Second']);
  });

  it('opens a database to everybody whom IAM lets in, where nobody says that it is closed', () => {
    const database = (name: string, more: object) => ({
      Type: 'AWS::Glue::Database',
      Properties: { DatabaseName: name, DatabaseInput: { Name: name, ...more } },
    });
    const settings = (tables: readonly object[]) => ({
      Type: 'AWS::LakeFormation::DataLakeSettings',
      Properties: { CreateDatabaseDefaultPermissions: [], CreateTableDefaultPermissions: tables },
    });
    const everybody = {
      Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' },
      Permissions: ['ALL'],
    };
    const opened = (resources: Resources) =>
      worldOf({ 'sales/Namespace': resources })
        .lakes.get(ACCOUNT)
        ?.grants.map(({ grant }) => grant.resource);
    const open = database('sales', {});
    const closed = database('sales', { CreateTableDefaultPermissions: [] });
    expect(opened({ Settings: settings([]), open })).toEqual([]);
    expect(opened({ Settings: settings([everybody]), open })).toEqual([
      { kind: 'all-tables', database: 'sales' },
    ]);
    expect(opened({ Settings: settings([everybody]), closed })).toEqual([]);
    expect(opened({ closed })).toEqual([{ kind: 'database', database: 'sales' }]);
  });

  it('has the tables of manifests, which are of the role of the function that makes them', () => {
    const manifest = {
      resources: { database: 'sales' },
      tables: [
        { glueTable: 'orders_v1', location: 's3://bucket/orders/v1/orders', columns: [{ name: 'order_id' }] },
      ],
    };
    const { resources, lakes } = worldOf(
      {
        'sales/orders-v1': {
          Tables: {
            Type: 'Custom::FreeholdTables',
            Properties: { ServiceToken: { 'Fn::GetAtt': ['Provision', 'Arn'] }, key: 'm.json' },
          },
          Provision: {
            Type: 'AWS::Lambda::Function',
            Properties: {
              FunctionName: 'acme-prod-sales-provision',
              Role: 'arn:aws:iam::222222222222:role/p',
            },
          },
        },
      },
      { 'm.json': manifest },
    );
    expect(resources).toContainEqual(
      expect.objectContaining({
        kind: 'table',
        name: 'orders_v1',
        columns: ['order_id'],
        location: 'arn:aws:s3:::bucket/orders/v1/orders',
      }),
    );
    expect(lakes.get(ACCOUNT)?.state.creatorOf({ database: 'sales', table: 'orders_v1' })).toBe(
      'arn:aws:iam::222222222222:role/p',
    );
  });
});
