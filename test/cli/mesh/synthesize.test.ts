import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { synthesize } from '../../../cli/mesh/synthesize.ts';

const root = resolve(import.meta.dirname, '../../..');

it('replaces no directory that is something else than an assembly, even where one lies in it', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'freehold-out-'));
  writeFileSync(join(directory, 'manifest.json'), '{}');
  writeFileSync(join(directory, 'mesh.yaml'), 'name: mine');
  // A repository in which somebody has synthesized before.
  mkdirSync(join(directory, 'cdk.out'));
  const synthesis = synthesize({
    platformRoot: root,
    meshRoot: join(root, 'examples/minimal'),
    environment: 'local',
    assembly: directory,
    files: new Map(),
  });
  await expect(synthesis).rejects.toMatchObject({ code: 'NotAnAssembly' });
  expect(existsSync(join(directory, 'mesh.yaml'))).toBe(true);
  rmSync(directory, { recursive: true });
});
