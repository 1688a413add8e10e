import { expect, test } from 'vitest';
import type { Diagnostic } from '../../../core/diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../../../core/diagnostics/render.ts';
import { renderGithub } from '../../../core/diagnostics/render-github.ts';
import { nearest, suggest } from '../../../core/diagnostics/suggest.ts';

const finding: Diagnostic = {
  severity: 'error',
  code: 'UnknownKey',
  message: 'unknown key "domian"',
  hint: 'did you mean "domain"?',
  span: { file: 'a.yaml', line: 2, column: 2, length: 6 },
};
const sources = new Map([['a.yaml', 'kind: x\r\n\tdomian: shop\r\n']]);

test('renders a frame with a caret, also behind a tab', () => {
  expect(renderDiagnostics([finding], sources, { color: false })).toMatchInlineSnapshot(`
    "error[UnknownKey]: unknown key "domian"
     --> a.yaml:2:2
      |
    2 |   domian: shop
      |   ^^^^^^
      = help: did you mean "domain"?
    "
  `);
});

test('colours only where it is asked to', () => {
  expect(renderDiagnostics([finding], sources, { color: true })).toContain('\u001b[31m');
  expect(renderDiagnostics([finding], sources, { color: false })).not.toContain('\u001b');
});

test('folds what is said many times', () => {
  const many = [1, 2, 3, 4, 5, 6].map((line) => ({ ...finding, span: { ...finding.span, line } }));
  expect(renderDiagnostics(many, sources, { color: false })).toMatchInlineSnapshot(`
    "error[UnknownKey]: unknown key "domian"
     --> a.yaml:1:2
      |
    1 | kind: x
      |  ^^^^^^
      = help: did you mean "domain"?
      = and 5 more like this: a.yaml:2:2, a.yaml:3:2, a.yaml:4:2, … (+2)
    "
  `);
});

test('writes workflow commands in which nothing can break out', () => {
  const evil = { ...finding, message: 'a\n::error::b 100%', span: { ...finding.span, file: 'x,y:z.yaml' } };
  expect(renderGithub([finding, evil])).toMatchInlineSnapshot(`
    "::error file=a.yaml,line=2,col=2,endColumn=8,title=UnknownKey::unknown key "domian"%0Ahelp: did you mean "domain"?
    ::error file=x%2Cy%3Az.yaml,line=2,col=2,endColumn=8,title=UnknownKey::a%0A::error::b 100%25%0Ahelp: did you mean "domain"?
    "
  `);
});

test('keeps within the ten annotations that GitHub shows', () => {
  const lines = renderGithub(Array.from({ length: 25 }, () => finding))
    .trimEnd()
    .split('\n');
  expect(lines).toHaveLength(10);
  expect(lines.at(-1)).toBe('::warning::16 more findings stand in the log');
});

test('suggests the nearest name, and lists names where none is near', () => {
  expect(nearest('clasification', ['classification', 'description'])).toBe('classification');
  expect(nearest('x', ['classification'])).toBeUndefined();
  expect(suggest('ordres', ['orders', 'customers'])).toBe('did you mean "orders"?');
  expect(suggest('zzz', ['orders', 'customers'])).toBe('there is orders, customers');
  expect(suggest('zzz', [])).toBeUndefined();
});
