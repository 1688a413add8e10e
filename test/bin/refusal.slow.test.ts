import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const directory = mkdtempSync(join(tmpdir(), 'freehold-refusal-'));
const PIPELINE = join(directory, 'mesh/domains/shop/products/orders/pipeline.yaml');
const PREFIXES = 60;

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The smallest mesh, with more landing prefixes in one product than an event pattern holds. */
function writeMesh(): void {
  cpSync(join(root, 'examples/minimal'), join(directory, 'mesh'), { recursive: true });
  const sources = Array.from(
    { length: PREFIXES },
    (_, at) =>
      `  raw_${at}: { prefix: orders-of-another-branch-of-the-shop-${at}/, format: csv, columns: { id: string } }\n`,
  );
  writeFileSync(PIPELINE, readFileSync(PIPELINE, 'utf8') + sources.join(''));
}

describe('a template that AWS would refuse', () => {
  it('ends synthesis with its report and no stack of ours', () => {
    writeMesh();
    const { status, stderr } = spawnSync(process.execPath, [join(root, 'bin/app.ts')], {
      encoding: 'utf8',
      timeout: 60_000,
      env: {
        ...process.env,
        MESH_ROOT: join(directory, 'mesh'),
        CDK_OUTDIR: join(directory, 'out'),
        CDK_VALIDATION: 'false',
      },
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/FATAL AWS refuses this: [\d,]+ of 2,048 characters of an event pattern/);
    expect(stderr).toContain('shop/orders-v1/Pipeline/Landed');
    expect(stderr).not.toMatch(/triggerUncaughtException|Node\.js v/);
  });
});
