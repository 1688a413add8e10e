import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderDiagnostics } from '../../../core/diagnostics/render.ts';
import { resolveMesh } from '../../../core/spec/resolve-mesh.ts';
import { exampleFiles, NOW, shopFiles } from './meshes.ts';

const meshes = [exampleFiles('aviation'), exampleFiles('minimal'), shopFiles()];

/** A word of a file dropped, doubled, replaced or cut off, as a tired person or a broken merge does it. */
const fault = fc.record({
  mesh: fc.nat(meshes.length - 1),
  file: fc.nat(1_000),
  at: fc.nat(10_000),
  length: fc.integer({ min: 0, max: 30 }),
  text: fc.oneof(
    fc.constantFrom(
      '',
      ':',
      '- ',
      '[',
      '}',
      '"',
      "'",
      '\t',
      '\n',
      '&a ',
      '*a',
      '!!x ',
      '{{',
      ';',
      '(',
      ')',
      ' null',
      ' 5',
      ' []',
      '---\n',
      '# ',
      '<<<<<<< HEAD\n',
      '__proto__: 1\n',
      'SELECT ',
      ' FROM x ',
    ),
    fc.string({ maxLength: 12, unit: 'binary' }),
  ),
});

test('malformed files give findings with places, never a stack trace', () => {
  let refused = 0;
  fc.assert(
    fc.property(fault, ({ mesh, file, at, length, text }) => {
      const files = new Map(meshes[mesh]);
      const paths = [...files.keys()];
      const path = paths[file % paths.length] ?? '';
      const good = files.get(path) ?? '';
      const start = at % (good.length + 1);
      files.set(path, good.slice(0, start) + text + good.slice(start + length));

      const { mesh: resolved, diagnostics } = resolveMesh(files, { now: NOW });
      if (resolved === undefined) refused += 1;
      expect(resolved === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
      for (const { span, message } of diagnostics) {
        const lines = (files.get(span.file) ?? '').split('\n');
        expect(span.line).toBeGreaterThanOrEqual(1);
        expect(span.line).toBeLessThanOrEqual(Math.max(1, lines.length));
        expect(span.column).toBeGreaterThanOrEqual(1);
        expect(span.column).toBeLessThanOrEqual((lines[span.line - 1]?.length ?? 0) + 1);
        expect(span.length).toBeGreaterThanOrEqual(1);
        expect(message).not.toBe('');
      }
      renderDiagnostics(diagnostics, files, { color: false });
    }),
    { numRuns: 300 },
  );
  expect(refused).toBeGreaterThan(100);
}, 60_000);
