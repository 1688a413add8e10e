import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { loadSpecFiles } from '../../cli/load/load-spec-files.ts';
import { parseTemplate } from '../../core/cloudformation/template.ts';
import { synthesizeMesh } from './synthesized-mesh.ts';

/** What is lost with its resource. */
const STATEFUL = ['AWS::DynamoDB::Table', 'AWS::KMS::Key', 'AWS::S3::Bucket', 'AWS::SecretsManager::Secret'];

let retaining: ReadonlyMap<string, string>;
beforeAll(async () => {
  vi.stubEnv('CDK_VALIDATION', 'false');
  const root = resolve(import.meta.dirname, '../..');
  ({ files: retaining } = await loadSpecFiles(join(root, 'test/permissions/mesh')));
});

/** The mesh with the first of the two keys: a reviewed line in mesh.yaml. */
function givenUp(): ReadonlyMap<string, string> {
  const mesh = retaining.get('mesh.yaml') ?? '';
  return new Map(retaining).set(
    'mesh.yaml',
    mesh.replace('platformAccount: "100000000001"', '$&\n    removal: destroy'),
  );
}

function policies(assembly: CloudAssembly): readonly string[] {
  const found = assembly.stacksRecursively.flatMap((stack) => {
    const { Resources } = parseTemplate(JSON.parse(readFileSync(stack.templateFullPath, 'utf8')));
    return Object.values(Resources).filter(({ Type }) => STATEFUL.includes(Type));
  });
  expect(found.length).toBeGreaterThan(8);
  return [
    ...new Set(
      found.map(({ DeletionPolicy, UpdateReplacePolicy }) => `${DeletionPolicy} ${UpdateReplacePolicy}`),
    ),
  ];
}

function warnings(assembly: CloudAssembly): readonly string[] {
  const said = assembly.stacksRecursively.flatMap(({ messages }) =>
    messages.map(({ entry }) => String(entry.data)).filter((text) => text.includes('freehold:removal')),
  );
  return [...new Set(said.map((text) => text.replace(/ \[ack: .*/, '')))].toSorted();
}

describe('losing data', () => {
  it('is not what happens: without either key, everything that holds state is retained', () => {
    const assembly = synthesizeMesh(retaining, { environment: 'prod' });
    expect(policies(assembly)).toEqual(['Retain Retain']);
    expect(warnings(assembly)).toEqual([]);
  });

  it('does not follow from mesh.yaml alone, and synthesis says what is missing', () => {
    const assembly = synthesizeMesh(givenUp(), { environment: 'prod' });
    expect(policies(assembly)).toEqual(['Retain Retain']);
    expect(warnings(assembly)).toMatchInlineSnapshot(`
      [
        "data is retained: removal: destroy of prod in mesh.yaml is there, -c destroy-data=prod is missing",
      ]
    `);
  });

  it('does not follow from the context alone, and synthesis says what is missing', () => {
    const assembly = synthesizeMesh(retaining, { environment: 'prod', destroyData: 'prod' });
    expect(policies(assembly)).toEqual(['Retain Retain']);
    expect(warnings(assembly)).toMatchInlineSnapshot(`
      [
        "data is retained: -c destroy-data=prod is there, removal: destroy of prod in mesh.yaml is missing",
      ]
    `);
  });

  it('does not follow from a context that is about another environment', () => {
    const assembly = synthesizeMesh(retaining, { environment: 'prod', destroyData: 'local' });
    expect(policies(assembly)).toEqual(['Retain Retain']);
    expect(warnings(assembly)).toMatchInlineSnapshot(`
      [
        "data is retained: -c destroy-data=local is about another environment than prod",
      ]
    `);
  });

  it('takes both keys, and synthesis names what would be lost', () => {
    const assembly = synthesizeMesh(givenUp(), { environment: 'prod', destroyData: 'prod' });
    expect(policies(assembly)).toEqual(['Delete Delete']);
    const said = warnings(assembly);
    const lost = said.flatMap((text) => text.split('replacing one of these: ')[1]?.split(', ') ?? []);
    // One of the platform, one that namespaces say alike, one of the namespace that has a secret.
    expect(said).toHaveLength(3);
    expect(lost).toEqual(
      expect.arrayContaining([
        'Key',
        'Audit',
        'Landing',
        'Products',
        'Results',
        'Logs',
        'Registry',
        'Catalog/Database-products',
      ]),
    );
  });
});
