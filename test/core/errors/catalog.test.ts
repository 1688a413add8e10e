import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CATALOG } from '../../../core/errors/catalog.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** Layers whose codes people see as `error[Code]`; the sandbox speaks AWS's codes. */
const LAYERS = ['core', 'cli', 'lambdas', 'lib'];

function codesIn(layer: string): [code: string, file: string][] {
  return readdirSync(join(ROOT, layer), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(join(ROOT, layer, file), 'utf8');
      return [...text.matchAll(/\bcode: '([A-Z][A-Za-z]+)'/g)].map(([, code = '']): [string, string] => [
        code,
        `${layer}/${file}`,
      ]);
    });
}

test('every code that is used is in the catalogue', () => {
  const known = new Set<string>(Object.keys(CATALOG));
  expect(LAYERS.flatMap(codesIn).filter(([code]) => !known.has(code))).toEqual([]);
});

test('codes are PascalCase, with a title and an explanation in whole sentences', () => {
  for (const [code, { title, explanation }] of Object.entries(CATALOG)) {
    expect(code).toMatch(/^[A-Z][a-z]+([A-Z][a-z]+)*$/);
    expect(title).not.toMatch(/\.$/);
    expect(explanation).toMatch(/^.+\.$|`$/);
  }
});
