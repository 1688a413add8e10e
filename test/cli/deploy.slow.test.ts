import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession, type Session } from '../../cli/mesh/sandbox-session.ts';
import { loadProject } from '../../cli/mesh/project.ts';
import { up } from '../../cli/commands/up.ts';
import { createOutput } from '../../cli/ui/output.ts';
import { UpProgress } from '../../cli/ui/up-progress.ts';
import { bootstrapAccounts } from '../../cli/deploy/bootstrap-accounts.ts';
import { EXIT } from '../../cli/ui/exit-codes.ts';
import { runMesh } from './run-mesh.ts';

const platformRoot = resolve(import.meta.dirname, '../..');
const EXAMPLE = join(platformRoot, 'examples/minimal');
const ORDERS = '3';

let root: string;
let session: Session;
const mesh = async (...argv: readonly string[]) => await runMesh(root, argv);

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'freehold-deploy-'));
  cpSync(EXAMPLE, root, { recursive: true, filter: (path) => !path.includes('.mesh') });
  const project = await loadProject(root);
  if (!('mesh' in project)) throw new Error('the example is not valid');
  session = await openSession(project.stateDirectory);
  await bootstrapAccounts(session.sandbox, project.mesh, project.environment);
});

afterAll(async () => {
  await session.close();
  rmSync(root, { recursive: true, force: true });
});

/** How many orders the domain's analyst reads, in Athena's own words where the query is refused. */
async function orders(): Promise<unknown> {
  const { stdout, stderr } = await mesh(
    'query',
    'SELECT count(*) FROM shop.orders',
    '--as',
    'shop-analyst',
    '--json',
  );
  const { data } = JSON.parse(stdout);
  return data?.rows?.[0]?.[0] ?? stderr;
}

function edit(file: string, change: (text: string) => string): void {
  const path = join(root, file);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

/** Another archive in the platform's template, under another hash: a published one is not published again. */
function renameArchive(assembly: string): void {
  const files = readdirSync(join(root, assembly));
  const stack = files.find((name) => /^platformPlatform.*\.template\.json$/.test(name)) ?? '';
  edit(join(assembly, stack), (text) => text.replace('minimal-local-archive', 'minimal-local-other'));
  const manifest = readFileSync(join(root, assembly, 'manifest.json'), 'utf8');
  for (const [, hash = ''] of manifest.matchAll(/([0-9a-f]{64})\.json/g)) {
    const other = hash.split('').toReversed().join('');
    for (const name of files.filter((file) => /manifest\.json$|\.assets\.json$/.test(file))) {
      edit(join(assembly, name), (text) => text.replaceAll(hash, other));
    }
  }
}

describe('a mesh from the command line, against a served sandbox', () => {
  it('is not deployed where nobody can be asked', async () => {
    const declined = await mesh('deploy');
    expect(declined.code).toBe(EXIT.needsApproval);
    expect(declined.stdout).toBe('nobody can be asked here; give --yes to agree; nothing was changed\n');
    expect(declined.stderr).toContain('+ shop/Namespace       new, ');
  });

  it('is deployed wave by wave, and has no changes afterwards', async () => {
    const deployed = await mesh('deploy', '--yes');
    expect(deployed.stdout).toBe('deployed 5 of 5 stacks (0.0 s); next: bin/mesh up\n');
    const lines = deployed.stderr.split('\n').filter((line) => line.startsWith('✓'));
    expect(lines.slice(0, 2).toSorted()).toEqual([
      '✓ platform/Foundation  deployed   0.0 s',
      '✓ shop/Foundation      deployed   0.0 s',
    ]);
    expect(lines.at(-1)).toBe('✓ shop/orders-v1       deployed   0.0 s');
    const again = await mesh('plan', '--detailed-exitcode');
    expect(again).toMatchObject({
      code: EXIT.ok,
      stdout: 'no changes in 5 stacks (0.0 s); next: bin/mesh status\n',
    });
  });

  it('is well, says the doctor', async () => {
    const { code, stdout } = await mesh('doctor');
    expect(code).toBe(EXIT.ok);
    expect(stdout).toContain('✓ the deploying role and the reconcilers administer Lake Formation');
    expect(stdout).not.toContain('?');
  });

  it('plans a changed contract as an update without data at stake', async () => {
    edit('domains/shop/products/orders/contract.yaml', (text) =>
      text.replace('version: 1.0.0', 'version: 1.1.0'),
    );
    const { code, stdout } = await mesh('plan', '--domain', 'shop', '--detailed-exitcode');
    expect(code).toBe(EXIT.hasChanges);
    expect(stdout).toMatchInlineSnapshot(`
      "Stacks
        ~ shop/orders-v1  2 updated
          ~ AWS::SSM::Parameter /minimal/local/shop/orders/v1 (Value)
          ~ Custom::FreeholdTables Tables (key, sha256, version)

      stacks: 1 changed, 2 unchanged (0.0 s); next: bin/mesh deploy shop
      "
    `);
    const json = JSON.parse((await mesh('plan', 'shop', '--json')).stdout);
    expect(json).toMatchObject({
      schema: 'mesh.v1.plan',
      ok: true,
      data: { environment: 'local', hasChanges: true, losesData: false, grants: [], unreadGrants: [] },
    });
    expect(Object.keys(json.data.stacks[2])).toMatchInlineSnapshot(`
      [
        "path",
        "name",
        "account",
        "region",
        "kind",
        "changes",
        "permissions",
      ]
    `);
  });

  it('loses no data without being told so twice', async () => {
    const assembly = join(root, 'cdk.out');
    const synthesized = await mesh('synth', '--no-lint', '--domain', 'platform', '--out', assembly);
    expect(synthesized.stdout).toContain('platform/Platform');
    renameArchive('cdk.out');
    const refused = await mesh('deploy', '--app', assembly, '--yes');
    expect(refused.code).toBe(EXIT.needsApproval);
    expect(refused.stdout).toBe(
      '1 resource with data would be lost; give --allow-data-loss to agree; nothing was changed\n',
    );
    expect(refused.stderr).toContain(
      'AWS::Events::Archive minimal-local-other is replaced because ArchiveName changes; the events in it: lost',
    );
    const agreed = await mesh('deploy', '--app', assembly, '--yes', '--allow-data-loss');
    expect(agreed.stdout).toBe('deployed 1 of 2 stacks (0.0 s); next: bin/mesh up\n');
    // Back to what the mesh declares, for what follows.
    expect((await mesh('deploy', 'platform', '--yes', '--allow-data-loss')).code).toBe(EXIT.ok);
  });

  it('gives outside clients the way in as a role, and refuses one that is not there', async () => {
    const { stdout } = await mesh('env', '--as', 'shop-analyst', '--format', 'json');
    const variables = JSON.parse(stdout);
    expect(variables).toMatchObject({ AWS_ENDPOINT_URL: session.sandbox.endpoint, AWS_PROFILE: null });
    expect(variables.AWS_SESSION_TOKEN).not.toBe('');
    const refused = await mesh('env', '--as', 'shop-analys');
    expect(refused.code).toBe(EXIT.usage);
    expect(refused.stderr).toContain('did you mean "shop-analyst"?');
  });

  it('is published, and read', async () => {
    const project = await loadProject(root);
    if (!('mesh' in project)) throw new Error('the example is not valid');
    const progress = new UpProgress(createOutput({ json: true, quiet: true }));
    await up(project, { sandbox: session.sandbox, platformRoot, progress });
    expect(await orders()).toBe(ORDERS);
  });

  it('says what stays before it is destroyed, and is gone but for that', async () => {
    const declined = await mesh('destroy');
    expect(declined.code).toBe(EXIT.needsApproval);
    expect(declined.stderr).toContain('AWS::DynamoDB::Table minimal-local-shop-registry with its items');
    const destroyed = await mesh('destroy', '--yes', '--json');
    const { data } = JSON.parse(destroyed.stdout);
    expect(data.stacks.map(({ name }: { readonly name: string }) => name)).toEqual([
      'minimal-local-shop-orders-v1',
      'minimal-local-shop-namespace',
      'minimal-local-platform',
      'minimal-local-foundation',
      'minimal-local-foundation',
    ]);
    expect((await mesh('destroy', '--yes')).stdout).toBe(
      'nothing of this mesh is deployed; next: bin/mesh deploy\n',
    );
  });

  it('comes back with what it left behind: buckets and registry by name, keys by what they encrypt', async () => {
    const refused = await mesh('deploy', '--yes');
    expect(refused.code).toBe(EXIT.cloud);
    expect(refused.stderr).toContain('what is there already is taken over with --adopt');
    const adopted = await mesh('deploy', '--yes', '--adopt');
    expect(adopted.stderr).toMatch(/✓ shop\/Namespace takes back its key [0-9a-f-]{36}\n/);
    expect(adopted.stdout).toBe('deployed 3 of 5 stacks (0.0 s); next: bin/mesh up\n');
    expect((await mesh('plan')).stdout).toContain('no changes in 5 stacks');
    // What was published, without a run: an append could not be made again.
    expect(await orders()).toBe(ORDERS);
  });
});
