import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)));
const sources = tracked.filter((path) => path.endsWith('.ts'));
const LAYERS = ['core', 'lib', 'lambdas', 'sandbox', 'cli'] as const;
type Layer = (typeof LAYERS)[number];

/** Which way imports go: a layer may import itself and these. */
const MAY_IMPORT: Record<Layer, readonly Layer[]> = {
  core: [],
  lib: ['core'],
  lambdas: ['core'],
  sandbox: ['core'],
  cli: ['core', 'sandbox'],
};
/** The only files of the sandbox that the command line may import. */
const SANDBOX_DOORS = ['sandbox/index.ts', 'sandbox/root-credentials.ts'];
const LINES_MAX = 300;
const VAGUE = ['utils', 'util', 'helpers', 'helper', 'common', 'misc'];

function importsOf(path: string): readonly string[] {
  const text = readFileSync(join(root, path), 'utf8');
  return [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(([, to = '']) =>
    relative(root, resolve(root, dirname(path), to)),
  );
}

function isAllowed(from: string, to: string): boolean {
  const [source, target] = [from, to].map((path) => path.split('/')[0]) as [Layer, Layer];
  if (!LAYERS.includes(source) || source === target) return true;
  if (!MAY_IMPORT[source].includes(target)) return false;
  return source !== 'cli' || target !== 'sandbox' || SANDBOX_DOORS.includes(to);
}

describe('the tree', () => {
  it('imports only in the direction of the layers', () => {
    const wrong = sources.flatMap((from) =>
      importsOf(from)
        .filter((to) => !isAllowed(from, to))
        .map((to) => `${from} → ${to}`),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps functions apart: a lambda imports no other lambda', () => {
    const folder = (path: string): string => path.split('/').slice(0, 2).join('/');
    const wrong = sources
      .filter((from) => from.startsWith('lambdas/'))
      .flatMap((from) => importsOf(from).map((to) => [from, to] as const))
      .filter(
        ([from, to]) =>
          to.startsWith('lambdas/') && folder(to) !== folder(from) && folder(to) !== 'lambdas/runtime',
      );
    expect(wrong).toEqual([]);
  });

  it('names every folder and file after what it holds', () => {
    const vague = sources.filter((path) =>
      path.split('/').some((part) => VAGUE.includes(part.replace(/(\.test)?\.ts$/, ''))),
    );
    expect(vague).toEqual([]);
  });

  it('has file names in kebab-case', () => {
    const wrong = sources.filter(
      (path) => !/^_?[a-z0-9-]+(\.[a-z0-9-]+)*\.ts$/.test(path.split('/').at(-1) ?? ''),
    );
    expect(wrong).toEqual([]);
  });

  it('holds one idea per file', () => {
    const long = sources
      .filter((path) => !path.startsWith('test/'))
      .map((path) => [path, readFileSync(join(root, path), 'utf8').split('\n').length] as const)
      .filter(([, lines]) => lines > LINES_MAX);
    expect(long).toEqual([]);
  });

  it('leaves nothing for later without saying where', () => {
    const marks = ['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX'];
    const found = sources.filter((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      return marks.some((mark) => new RegExp(`\\b${mark}\\b`).test(text));
    });
    expect(found).toEqual([]);
  });
});
