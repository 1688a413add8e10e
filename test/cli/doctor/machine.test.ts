import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { judgeMachine } from '../../../cli/doctor/machine.ts';

it('is well with the packages of this repository', () => {
  const root = resolve(import.meta.dirname, '../../..');
  expect(judgeMachine(root, '24.21.0').map(({ health }) => health)).toEqual(['ok', 'ok']);
});

it('is not with an older Node, nor with other packages than those that are pinned', () => {
  const root = mkdtempSync(join(tmpdir(), 'freehold-doctor-'));
  writeFileSync(
    join(root, 'package.json'),
    JSON.stringify({
      dependencies: { 'aws-cdk-lib': '2.276.0', 'aws-cdk': '2.1148.1', '@aws-cdk/toolkit-lib': '1.40.1' },
    }),
  );
  const installed = { 'aws-cdk-lib': '2.276.0', 'aws-cdk': '3.0.0' };
  for (const [name, version] of Object.entries(installed)) {
    mkdirSync(join(root, 'node_modules', name), { recursive: true });
    writeFileSync(join(root, 'node_modules', name, 'package.json'), JSON.stringify({ version }));
  }
  const found = judgeMachine(root, '20.20.2').map(({ what }) => what);
  rmSync(root, { recursive: true });
  expect(found).toEqual([
    'Node 20.20.2; 24 is needed',
    'aws-cdk 3.0.0, pinned is 2.1148.1; @aws-cdk/toolkit-lib none, pinned is 1.40.1',
  ]);
});
