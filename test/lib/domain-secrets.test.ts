import { beforeAll, describe, expect, it, vi } from 'vitest';
import { shopFiles } from '../core/spec/meshes.ts';
import {
  type Attempt,
  type DeployedResource,
  type DeployedRole,
  deployedResources,
  deployedRoles,
  mayDo,
  named,
} from './deployed-policies.ts';
import { synthesizeMesh } from './synthesized-mesh.ts';

const SHOP = `title: Shop
owner: { team: shop, email: shop@example.com }
secrets:
  weather-api: { description: Key of the weather service. }
  partner: { description: Token of a partner., readers: [analyst] }
`;

let resources: readonly DeployedResource[];
let roles: readonly DeployedRole[];

beforeAll(() => {
  vi.stubEnv('CDK_VALIDATION', 'false');
  const files = shopFiles({
    'domains/shop/domain.yaml': SHOP,
    'domains/shop-eu/domain.yaml': SHOP.replace('Shop', 'Shop of Europe'),
  });
  resources = deployedResources(synthesizeMesh(files, { environment: 'local' }));
  roles = deployedRoles(resources);
});

const secretOf = (name: string): DeployedResource => {
  const found = resources.find(
    ({ type, properties }) => type === 'AWS::SecretsManager::Secret' && properties['Name'] === name,
  );
  if (!found) throw new Error(`no secret ${name}`);
  return found;
};

/** Reads or writes a secret as its own policy and the role's decide. */
const attempt = (name: string, action = 'GetSecretValue'): Attempt => {
  const secret = secretOf(name);
  const policy = resources.find(
    ({ type, properties }) =>
      type === 'AWS::SecretsManager::ResourcePolicy' && properties['SecretId'] === secret.name,
  );
  return {
    action: `secretsmanager:${action}`,
    resource: secret.name,
    account: secret.account,
    policy: named('secret', policy?.properties['ResourcePolicy']),
  };
};

const whoMay = (what: Attempt): readonly string[] =>
  roles
    .filter((role) => mayDo(role, what))
    .map(({ name }) => name)
    .toSorted();

describe('a secret of a domain', () => {
  it('is read by the roles that its domain names, of all roles of the mesh', () => {
    expect(whoMay(attempt('demo/local/shop/weather-api'))).toEqual([
      'demo-local-shop-engineer',
      'demo-local-shop-pipeline',
    ]);
    expect(whoMay(attempt('demo/local/shop/partner'))).toEqual(['demo-local-shop-analyst']);
    expect(whoMay(attempt('demo/local/shop-eu/partner'))).toEqual(['demo-local-shop-eu-analyst']);
  });

  it('gets its value from the engineers of its domain', () => {
    expect(whoMay(attempt('demo/local/shop/partner', 'PutSecretValue'))).toEqual([
      'demo-local-shop-engineer',
    ]);
  });

  it('is not shown to who may do everything, in its own account or another', () => {
    const all = named('all', { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
    const readers = ['demo-local-shop-engineer', 'demo-local-shop-pipeline'];
    const secret = attempt('demo/local/shop/weather-api');
    for (const { boundary: _, ...role } of roles) {
      const account = secret.account;
      const mighty = { ...role, account, boundary: undefined, identity: [all] };
      expect([role.name, mayDo(mighty, secret)]).toEqual([role.name, readers.includes(role.name)]);
    }
  });

  it('has no value in the template, and the key of its domain', () => {
    const { properties } = secretOf('demo/local/shop/partner');
    expect(Object.keys(properties).toSorted()).toEqual(['Description', 'KmsKeyId', 'Name', 'Tags']);
    expect(properties['KmsKeyId']).toMatch(/^arn:aws:kms:/);
  });
});
