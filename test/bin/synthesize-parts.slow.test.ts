import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { GeneratedMesh } from '../../bench/generated-mesh.ts';

const root = resolve(import.meta.dirname, '../..');
const scratch = mkdtempSync(join(tmpdir(), 'freehold-parts-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function synthesize(mesh: string, name: string, env: Readonly<Record<string, string>> = {}) {
  const outdir = join(scratch, name);
  const child = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', 'bin/app.ts'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, MESH_ROOT: mesh, CDK_OUTDIR: outdir, CDK_VALIDATION: 'false', ...env },
  });
  return { outdir, code: child.status, errors: child.stderr };
}

/** All that CloudFormation and the publication of assets see of an assembly. */
function contentsOf(outdir: string): ReadonlyMap<string, string> {
  const names = readdirSync(outdir, { recursive: true, encoding: 'utf8' });
  const seen = names.filter((name) => /\.(template|assets)\.json$|^asset\.|^documents\/./.test(name));
  return new Map(seen.toSorted().map((name) => [name, textOf(join(outdir, name))]));
}

const textOf = (path: string): string => (existsSync(`${path}/.`) ? 'directory' : readFileSync(path, 'utf8'));

describe('a mesh that is synthesized in parts', () => {
  it('is the mesh that one process synthesizes', () => {
    using mesh = new GeneratedMesh({ domains: 8, productsPerDomain: 2, columns: 2 });
    const parts = synthesize(mesh.root, 'parts');
    const whole = synthesize(mesh.root, 'whole', { MESH_PART: '0/1' });
    expect([parts, whole].map(({ code, errors }) => ({ code, errors }))).toEqual([
      { code: 0, errors: '' },
      { code: 0, errors: '' },
    ]);
    const contents = contentsOf(whole.outdir);
    expect([...contents.keys()].filter((name) => name.endsWith('.template.json'))).toHaveLength(34);
    expect(contentsOf(parts.outdir)).toEqual(contents);
    const artifacts = [parts, whole].map(({ outdir }) =>
      Object.keys(
        (JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8')) as { artifacts: object }).artifacts,
      ),
    );
    expect(artifacts[0]?.toSorted()).toEqual(artifacts[1]?.toSorted());
    expect(readdirSync(parts.outdir).filter((name) => name.startsWith('.part'))).toEqual([]);
  }, 120_000);

  it('leaves no assembly where the mesh is wrong, and says once why', () => {
    using mesh = new GeneratedMesh({ domains: 8, productsPerDomain: 1, columns: 2 });
    writeFileSync(join(mesh.root, 'domains/d3/products/p0/t0.sql'), 'SELECT FROM');
    const { outdir, code, errors } = synthesize(mesh.root, 'wrong');
    expect(code).toBe(3);
    expect(errors.match(/InvalidSql/g)).toHaveLength(1);
    expect(existsSync(join(outdir, 'manifest.json'))).toBe(false);
  }, 120_000);

  it('is refused where one part breaks the law', () => {
    using mesh = new GeneratedMesh({ domains: 8, productsPerDomain: 1, columns: 2 });
    const contract = join(mesh.root, 'domains/d3/products/p0/contract.yaml');
    writeFileSync(
      contract,
      readFileSync(contract, 'utf8').replaceAll('        classification: internal\n', ''),
    );
    const { outdir, code, errors } = synthesize(mesh.root, 'unlawful');
    expect(code).toBe(1);
    expect(errors).toContain('classified');
    expect(existsSync(join(outdir, 'manifest.json'))).toBe(false);
  }, 120_000);
});
