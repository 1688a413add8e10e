import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CloudFormationClient,
  DescribeStackResourceDriftsCommand,
  DescribeStacksCommand,
  DetectStackDriftCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accountsOf } from '../../cli/deploy/bootstrap-accounts.ts';
import { loadProject } from '../../cli/mesh/project.ts';
import { readAssembly } from '../../sandbox/assembly/read-assembly.ts';
import type { StackArtifact } from '../../sandbox/assembly/stack-artifact.ts';
import { rootCredentials } from '../../sandbox/root-credentials.ts';
import { edit } from '../scenarios/open-mesh.ts';
import { type Cdk, cdkFor, copyAviation, type Ended, type ServedMesh, serveMesh } from './served-mesh.ts';
import { type Place, whatIsThere } from './what-is-there.ts';

const mesh = copyAviation();
const { root } = mesh;
const PRODUCT = 'domains/airports/products/airport-names';
let served: ServedMesh;
let cdk: Cdk;
let places: readonly Place[] = [];

beforeAll(async () => {
  const project = await loadProject(root);
  if (!('mesh' in project)) throw new Error(JSON.stringify(project.diagnostics));
  const { region } = project.environment;
  places = accountsOf(project.mesh, project.environment).map((accountId) => ({ accountId, region }));
  served = await serveMesh(root);
  cdk = await cdkFor(root, served.endpoint);
});

afterAll(async () => {
  await served[Symbol.asyncDispose]();
  mesh[Symbol.dispose]();
});

const output = join(root, 'cdk.out');
const DEPLOY = ['deploy', '--all', '--require-approval', 'never', '--output', output];

/** What stays in the databases that stay. */
const TABLES = [
  'airports/airport_names_v1',
  'airports/airports_v1',
  'insight/airport_scorecard_v1',
  'insight/strike_rates_v1',
  'operations/flight_reports_v1',
  'operations/flights_v1',
  'operations/punctuality_v1',
  'safety/strikes_v1',
];
const isTable = (item: string): boolean => /^[a-z_]+\/[a-z_]+_v\d$/.test(item);

const succeeds = ({ code, output: text }: Ended): string => {
  expect(code, text).toBe(0);
  return text;
};
const count = (text: string, what: RegExp): number => text.match(what)?.length ?? 0;

type StackResource = { readonly logicalId: string; readonly type: string; readonly physicalId: string };
/** `stack` is the construct path, by which the CDK knows it. */
type KeptResource = StackResource & { readonly stack: string };

async function inEachStack(
  look: (client: CloudFormationClient, StackName: string, place: Place) => Promise<void>,
): Promise<void> {
  for (const place of places) {
    const credentials = rootCredentials(join(root, '.mesh'), place.accountId);
    const client = new CloudFormationClient({
      endpoint: served.endpoint,
      region: place.region,
      credentials,
    });
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({}));
    for (const { StackName = '' } of Stacks) await look(client, StackName, place);
  }
}

type Resources = Readonly<Record<string, { readonly DeletionPolicy?: string }>>;

/** What the deployed templates retain. */
async function retained(): Promise<readonly KeptResource[]> {
  const kept: KeptResource[] = [];
  const known = readAssembly(output).stacks;
  await inEachStack(async (client, StackName, { accountId }) => {
    const isSame = (one: StackArtifact) => one.name === StackName && one.account === accountId;
    const stack = known.find(isSame)?.displayName ?? StackName;
    const { TemplateBody = '' } = await client.send(new GetTemplateCommand({ StackName }));
    // A template as the CDK wrote it.
    const { Resources } = JSON.parse(TemplateBody) as { readonly Resources: Resources };
    const { StackResourceSummaries = [] } = await client.send(new ListStackResourcesCommand({ StackName }));
    for (const { LogicalResourceId: logicalId = '', ...resource } of StackResourceSummaries) {
      if (!Resources[logicalId]?.DeletionPolicy?.startsWith('Retain')) continue;
      const { ResourceType: type = '', PhysicalResourceId: physicalId = '' } = resource;
      kept.push({ stack, logicalId, type, physicalId });
    }
  });
  return kept;
}

/** Resources that are not what their templates say. */
async function drifted(): Promise<readonly string[]> {
  const found: string[] = [];
  await inEachStack(async (client, StackName) => {
    await client.send(new DetectStackDriftCommand({ StackName }));
    const StackResourceDriftStatusFilters = ['MODIFIED' as const, 'DELETED' as const, 'UNKNOWN' as const];
    const { StackResourceDrifts = [] } = await client.send(
      new DescribeStackResourceDriftsCommand({ StackName, StackResourceDriftStatusFilters }),
    );
    for (const drift of StackResourceDrifts) {
      found.push(`${StackName} ${drift.LogicalResourceId} ${JSON.stringify(drift.PropertyDifferences)}`);
    }
  });
  return found;
}

it('deploys all stacks of aviation, and finds nothing to do in a second run', async () => {
  const first = succeeds(await cdk(...DEPLOY));
  const second = succeeds(await cdk(...DEPLOY));
  expect(count(first, /✅/g)).toBeGreaterThan(15);
  expect(count(second, /\(no changes\)/g)).toBe(count(first, /✅/g));
  expect(`${first}${second}`).not.toContain('feature flags');
  expect(await drifted()).toEqual([]);
});

it('shows and deploys a minor change of a contract, in the stacks that it concerns', async () => {
  edit(root, `${PRODUCT}/contract.yaml`, 'version: 1.0.0', 'version: 1.1.0');
  edit(
    root,
    `${PRODUCT}/contract.yaml`,
    '      - name: in_register\n',
    '      - name: note\n        logicalType: string\n        physicalType: string\n        description: What is worth knowing of the name.\n        classification: open\n      - name: in_register\n',
  );
  const [sql = ''] = readdirSync(join(root, PRODUCT)).filter((name) => name.endsWith('.sql'));
  edit(root, `${PRODUCT}/${sql}`, /\bFROM\b/i, ', CAST(NULL AS varchar) AS note\nFROM');
  const diff = succeeds(await cdk('diff', '--output', output));
  expect(diff).toContain('Custom::FreeholdTables');
  const changed = succeeds(await cdk(...DEPLOY));
  expect(changed).toContain('✅  airports/airport-names-v1 (aviation-local-airports-airport-names-v1)\n');
  expect(count(changed, /✅/g) - count(changed, /\(no changes\)/g)).toBe(1);
  expect(await drifted()).toEqual([]);
});

it('destroys everything but what retains data, and takes that back when it is deployed again', async () => {
  const kept = await retained();
  succeeds(await cdk('destroy', '--all', '--force', '--app', output));
  await served[Symbol.asyncDispose]();
  const left = (await whatIsThere(root, places)).map((item) => item.slice(item.indexOf(' ') + 1)).sort();
  expect(left.filter((item) => !isTable(item))).toEqual(kept.map(({ physicalId }) => physicalId).sort());
  expect(left.filter(isTable)).toEqual(TABLES);

  served = await serveMesh(root);
  cdk = await cdkFor(root, served.endpoint);
  const assembly = ['--app', output];
  const refused = await cdk('deploy', '--all', '--require-approval', 'never', ...assembly);
  expect(refused.code).not.toBe(0);
  expect(refused.output.replaceAll(/\s+/g, ' ')).toMatch(
    /aviation-local-\S+ already exists outside of this stack; adopt it with `mesh deploy --adopt` or `cdk deploy --import-existing-resources`/,
  );
  succeeds(await cdk('destroy', '--all', '--force', ...assembly));
  for (const key of kept.filter(({ type }) => type === 'AWS::KMS::Key')) await importKey(key);
  const adopt = ['--import-existing-resources', '--require-approval', 'never'];
  const adopted = succeeds(await cdk('deploy', '--all', ...adopt, ...assembly));
  expect(count(adopted, /IMPORT_COMPLETE/g)).toBe(
    kept.length - count(JSON.stringify(kept), /AWS::KMS::Key/g),
  );
  expect((await retained()).map(({ physicalId }) => physicalId)).toEqual(
    kept.map(({ physicalId }) => physicalId),
  );
  expect(await drifted()).toEqual([]);
});

/** A key has no name of its own that a template could say: it is imported by its id, before what it encrypts. */
async function importKey({ stack, logicalId, physicalId }: KeptResource): Promise<void> {
  const mapping = join(root, 'keys.json');
  writeFileSync(mapping, JSON.stringify({ [logicalId]: { KeyId: physicalId } }));
  succeeds(await cdk('import', stack, '--resource-mapping', mapping, '--app', output));
}
