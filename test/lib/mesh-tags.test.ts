import { join, resolve } from 'node:path';
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type AssemblyStack, readAssemblyStacks } from '../../cli/deploy/assembly.ts';
import { loadSpecFiles } from '../../cli/load/load-spec-files.ts';
import { type DeployedResource, deployedResources } from './deployed-policies.ts';
import { synthesizeMesh } from './synthesized-mesh.ts';

const database = loadAwsServiceSpecSync();
const TAGS = ['cost-centre', 'domain', 'environment', 'mesh', 'owner', 'product'];

/** Types that the published schema calls taggable and that we leave without tags, with the reason. */
const UNTAGGED: Readonly<Record<string, string>> = {};

let resources: readonly DeployedResource[];
let stacks: readonly AssemblyStack[];
beforeAll(async () => {
  vi.stubEnv('CDK_VALIDATION', 'false');
  const { files } = await loadSpecFiles(join(resolve(import.meta.dirname, '../..'), 'examples/aviation'));
  const assembly = synthesizeMesh(files, { environment: 'local' });
  resources = deployedResources(assembly);
  stacks = readAssemblyStacks(assembly.directory);
});

/** Property that holds a type's tags, by the published schema. */
function tagProperty(type: string): string | undefined {
  const [found] = database.lookup('resource', 'cloudFormationType', 'equals', type);
  return found?.tagInformation?.tagPropertyName;
}

const taggable = (): readonly DeployedResource[] =>
  resources.filter(({ type }) => tagProperty(type) !== undefined && UNTAGGED[type] === undefined);

/** Both shapes that CloudFormation has: a list of keys and values, or a map. */
function tagsOf({ type, properties }: DeployedResource): Readonly<Record<string, unknown>> {
  const tags = properties[tagProperty(type) ?? ''] ?? {};
  // A resource's schema allows either of the two.
  if (!Array.isArray(tags)) return tags as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    (tags as readonly { readonly Key: string; readonly Value: string }[]).map(({ Key, Value }) => [
      Key,
      Value,
    ]),
  );
}

describe('the tags of the mesh', () => {
  it('are on every resource that AWS lets carry tags, and each has a value', () => {
    const missing = taggable().flatMap((resource) => {
      const tags = tagsOf(resource);
      const without = TAGS.filter((tag) => typeof tags[tag] !== 'string' || tags[tag] === '');
      return without.length === 0 ? [] : [`${resource.stack}/${resource.logicalId}: ${without.join(', ')}`];
    });
    expect(taggable().length).toBeGreaterThan(250);
    expect(missing).toEqual([]);
  });

  it('are on every stack, by which what no file declares any more is found', () => {
    const said = stacks.map(({ path, tags }) => `${path}: ${tags['mesh']} ${tags['environment']}`);
    expect(said).toEqual(stacks.map(({ path }) => `${path}: aviation local`));
    expect(stacks.length).toBeGreaterThan(10);
  });

  it('say the domain and the product whose stack a resource stands in', () => {
    const wrong = taggable().flatMap((resource) => {
      const [domain = '', name = ''] = resource.stack.split('/');
      const product = /^(.*)-v\d+$/.exec(name)?.[1] ?? '_shared';
      const { domain: saidDomain, product: saidProduct } = tagsOf(resource);
      // An account's foundation is the platform's, but for the roles that it makes for domains.
      const owners = name === 'Foundation' ? ['platform', domain] : [domain];
      const isRight = owners.includes(String(saidDomain)) && saidProduct === product;
      return isRight ? [] : [`${resource.stack}/${resource.logicalId}: ${saidDomain} ${saidProduct}`];
    });
    expect(wrong).toEqual([]);
  });

  it('are left out nowhere but where it is said', () => {
    const used = new Set(resources.map(({ type }) => type));
    expect(Object.keys(UNTAGGED).filter((type) => !used.has(type))).toEqual([]);
  });
});
