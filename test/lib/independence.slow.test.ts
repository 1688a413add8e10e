import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { loadSpecFiles } from '../../cli/load/load-spec-files.ts';
import { deployedResources, deployedRoles, mayDo, named } from './deployed-policies.ts';
import { synthesizeMesh } from './synthesized-mesh.ts';

const root = resolve(import.meta.dirname, '../..');
let files: ReadonlyMap<string, string>;

beforeAll(async () => {
  vi.stubEnv('CDK_VALIDATION', 'false');
  ({ files } = await loadSpecFiles(join(root, 'test/permissions/mesh')));
});

/** The mesh with one more domain: a file, and the product of another under its name. */
function withDomain(name: string, account: string): ReadonlyMap<string, string> {
  const copied = [...files]
    .filter(([path]) => path.startsWith('domains/forest/products/') && !path.includes('/access/'))
    .map(([path, text]): [string, string] => [path.replace('domains/forest/', `domains/${name}/`), text]);
  const owner = '{ team: new-team, email: new@example.com }';
  return new Map([
    ...files,
    ...copied,
    [`domains/${name}/domain.yaml`, `title: New\nowner: ${owner}\naccounts: { prod: "${account}" }\n`],
  ]);
}

function templates(of: ReadonlyMap<string, string>, environment: string): ReadonlyMap<string, string> {
  return new Map(
    synthesizeMesh(of, { environment }).stacksRecursively.map((stack) => [
      stack.hierarchicalId,
      readFileSync(stack.templateFullPath, 'utf8'),
    ]),
  );
}

describe('a new domain', () => {
  it('changes no template of the platform nor of any other domain', () => {
    const before = templates(files, 'local');
    const after = templates(withDomain('orchard', '333333333333'), 'local');
    expect([...after.keys()].filter((path) => path.startsWith('orchard/'))).toHaveLength(3);
    expect(before.size).toBeGreaterThan(8);
    expect([...before].filter(([path, text]) => after.get(path) !== text)).toEqual([]);
  });

  it('is let in by its account where there is no organization, so that a new account changes the platform', () => {
    const changed = (organization: string, account: string): readonly string[] => {
      const meshOf = (of: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
        new Map(of).set(
          'mesh.yaml',
          (of.get('mesh.yaml') ?? '').replace('landing:', `${organization}landing:`),
        );
      const before = templates(meshOf(files), 'prod');
      const after = templates(meshOf(withDomain('orchard', account)), 'prod');
      return [...before].filter(([path, text]) => after.get(path) !== text).map(([path]) => path);
    };
    expect(changed('', '333333333333')).toEqual(['platform/Platform']);
    expect(changed('    organization: o-a1b2c3d4e5\n', '333333333333')).toEqual([]);
    // Foundations stand once per account, and each domain there synthesizes the same one.
    expect(changed('', '100000000003').filter((path) => !path.endsWith('/Foundation'))).toEqual([]);
  });
});

describe('the records of the mesh', () => {
  it('take from each domain its own, and nothing from a namesake in another account', () => {
    const resources = deployedResources(synthesizeMesh(files, { environment: 'local' }));
    const audit = resources.find(
      ({ type, properties }) =>
        type === 'AWS::S3::BucketPolicy' && String(properties['Bucket']).includes('-platform-audit-'),
    );
    const policy = named('audit', audit?.properties['PolicyDocument']);
    const bucket = `arn:aws:s3:::${String(audit?.properties['Bucket'])}`;
    const publisher = deployedRoles(resources).find(({ name }) => name === 'grove-local-forest-publisher');
    if (!audit || !publisher) throw new Error('the mesh has an audit bucket and a publisher');
    const everything = named('all', {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    });
    const writes = (role: typeof publisher, key: string): boolean =>
      mayDo(
        { ...role, identity: [everything], boundary: undefined },
        { action: 's3:PutObject', resource: `${bucket}/${key}`, account: audit.account, policy },
      );
    const { account } = publisher;
    const analyst = {
      ...publisher,
      name: 'grove-local-forest-analyst',
      arn: publisher.arn.replace('publisher', 'analyst'),
    };
    const twin = {
      ...publisher,
      account: '999999999999',
      arn: publisher.arn.replace(account, '999999999999'),
    };
    expect(writes(publisher, `ledger/${account}/forest/x.json`)).toBe(true);
    expect(writes(publisher, `findings/${account}/forest/x.json`)).toBe(false);
    expect(writes(publisher, `ledger/${account}/shop/x.json`)).toBe(false);
    expect(writes(analyst, `ledger/${account}/forest/x.json`)).toBe(false);
    expect(writes(twin, `ledger/${account}/forest/x.json`)).toBe(false);
    expect(writes(twin, 'ledger/999999999999/forest/x.json')).toBe(true);
    expect(writes({ ...publisher, domain: 'f*' }, `ledger/${account}/forest/x.json`)).toBe(false);
  });
});
