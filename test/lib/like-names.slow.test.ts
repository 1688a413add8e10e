import { join, resolve } from 'node:path';
import { expect, it, vi } from 'vitest';
import { loadSpecFiles } from '../../cli/load/load-spec-files.ts';
import { type DeployedResource, deployedResources } from './deployed-policies.ts';
import { synthesizeMesh } from './synthesized-mesh.ts';

const ACCOUNTS = { sales: '222222222222', 'sales-eu': '333333333333' } as const;

/** `sales-eu` with `harvest`, and `sales` with `eu-harvest`: read without the hyphens' meaning they are one. */
async function likeNames(): Promise<ReadonlyMap<string, string>> {
  const { files } = await loadSpecFiles(join(resolve(import.meta.dirname, '../..'), 'test/permissions/mesh'));
  const copy = (domain: keyof typeof ACCOUNTS, product: string) =>
    [...files]
      .filter(([path]) => path.startsWith('domains/forest/') && !path.includes('/access/'))
      .map(([path, text]): readonly [string, string] => [
        path.replace('/forest/', `/${domain}/`).replace('/harvest/', `/${product}/`),
        text.replace(/prod: "\d+"/, `prod: "${ACCOUNTS[domain]}"`),
      ]);
  const mesh = [
    'name: twins',
    'title: Twins',
    'classifications: [open, internal, confidential]',
    'environments:',
    '  prod: { region: eu-west-1, platformAccount: "111111111111" }',
  ].join('\n');
  return new Map([...copy('sales', 'eu-harvest'), ...copy('sales-eu', 'harvest'), ['mesh.yaml', mesh]]);
}

/** What AWS would know a resource by, were both domains in one account. */
function nameOf({ type, name, account, properties }: DeployedResource): string {
  const scope = ['EventBusName', 'GroupName', 'DatabaseName', 'AliasName', 'AlarmName', 'ManagedPolicyName'];
  const parts = scope.map((key) => properties[key]).filter((value) => typeof value === 'string');
  return [type, ...parts, name].join(' ').replaceAll(account, '');
}

it('names collide in nothing but the stacks that a diagnostic refuses, so that it is enough', async () => {
  vi.stubEnv('CDK_VALIDATION', 'false');
  const assembly = synthesizeMesh(await likeNames(), { environment: 'prod' });
  const stacks = assembly.stacksRecursively.map(({ stackName }) => stackName);
  expect(stacks.filter((name, index) => stacks.indexOf(name) !== index)).toEqual([
    'twins-prod-foundation',
    'twins-prod-foundation',
    'twins-prod-sales-eu-harvest-v1',
  ]);
  const named = (domain: string): readonly string[] =>
    deployedResources(assembly)
      .filter(
        ({ stack, type }) =>
          stack.startsWith(`${domain}/`) &&
          !stack.endsWith('/Foundation') &&
          type !== 'AWS::StepFunctions::StateMachineAlias',
      )
      .map(nameOf);
  const others = new Set(named('sales-eu'));
  expect(others.size).toBeGreaterThan(60);
  expect(named('sales').filter((name) => others.has(name))).toEqual([]);
});
