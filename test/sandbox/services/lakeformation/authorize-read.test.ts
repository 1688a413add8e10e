import { describe, expect, it } from 'vitest';
import { authorizeRead } from '../../../../sandbox/services/lakeformation/authorize-read.ts';
import { BUCKETS, type BucketRecord, buckets } from '../../../../sandbox/services/s3/store.ts';
import { arn, caller, LakeWorld, OPERATIONS, REGION } from '../../lake-world.ts';

const root = { principal: { kind: 'root' }, accountId: OPERATIONS, region: REGION } as const;
const document = (statement: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });

/** A bucket that is registered with `vendor`, and a reader who may nothing but be vended. */
async function lake(of: { vendor?: object; trust?: object; reader?: object } = {}) {
  const world = await LakeWorld.create();
  const record: BucketRecord = {
    name: 'lake',
    accountId: OPERATIONS,
    region: REGION,
    createdAt: world.clock.now.toISOString(),
    encryption: { algorithm: 'AES256' },
    versioned: false,
    sendsEvents: false,
    tags: [],
  };
  buckets(world.cloud).put(BUCKETS, 'lake', record);
  const put = (RoleName: string, statement: object) =>
    world.cloud.dispatch(root, 'iam', 'PutRolePolicy', {
      RoleName,
      PolicyName: 'all',
      PolicyDocument: document(statement),
    });
  await put(
    'vendor',
    of.vendor ?? {
      Action: ['s3:GetObject', 's3:ListBucket'],
      Resource: ['arn:aws:s3:::lake', 'arn:aws:s3:::lake/safety/*'],
    },
  );
  await put('reader', of.reader ?? { Action: 'lakeformation:GetDataAccess', Resource: '*' });
  await world.cloud.dispatch(root, 'iam', 'UpdateAssumeRolePolicy', {
    RoleName: 'vendor',
    PolicyDocument: document(
      of.trust ?? {
        Principal: { Service: 'lakeformation.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:SourceAccount': OPERATIONS } },
      },
    ),
  });
  return world;
}

const register = (world: LakeWorld) =>
  world.lake('RegisterResource', { ResourceArn: 'arn:aws:s3:::lake', RoleArn: arn('vendor') });
const read =
  (world: LakeWorld, location = 's3://lake/safety/') =>
  () =>
    authorizeRead(world.cloud, caller('reader'), location);

describe('reading a location', () => {
  it('goes by the registered role, for who may be vended', async () => {
    const world = await lake();
    expect(read(world)).toThrow('s3:ListBucket');
    await register(world);
    expect(read(world)).not.toThrow();
  });

  it('is refused without lakeformation:GetDataAccess', async () => {
    const world = await lake({ reader: { Action: 's3:*', Resource: '*' } });
    expect(read(world)).not.toThrow();
    await register(world);
    expect(read(world)).toThrow('not authorized to perform: lakeformation:GetDataAccess');
  });

  it('is refused where the registered role may not read', async () => {
    const world = await lake();
    await register(world);
    expect(read(world, 's3://lake/other/')).toThrow(
      'assumed-role/vendor/AWSLF-00-AT is not authorized to perform: s3:GetObject',
    );
  });

  it('is refused where the registered role does not trust Lake Formation', async () => {
    const world = await lake({
      trust: { Principal: { Service: 'glue.amazonaws.com' }, Action: 'sts:AssumeRole' },
    });
    await register(world);
    expect(read(world)).toThrow('Lake Formation cannot assume the role');
  });
});
