import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { STAGES, Check } from '../../core/governance/policy.ts';
import { OPERATORS } from '../../core/contract/quality.ts';
import { AccessFile, DomainFile, MeshFile, PipelineFile } from '../../core/spec/spec-schemas.ts';
import { generatedPages } from '../../scripts/generated-pages.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const pages = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)));

/** Links of Markdown, without those inside of code. */
function linksOf(text: string): readonly string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, 'code');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

/** Anchors as GitHub makes them of headings. */
function anchorsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function isBroken(page: string, link: string): boolean {
  if (/^[a-z]+:/.test(link)) return false;
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : relative(root, resolve(root, dirname(page), path));
  if (target.startsWith('..') || !existsSync(join(root, target))) return true;
  return anchor !== undefined && !anchorsOf(read(target)).includes(anchor);
}

describe('the pages', () => {
  it('link to files and headings that exist', () => {
    const broken = pages.flatMap((page) =>
      linksOf(read(page))
        .filter((link) => isBroken(page, link))
        .map((link) => `${page} → ${link}`),
    );
    expect(broken).toEqual([]);
  });

  it('are all reached from the index', () => {
    const listed = linksOf(read('docs/README.md')).map((link) => join('docs', link));
    const unlisted = pages.filter((page) => page.startsWith('docs/') && page !== 'docs/README.md');
    expect(unlisted.filter((page) => !listed.includes(page))).toEqual([]);
  });

  it('name the command as it is called here', () => {
    expect(pages.filter((page) => /npx mesh\b/.test(read(page)))).toEqual([]);
  });

  it('keep every how-to within a screen or two', () => {
    const howTos = pages.filter((page) => page.startsWith('docs/how-to/'));
    expect(howTos.filter((page) => read(page).split('\n').length > 61)).toEqual([]);
  });
});

describe('the reference', () => {
  it.each(['docs/reference/errors.md', 'docs/reference/cli.md', 'docs/reference/weakenings.md'])(
    '%s is what `npm run docs` writes',
    async (path) => {
      expect(read(path)).toBe((await generatedPages()).get(path));
    },
  );

  it('describes every key that the files of a mesh may have', () => {
    const text = read('docs/reference/spec-files.md');
    const keys = [MeshFile, DomainFile, PipelineFile, AccessFile].flatMap(({ shape }) => Object.keys(shape));
    expect(keys.filter((key) => !text.includes(`\`${key}\``) && !text.includes(`\`${key}:`))).toEqual([]);
  });

  it('describes every operator of a quality rule', () => {
    const text = read('docs/reference/spec-files.md');
    expect(OPERATORS.filter((operator) => !text.includes(`\`${operator}\``))).toEqual([]);
  });

  it('describes every check and stage of a policy', () => {
    const text = read('docs/reference/spec-files.md');
    const checks = Object.keys(Check.shape);
    expect([...checks, ...STAGES].filter((word) => !text.includes(`\`${word}`))).toEqual([]);
  });

  it('names every service of the sandbox', () => {
    const text = read('docs/reference/sandbox.md');
    const services = readdirSync(join(root, 'sandbox/services'));
    expect(services.filter((name) => !text.includes(`sandbox/services/${name}/README.md`))).toEqual([]);
  });

  it('names every role that the stacks make', () => {
    const text = read('docs/reference/permissions.md');
    const roles = ['engineer', 'analyst', 'pipeline', 'publisher', 'provisioner', 'reconciler', 'observer'];
    const others = ['starter', 'forwarder', 'schedule-measure-slo', 'schedule-enforce-policies'];
    expect([...roles, ...others].filter((role) => !text.includes(`\`${role}\``))).toEqual([]);
  });
});
