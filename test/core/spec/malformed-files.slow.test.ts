import { expect, test } from 'vitest';
import type { Diagnostic } from '../../../core/diagnostics/diagnostic.ts';
import { renderGithub } from '../../../core/diagnostics/render-github.ts';
import { renderDiagnostics } from '../../../core/diagnostics/render.ts';
import { startOf } from '../../../core/diagnostics/report.ts';
import { CATALOG } from '../../../core/errors/catalog.ts';
import { evaluatePolicies } from '../../../core/governance/evaluate-policies.ts';
import { findingToDiagnostic } from '../../../core/governance/finding.ts';
import { parsePolicies } from '../../../core/governance/parse-policies.ts';
import { resolveMesh } from '../../../core/spec/resolve-mesh.ts';
import { readExample } from '../../examples/read-example.ts';
import { diceOf, MUTATIONS } from './mutations.ts';

const FILES = 300;
const FIRST_SEED = Number(process.env['MALFORMED_SEED'] ?? 1);
/** Of processor time, which other work on the machine does not change. A pattern that runs away takes minutes. */
const CPU_MS_MAX = 4_000;
const NOW = new Date('2026-11-22T12:00:00Z');

const WAIVER = `policy: retained
resource: insight.strike-rates
offenders: [insight.strike-rates]
reason: The counsel has not decided how long they stay.
compensation: The table is small and holds nothing about persons.
requestedBy: insight@example.com
approvedBy: governance@example.com
issued: 2026-11-01
expires: 2026-12-31
`;

type Files = ReadonlyMap<string, string>;

const read = (name: string): Files =>
  new Map([...readExample(name)].filter(([path]) => /^(mesh\.yaml$|domains\/|governance\/)/.test(path)));
const aviation = new Map([...read('aviation'), ['governance/waivers/strike-rates.yaml', WAIVER]]);
const minimal = read('minimal');

/** Every kind of file that people write, by what marks its path. */
const KINDS: readonly (readonly [mesh: Files, path: RegExp])[] = [
  [aviation, /^mesh\.yaml$/],
  [aviation, /domain\.yaml$/],
  [aviation, /contract\.yaml$/],
  [aviation, /pipeline\.yaml$/],
  [aviation, /\/access\/.*\.yaml$/],
  [aviation, /\.sql$/],
  [aviation, /\/policies\/.*\.yaml$/],
  [aviation, /\/waivers\/.*\.yaml$/],
  [minimal, /^(?!.*\.md$)/],
];

type Verdict = { readonly isValid: boolean; readonly diagnostics: readonly Diagnostic[] };

/** As `mesh validate` judges: the files, then the law. */
function judge(files: Files): Verdict {
  const { mesh, diagnostics: found } = resolveMesh(files, { now: NOW });
  expect(mesh === undefined).toBe(found.some(({ severity }) => severity === 'error'));
  const law = parsePolicies(files);
  const findings = mesh ? evaluatePolicies({ mesh, ...law, stage: 'validate', now: NOW }) : [];
  const judged = findings.map((finding) => findingToDiagnostic(finding, startOf('mesh.yaml')));
  const diagnostics = [...found, ...law.diagnostics, ...judged];
  return { isValid: diagnostics.every(({ severity }) => severity !== 'error'), diagnostics };
}

function malformed(index: number): { readonly files: Files; readonly path: string; readonly name: string } {
  const dice = diceOf(FIRST_SEED + index);
  const [mesh = minimal, kind = /^$/] = KINDS[index % KINDS.length] ?? [];
  const paths = [...mesh.keys()].filter((path) => kind.test(path)).toSorted();
  const path = paths[dice.below(paths.length)] ?? '';
  const ways = Object.entries(MUTATIONS);
  const [name, mutate] = ways[index % ways.length] ?? ways[0] ?? expect.unreachable();
  return { files: new Map([...mesh, [path, mutate(mesh.get(path) ?? '', dice)]]), path, name };
}

function holdPlaces({ diagnostics }: Verdict, files: Files): void {
  for (const { span, message, code } of diagnostics) {
    expect([...files.keys()]).toContain(span.file);
    const lines = (files.get(span.file) ?? '').split('\n');
    expect(span.line).toBeGreaterThanOrEqual(1);
    expect(span.line).toBeLessThanOrEqual(lines.length);
    expect(span.column).toBeGreaterThanOrEqual(1);
    expect(span.column).toBeLessThanOrEqual((lines[span.line - 1] ?? '').length + 1);
    expect(span.length).toBeGreaterThanOrEqual(1);
    expect(Object.keys(CATALOG)).toContain(code);
    expect(message.trim()).not.toBe('');
    expect(message).not.toMatch(/\.ts:\d|node_modules|\bat \w+ \(|undefined|\[object /);
  }
}

/** What a file says must not act on the terminal or on GitHub that shows it. */
function holdRendering({ diagnostics }: Verdict, files: Files): void {
  const text = renderDiagnostics(diagnostics, files, { color: false });
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u);
  expect(text).not.toMatch(/^\s*::/m);
  const annotations = renderGithub(diagnostics).split('\n').slice(0, -1);
  expect(annotations.length).toBe(Math.min(diagnostics.length, 10));
  for (const line of annotations) expect(line).toMatch(/^::(error|warning) ?/);
  expect(JSON.parse(JSON.stringify(diagnostics))).toHaveLength(diagnostics.length);
}

test('the files as they are have nothing wrong', () => {
  expect(judge(aviation)).toMatchObject({ isValid: true });
  expect(judge(minimal)).toEqual({ isValid: true, diagnostics: [] });
});

test('300 malformed files of every kind give findings with places, never a stack trace', () => {
  const refused = new Map<string, number>();
  for (let index = 0; index < FILES; index += 1) {
    const { files, path, name } = malformed(index);
    const before = process.cpuUsage();
    try {
      const verdict = judge(files);
      holdPlaces(verdict, files);
      holdRendering(verdict, files);
      if (!verdict.isValid) refused.set(name, (refused.get(name) ?? 0) + 1);
      if (name === 'the file is another one') expect(verdict.isValid).toBe(false);
    } catch (cause) {
      const text = JSON.stringify(files.get(path)?.slice(0, 3_000));
      throw new Error(`file ${index}, where ${name}: ${path}\n${text}`, { cause });
    }
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000, `${path}, where ${name} (${index})`).toBeLessThan(CPU_MS_MAX);
  }
  const total = [...refused.values()].reduce((sum, count) => sum + count, 0);
  // The others are still valid: a remark more, a title with another word.
  expect(total).toBeGreaterThan(FILES / 2);
}, 120_000);
