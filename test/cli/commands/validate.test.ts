import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { validateMesh } from '../../../cli/commands/validate.ts';
import { NOW, shopFiles } from '../../core/spec/meshes.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'freehold-validate-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

test('reads a mesh from disk, with the files that it lands', async () => {
  write(new Map([...shopFiles(), ['landing/orders.csv', 'order_id\n']]));
  const { mesh, diagnostics, files } = await validateMesh({ root, now: NOW });
  expect(diagnostics).toEqual([]);
  expect(mesh?.domains.map(({ name }) => name)).toEqual(['board', 'shop']);
  expect([...files.keys()]).not.toContain('landing/orders.csv');
});

test('says which file to land is missing', async () => {
  write(shopFiles());
  const { mesh, diagnostics } = await validateMesh({ root, now: NOW });
  expect(mesh).toBeUndefined();
  expect(diagnostics.map(({ code, span }) => `${span.file} ${code}`)).toEqual([
    'mesh.yaml LandingFileNotFound',
  ]);
});

test('finds files of installed packages upwards from the mesh', async () => {
  const files = shopFiles();
  files.set('mesh.yaml', (files.get('mesh.yaml') ?? '').replace('landing/orders.csv', 'npm:data/orders.csv'));
  write(new Map([...files, ['node_modules/data/orders.csv', 'order_id\n']]));
  expect((await validateMesh({ root, now: NOW })).diagnostics).toEqual([]);
});

test('does not follow links out of the mesh, and refuses what is too large to be written by hand', async () => {
  write(new Map([...shopFiles(), ['landing/orders.csv', '']]));
  const outside = mkdtempSync(join(tmpdir(), 'freehold-outside-'));
  writeFileSync(join(outside, 'domain.yaml'), 'title: Outside\n');
  symlinkSync(outside, join(root, 'domains/outside'));
  writeFileSync(join(root, 'domains/shop/products/orders/big.sql'), ' '.repeat(1_000_001));
  const { diagnostics, mesh } = await validateMesh({ root, now: NOW });
  rmSync(outside, { recursive: true, force: true });
  expect(mesh).toBeUndefined();
  expect(diagnostics.map(({ code, span }) => `${span.file} ${code}`)).toEqual([
    'domains/shop/products/orders/big.sql UnreadableFile',
  ]);
});

test('a directory that is no mesh', async () => {
  const { diagnostics } = await validateMesh({ root, now: NOW });
  expect(diagnostics.map(({ code }) => code)).toEqual(['MeshNotFound']);
});
