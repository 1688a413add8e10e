import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import {
  AthenaClient,
  ListQueryExecutionsCommand,
  BatchGetQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSpecFiles } from '../../cli/load/load-spec-files.ts';
import { s3Client } from '../../cli/mesh/clients.ts';
import { findPrincipal } from '../../cli/mesh/principal.ts';
import { evaluate } from '../../core/access/iam/evaluate.ts';
import { bucketName, domainName, TOKEN_KEY_OBJECT } from '../../core/naming/names.ts';
import { provable } from '../core/access/prove/aviation-world.ts';
import { copyMesh, edit, type OpenMesh, openMesh } from './open-mesh.ts';
import { synthesizedPolicies } from './synthesized-policies.ts';

const NAMES = { mesh: 'customers', environment: 'local', region: 'eu-west-1' };
/** Synthesis, deployment and every product, on a machine that does other things too. */
const HOOK_MS = 300_000;
const copy = copyMesh('customers');
let mesh: OpenMesh;

beforeAll(async () => {
  mesh = await openMesh(copy.root);
  await mesh.up();
}, HOOK_MS);

afterAll(async () => {
  await mesh.close();
  copy.remove();
});

const tokens = async (table: string, as: string) =>
  await mesh.rows(`SELECT email, email_token FROM ${table} ORDER BY 1`, as);

type Pads = { readonly inner_pad: string; readonly outer_pad: string };

/** What is written of a domain's key, read by who may read everything. */
async function padsOf(domain: string): Promise<Pads> {
  const { mesh: model } = await mesh.project();
  const { account } = findPrincipal(model, 'local', `${domain}-analyst`);
  const s3 = await s3Client(mesh.connection, mesh.sandbox.rootCredentials(account));
  const Bucket = bucketName(NAMES, domain, 'products', account);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: TOKEN_KEY_OBJECT }));
  return JSON.parse((await Body?.transformToString()) ?? '');
}

const keyOf = ({ inner_pad: inner }: Pads): Buffer =>
  Buffer.from(Buffer.from(inner, 'base64').map((byte) => byte ^ 0x36)).subarray(0, 32);

describe('tokens', () => {
  it('are the HMAC of the value with the domain’s key, and nothing where there is no value', async () => {
    const key = keyOf(await padsOf('shop'));
    const token = (email: string) => createHmac('sha256', key).update(email).digest('hex');
    expect(await tokens('shop.people', 'shop-analyst')).toEqual([
      ['ann@example.com', token('ann@example.com')],
      ['bob@example.com', token('bob@example.com')],
      [null, null],
    ]);
  });

  it('are the same in every table of a domain, so that a consumer joins what it cannot read', async () => {
    const rows = await mesh.rows('SELECT id, turnover FROM board.buyers ORDER BY id', 'board-analyst');
    expect(rows).toEqual([
      ['1', '12'],
      ['2', '1'],
    ]);
    await expect(tokens('shop.people', 'board-analyst')).rejects.toThrow(/COLUMN_NOT_FOUND/);
  });

  it('are others in another domain', async () => {
    const [ann] = await tokens('shop.people', 'shop-analyst');
    const [other] = await tokens('bank.people', 'bank-analyst');
    expect(ann?.[0]).toBe(other?.[0]);
    expect(ann?.[1]).not.toBe(other?.[1]);
  });

  it(
    'are the same in another run, after another deployment',
    async () => {
      const before = await tokens('shop.people', 'shop-analyst');
      edit(copy.root, 'domains/shop/products/people/people.sql', 'nullif(', 'NULLIF(');
      edit(copy.root, 'domains/shop/domain.yaml', 'title: Shop', 'title: The shop');
      await mesh.up();
      expect(await tokens('shop.people', 'shop-analyst')).toEqual(before);
    },
    HOOK_MS,
  );
});

describe('the key', () => {
  it.each(['shop-engineer', 'shop-analyst', 'board-analyst'])('is shown to no query of %s', async (as) => {
    await expect(mesh.rows('SELECT * FROM shop_keys.token_key', as)).rejects.toThrow(/shop_keys/);
  });

  it('is read by the policies of nobody but who writes it and who vends the data', async () => {
    const { mesh: model } = await mesh.project();
    const { account } = findPrincipal(model, 'local', 'shop-analyst');
    const policies = synthesizedPolicies(join(copy.root, '.mesh/cdk.out'));
    const bucket = bucketName(NAMES, 'shop', 'products', account);
    const onBucket = policies.bucket(bucket);
    const may = (action: string) => (role: string) => {
      const name = domainName(NAMES, 'shop', role);
      const principal = {
        kind: 'role',
        arn: `arn:aws:iam::${account}:role/${name}`,
        sessionArn: `arn:aws:sts::${account}:assumed-role/${name}/test`,
        accountId: account,
      } as const;
      const resource = `arn:aws:s3:::${bucket}/${TOKEN_KEY_OBJECT}`;
      const context = { 'aws:SecureTransport': 'true', 'aws:PrincipalAccount': account };
      const request = { principal, action, resource, resourceAccount: account, context };
      const decided = evaluate(request, {
        identity: policies.role(name),
        ...(onBucket && { resource: onBucket }),
      });
      return decided.kind === 'allowed';
    };
    const roles = [
      'analyst',
      'engineer',
      'pipeline',
      'publisher',
      'provisioner',
      'observer',
      'lakeformation',
    ];
    expect(roles.filter(may('s3:GetObject'))).toEqual(['provisioner', 'lakeformation']);
    expect(roles.filter(may('s3:PutObject'))).toEqual(['provisioner']);
  });

  it(
    'is reached by no other domain, as the templates are',
    async () => {
      const { files } = await loadSpecFiles(copy.root);
      const { refutations } = (await provable(files, 'local')).proofOf();
      expect(refutations).toEqual([]);
    },
    HOOK_MS,
  );

  it('stands in no query that was ever asked', async () => {
    const { mesh: model } = await mesh.project();
    const { account } = findPrincipal(model, 'local', 'shop-analyst');
    const { endpoint, region } = mesh.connection;
    const athena = new AthenaClient({ endpoint, region, credentials: mesh.sandbox.rootCredentials(account) });
    const WorkGroup = 'customers-local-shop-pipeline';
    const { QueryExecutionIds = [] } = await athena.send(new ListQueryExecutionsCommand({ WorkGroup }));
    const { QueryExecutions = [] } = await athena.send(
      new BatchGetQueryExecutionCommand({ QueryExecutionIds }),
    );
    const asked = JSON.stringify(QueryExecutions);
    const { inner_pad: inner, outer_pad: outer } = await padsOf('shop');
    expect(asked).toContain('email_token');
    for (const secret of [inner, outer, keyOf(await padsOf('shop')).toString('hex')]) {
      expect(asked).not.toContain(secret);
    }
  });

  it(
    'is missed by a run as soon as it is not the only one, and readers keep what they have',
    async () => {
      const before = await tokens('shop.people', 'shop-analyst');
      const { mesh: model } = await mesh.project();
      const { account } = findPrincipal(model, 'local', 'shop-analyst');
      const s3 = await s3Client(mesh.connection, mesh.sandbox.rootCredentials(account));
      const Bucket = bucketName(NAMES, 'shop', 'products', account);
      const Body = JSON.stringify(await padsOf('bank'));
      await s3.send(new PutObjectCommand({ Bucket, Key: 'token.key/other.json', Body }));
      edit(copy.root, 'domains/shop/products/people/people.sql', 'NULLIF(', 'nullif(');
      await mesh.up();
      const { products } = await mesh.status();
      expect(products.find(({ product }) => product === 'shop.people')).toMatchObject({ state: 'failed' });
      expect(await tokens('shop.people', 'shop-analyst')).toEqual(before);
    },
    HOOK_MS,
  );
});
