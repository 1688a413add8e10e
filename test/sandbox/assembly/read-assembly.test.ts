import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { readAssembly } from '../../../sandbox/assembly/read-assembly.ts';
import { zipDirectory } from '../../../sandbox/assembly/zip-directory.ts';
import { OPERATIONS, PLATFORM, REGION, synthesize } from './assembly-app.ts';

const app = synthesize();
afterAll(() => app[Symbol.dispose]());

describe('readAssembly', () => {
  const { stacks } = readAssembly(app.assembly);
  const named = (name: string) => stacks.find((stack) => stack.name === name);

  it('reads the stacks of the app and of its stages, each after what it depends on', () => {
    expect(
      stacks.map(({ displayName, name, account, region }) => [displayName, name, account, region]),
    ).toEqual([
      ['operations/Namespace', 'mesh-operations-namespace', OPERATIONS, REGION],
      ['operations/Product', 'mesh-operations-flights', OPERATIONS, REGION],
      ['Platform', 'mesh-platform', PLATFORM, REGION],
    ]);
    expect(named('mesh-operations-flights')?.dependencies).toEqual([named('mesh-operations-namespace')?.id]);
  });

  it('knows construct paths, tags and termination protection', () => {
    const namespace = named('mesh-operations-namespace');
    expect(Object.values(namespace?.constructPaths ?? {})).toContain('operations/Namespace/Landing/Resource');
    expect(namespace?.tags).toEqual({ owner: 'ops' });
    expect(named('mesh-operations-flights')?.terminationProtection).toBe(true);
  });

  it('finds file assets: the code as a directory, the template as a file', () => {
    const assets = named('mesh-operations-namespace')?.assets ?? [];
    expect(assets.map(({ packaging, bucket }) => [packaging, bucket])).toEqual([
      ['zip', `cdk-hnb659fds-assets-${OPERATIONS}-${REGION}`],
      ['file', `cdk-hnb659fds-assets-${OPERATIONS}-${REGION}`],
    ]);
    expect(assets.every(({ key }) => /^[0-9a-f]{64}\.(zip|json)$/.test(key))).toBe(true);
  });

  it('says what cannot be read', () => {
    expect(() => readAssembly(join(app.assembly, 'nowhere'))).toThrow('cannot be read as JSON');
  });
});

describe('zipDirectory', () => {
  it('gives the same bytes for the same files, whenever they were written', () => {
    const directory = mkdtempSync(join(tmpdir(), 'freehold-zip-'));
    mkdirSync(join(directory, 'lib'));
    writeFileSync(join(directory, 'lib', 'a.js'), 'a');
    writeFileSync(join(directory, 'index.js'), 'b');
    const first = zipDirectory(directory);
    utimesSync(join(directory, 'index.js'), 1, 1);
    expect(Buffer.from(zipDirectory(directory)).equals(Buffer.from(first))).toBe(true);
    const files = unzipSync(first);
    expect(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)])).toEqual([
      ['index.js', 'b'],
      ['lib/a.js', 'a'],
    ]);
    rmSync(directory, { recursive: true });
  });
});
