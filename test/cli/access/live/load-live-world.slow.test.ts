import { GetRoleCommand, IAMClient, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetBucketPolicyCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadLiveWorld } from '../../../../cli/access/live/load-live-world.ts';
import { loadWorld } from '../../../../cli/deploy/load-world.ts';
import { join } from 'node:path';
import type { Grant } from '../../../../core/access/lakeformation/grant.ts';
import { resourceKey } from '../../../../core/access/lakeformation/grant.ts';
import { buildWorld } from '../../../../core/access/world/build-world.ts';
import type { World, WorldPolicy } from '../../../../core/access/world/world.ts';
import { accountIn } from '../../../../cli/mesh/environment.ts';
import { prove } from '../../../../core/access/prove/prove.ts';
import { bucketName, domainName } from '../../../../core/naming/names.ts';
import { copyMesh, type OpenMesh, openMesh } from '../../../scenarios/open-mesh.ts';

let mesh: OpenMesh;
let copy: ReturnType<typeof copyMesh>;
let live: World;
let synthesized: World;

beforeAll(async () => {
  copy = copyMesh();
  mesh = await openMesh(copy.root);
  await mesh.up();
  const project = await mesh.project();
  const { environment, stateDirectory } = project;
  const credentials = mesh.sandbox.rootCredentials(environment.platformAccount);
  live = await loadLiveWorld(project.mesh, { environment, endpoint: mesh.sandbox.endpoint, credentials });
  synthesized = buildWorld(loadWorld(join(stateDirectory, 'cdk.out')));
});

afterAll(async () => {
  await mesh.close();
  copy.remove();
});

/** What is made up when it is deployed: ids of keys and of subscriptions. */
const madeUp = (text: string): string =>
  text
    .replaceAll(/:key\/[^"*]+/g, ':key/…')
    .replace(/^arn:aws:AWS--SNS--Subscription:::[^ ]+|^(arn:aws:sns:[^ ]+):[-0-9a-f]{36}$/, 'subscription');
const words = (policies: readonly (WorldPolicy | undefined)[]): readonly string[] =>
  policies.flatMap((policy) => (policy ? [madeUp(JSON.stringify(sorted(policy.document)))] : [])).toSorted();

/** Services answer the keys of a document in whichever order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}

describe('the world as it is in the accounts of a deployed mesh', () => {
  it('is read whole', () => {
    expect(live.unknowns).toEqual([]);
    expect(live.accounts).toEqual(synthesized.accounts);
  });

  it('has the synthesized roles, each with its policies, its boundary, its trust and its owner', () => {
    const roles = ({ roles: all }: World) =>
      all
        .map(({ arn, owner, tags, identity, boundary, trust }) => ({
          arn,
          owner,
          domain: tags['domain'],
          identity: words(identity),
          boundary: words([boundary]),
          trust: words([trust]),
        }))
        .toSorted((a, b) => a.arn.localeCompare(b.arn));
    expect(roles(live)).toEqual(roles(synthesized));
    expect(live.roles.length).toBeGreaterThan(20);
  });

  it('has the synthesized resources, each with its policy and its owner', () => {
    const resources = ({ resources: all }: World) =>
      all
        // The bus that every account is born with, and tables of runs.
        .filter(({ arn }) => !arn.endsWith(':event-bus/default') && !arn.includes('_staging/'))
        // A link is made while something is shared behind it, and bears no stack's tags.
        .map((one) => ('target' in one && one.target ? { ...one, owner: 'whoever links' } : one))
        .map(({ arn, kind, owner, policy }) => `${madeUp(arn)} ${kind} ${owner} ${words([policy]).join()}`)
        .toSorted();
    expect(resources(live)).toEqual(resources(synthesized));
  });

  it('has the declared grants, tags, administrators and registered locations', () => {
    const lakes = ({ lakes: all }: World) =>
      [...all.values()]
        .map(({ account, state, grants, registrations }) => ({
          account,
          admins: state.admins.toSorted(),
          grants: grantWords(grants.map(({ grant }) => grant)),
          filters: grants
            .flatMap(({ filter }) => (filter ? [JSON.stringify(sorted(filter))] : []))
            .toSorted(),
          registrations: registrations.map(({ location, owner }) => `${location} ${owner}`).toSorted(),
        }))
        .toSorted((a, b) => a.account.localeCompare(b.account));
    expect(lakes(live)).toEqual(lakes(synthesized));
  });
});

describe('the proof from the accounts themselves', () => {
  it('holds for what was deployed', async () => {
    expect(await liveRefutations()).toEqual([]);
  });

  it('is refuted by a bucket that somebody opened by hand, and by a trust that somebody widened', async () => {
    const { mesh: model, environment } = await mesh.project();
    const safety = accountIn(model, environment.name, 'safety');
    const client = {
      endpoint: mesh.sandbox.endpoint,
      region: environment.region,
      credentials: mesh.sandbox.rootCredentials(safety),
    };
    const names = { mesh: model.name, environment: environment.name, region: environment.region };
    const bucket = bucketName(names, 'safety', 'products', safety);
    const RoleName = domainName(names, 'safety', 'analyst');
    const insight = accountIn(model, environment.name, 'insight');
    const s3 = new S3Client({ ...client, forcePathStyle: true });
    const iam = new IAMClient(client);
    const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket: bucket }));
    const opened = JSON.parse(Policy ?? '');
    opened.Statement.push({
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${insight}:root` },
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${bucket}/*`,
    });
    await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: JSON.stringify(opened) }));
    expect(await liveRefutations()).toContainEqual(expect.stringContaining('s3:GetObject'));
    await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: Policy ?? '' }));
    expect(await liveRefutations()).toEqual([]);

    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    const trust = JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''));
    trust.Statement.push({
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${insight}:root` },
      Action: 'sts:AssumeRole',
    });
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: JSON.stringify(trust) }));
    expect(await liveRefutations()).toContainEqual(expect.stringContaining('sts:AssumeRole'));
  });
});

/** What speaks against the accounts as they are now: who may do what, each with its path. */
async function liveRefutations(): Promise<readonly string[]> {
  const { mesh: model, environment } = await mesh.project();
  const { sandbox } = mesh;
  const credentials = sandbox.rootCredentials(environment.platformAccount);
  const world = await loadLiveWorld(model, { environment, endpoint: sandbox.endpoint, credentials });
  const { refutations } = prove(world, model, { environment, now: new Date(), isOnlyToday: true });
  return refutations.map(
    ({ principal, what, path }) =>
      `${principal} ${what}: ${path.flatMap(({ actions }) => actions).join(', ')}`,
  );
}

/** Lake Formation lists one grant in several entries. */
function grantWords(grants: readonly Grant[]): readonly string[] {
  const single = grants.flatMap(({ principal, resource, permissions }) =>
    permissions.map((permission) => `${principal} ${permission} ${resourceKey(resource)}`),
  );
  return [...new Set(single)].toSorted();
}
