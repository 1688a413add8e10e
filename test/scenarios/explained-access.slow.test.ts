import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { meshPrincipals } from '../../cli/mesh/principal.ts';
import { loadWorld } from '../../cli/deploy/load-world.ts';
import { accessMatrix } from '../../core/access/explain/access-matrix.ts';
import { type AccessExplanation, explainAccess } from '../../core/access/explain/explain-access.ts';
import { type MeshAccess, meshAccess } from '../../core/access/explain/mesh-access.ts';
import { whoReads } from '../../core/access/explain/who-reads.ts';
import { buildWorld } from '../../core/access/world/build-world.ts';
import { renderPredicate } from '../../core/access/lakeformation/row-predicate.ts';
import { type OpenMesh, openMesh, platformRoot } from './open-mesh.ts';

/** Three million flights, on a machine that does other things too. */
const HOOK_MS = 600_000;
const root = mkdtempSync(join(tmpdir(), 'freehold-aviation-'));
let mesh: OpenMesh;
let access: MeshAccess;
let explained: readonly AccessExplanation[];

beforeAll(async () => {
  cpSync(join(platformRoot, 'examples/aviation'), root, {
    recursive: true,
    filter: (path) => !path.includes('.mesh'),
  });
  // Where the packages are that the flights come from.
  symlinkSync(join(platformRoot, 'node_modules'), join(root, 'node_modules'));
  mesh = await openMesh(root);
  await mesh.up();
  const project = await mesh.project();
  const world = buildWorld(loadWorld(join(root, '.mesh/cdk.out')));
  access = meshAccess(world, project.mesh, project.environment);
  const people = new Set(meshPrincipals(project.mesh, project.environment.name).map(({ name }) => name));
  explained = access.principals
    .filter(({ name }) => people.has(name))
    .flatMap((principal) => access.tables.map((table) => explainAccess(access, principal, table)));
}, HOOK_MS);

afterAll(async () => {
  await mesh?.close();
  rmSync(root, { recursive: true, force: true });
});

const isRefused = async (sql: string, as: string): Promise<boolean> =>
  await mesh.rows(sql, as).then(
    () => false,
    () => true,
  );

it('every column that is explained as read is read, and every other is refused', {
  timeout: HOOK_MS,
}, async () => {
  const wrong: string[] = [];
  let asked = 0;
  for (const { principal, target, columns } of explained) {
    const read = columns.filter(({ isRead }) => isRead).map(({ name }) => name);
    const one = async (names: string, isRead: boolean): Promise<void> => {
      asked += 1;
      const refused = await isRefused(`SELECT ${names} FROM ${target.name} LIMIT 1`, principal.name);
      if (refused === isRead) wrong.push(`${principal.name} ${target.name} ${names}`);
    };
    // Whoever reads a single column reads `*`.
    if (read.length === 0) await one('*', false);
    else await one(read.join(', '), true);
    for (const { name, isRead } of read.length === 0 ? [] : columns) if (!isRead) await one(name, false);
  }
  expect(wrong).toEqual([]);
  expect(asked).toBeGreaterThan(70);
});

it('every row that is explained as read is read, and no other', { timeout: HOOK_MS }, async () => {
  const limited = explained.filter(({ reads }) => reads.kind === 'allowed' && reads.rows !== null);
  expect(limited.map(({ principal }) => principal.name)).toEqual(['insight-texas-analyst']);
  for (const { principal, target, reads } of limited) {
    const rows = reads.kind === 'allowed' && reads.rows ? renderPredicate(reads.rows) : 'true';
    const count = `SELECT count(*) FROM ${target.name}`;
    const owner = `${target.product.domain}-analyst`;
    expect(await mesh.rows(count, principal.name)).toEqual(await mesh.rows(`${count} WHERE ${rows}`, owner));
    expect(await mesh.rows(count, principal.name)).not.toEqual(await mesh.rows(count, owner));
  }
});

it('who, explain and matrix say the same of every role, table and column', () => {
  const matrix = accessMatrix(access, { withMachines: true });
  for (const [at, table] of access.tables.entries()) {
    const who = whoReads(access, table);
    const listed = new Map([...who.readers, ...who.machines].map((one) => [one.principal.name, one.columns]));
    for (const principal of access.principals) {
      const { columns, reads } = explainAccess(access, principal, table);
      const read = columns.filter(({ isRead }) => isRead).map(({ name }) => name);
      const row = matrix.principals.findIndex(({ name }) => name === principal.name);
      const cell = matrix.cells[row]?.[at];
      expect(cell?.kind === 'allowed' ? cell.columns.map(({ name }) => name) : []).toEqual(read);
      if (cell) expect(cell).toEqual(reads);
      expect(
        (listed.get(principal.name) ?? []).filter(({ isRead }) => isRead).map(({ name }) => name),
      ).toEqual(read);
    }
  }
});
