import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { filesOfDomain } from '../../../core/spec/files-of-domain.ts';
import { loadDomainFiles, loadSpecFiles } from '../../../cli/load/load-spec-files.ts';

const PATH = 'domains/shop/domain.yaml';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'freehold-load-'));
});

afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

test('reads the mesh, its domains and its governance, and nothing else', async () => {
  for (const path of ['mesh.yaml', PATH, 'governance/policies/a.yaml', 'domains/shop/products/o/o.sql']) {
    write(path, 'a: 1\n');
  }
  for (const path of ['other.yaml', 'landing/a.csv', 'domains/shop/README.md', 'domains/.git/a.yaml']) {
    write(path, 'a: 1\n');
  }
  const { files, diagnostics } = await loadSpecFiles(root);
  expect([...files.keys()]).toEqual([
    'mesh.yaml',
    'domains/shop/domain.yaml',
    'domains/shop/products/o/o.sql',
    'governance/policies/a.yaml',
  ]);
  expect(diagnostics).toEqual([]);
});

test('leaves the mark out that some editors begin a file with', async () => {
  write(PATH, '\uFEFFtitle: Shop\n');
  expect((await loadSpecFiles(root)).files.get(PATH)).toBe('title: Shop\n');
});

test.each([
  ['Latin 1', Buffer.from('a: 1\ntitle: Caf\xe9\n', 'latin1'), { line: 2, column: 11 }],
  ['UTF-16', Buffer.from('\uFEFFtitle: Shop\n', 'utf16le'), { line: 1, column: 1 }],
  ['a file that is cut within a character', Buffer.from('title: é').subarray(0, -1), { line: 1, column: 8 }],
])('refuses %s where it stops being UTF-8', async (_, bytes, place) => {
  write(PATH, bytes);
  const { files, diagnostics } = await loadSpecFiles(root);
  expect(files.has(PATH)).toBe(false);
  expect(diagnostics).toMatchObject([
    { code: 'UnreadableFile', message: `${PATH} is not UTF-8`, span: { file: PATH, ...place } },
  ]);
});

test('refuses a file that nobody wrote by hand', async () => {
  write(PATH, 'x'.repeat(1_000_001));
  expect((await loadSpecFiles(root)).diagnostics).toMatchObject([
    { code: 'UnreadableFile', message: `${PATH} has 1000001 bytes, and a specification has at most 1000000` },
  ]);
});

test('follows no link out of the mesh', async () => {
  write('elsewhere/secret.yaml', 'a: 1\n');
  write(PATH, 'title: Shop\n');
  symlinkSync(join(root, 'elsewhere'), join(root, 'domains/linked'));
  symlinkSync(join(root, 'elsewhere/secret.yaml'), join(root, 'domains/shop/linked.yaml'));
  expect([...(await loadSpecFiles(root)).files.keys()]).toEqual([PATH]);
});

test('a directory without a mesh is empty', async () => {
  expect(await loadSpecFiles(join(root, 'nowhere'))).toEqual({ files: new Map(), diagnostics: [] });
});

test('reads of other domains only what a domain is built from', async () => {
  const aviation = join(import.meta.dirname, '../../../examples/aviation');
  const { files } = await loadSpecFiles(aviation);
  for (const domain of ['airports', 'insight', 'operations', 'safety']) {
    const { files: loaded } = await loadDomainFiles(aviation, domain);
    const built = [...filesOfDomain(files, domain)];
    expect([...filesOfDomain(loaded, domain)].toSorted()).toEqual(built.toSorted());
  }
  const airports = [...(await loadDomainFiles(aviation, 'airports')).files.keys()];
  expect(airports.filter((path) => /\/(operations|insight)\/.*(contract|\.sql)/.test(path))).toEqual([]);
});
