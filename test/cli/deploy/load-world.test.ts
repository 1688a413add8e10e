import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadWorld } from '../../../cli/deploy/load-world.ts';

/** An assembly of one stack with one role, as the CDK writes it. */
function writeAssembly(): string {
  const directory = mkdtempSync(join(tmpdir(), 'freehold-assembly-'));
  const write = (name: string, content: unknown): void =>
    writeFileSync(join(directory, name), JSON.stringify(content));
  write('manifest.json', {
    artifacts: {
      salesNamespace: {
        type: 'aws:cloudformation:stack',
        environment: 'aws://222222222222/eu-west-1',
        displayName: 'sales/Namespace',
        properties: { templateFile: 'sales.template.json', stackName: 'acme-prod-sales-namespace' },
      },
    },
  });
  write('sales.template.json', { Resources: { Role: { Type: 'AWS::IAM::Role' } } });
  write('sales.metadata.json', {
    '/sales/Namespace/Role-analyst/Resource': [
      { type: 'aws:cdk:logicalId', data: 'Role' },
      {
        type: 'aws:cdk:creationStack',
        data: [
          '...new Role2 in aws-cdk-lib...',
          'new PeopleRole (file:///home/x/lib/constructs/roles/people-role.ts:41:5)',
          'new NamespaceStack (file:///home/x/lib/stacks/namespace-stack.ts:139:25)',
        ],
      },
    ],
  });
  write('asset.abc.json', { schema: 'freehold.grants.v1' });
  return directory;
}

describe('loading the world of an assembly', () => {
  it('knows of each resource the construct and the line of our code that made it', () => {
    const { stacks } = loadWorld(writeAssembly());
    expect(stacks).toMatchObject([{ path: 'sales/Namespace', account: '222222222222', region: 'eu-west-1' }]);
    expect(stacks[0]?.placeOf?.('Role')).toEqual({
      construct: 'sales/Namespace/Role-analyst',
      source: 'lib/constructs/roles/people-role.ts:41',
    });
  });

  it('finds documents among the assets, and says nothing of those that are not there', () => {
    const { documentOf } = loadWorld(writeAssembly());
    expect(documentOf('abc.json')).toEqual({ schema: 'freehold.grants.v1' });
    expect(documentOf('gone.json')).toBeUndefined();
  });
});
