import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeOwners } from '../../../cli/commands/codeowners.ts';
import { copyOfAviation, NOW } from './access-mesh.ts';

/** A repository with the aviation mesh in a directory of it. */
function repository(directory = 'aviation'): string {
  const copy = copyOfAviation();
  const top = dirname(copy);
  execFileSync('git', ['init', '-q'], { cwd: top });
  const root = join(top, directory);
  mkdirSync(dirname(root), { recursive: true });
  renameSync(copy, root);
  return root;
}

const write = async (root: string, isCheck = false) => await codeOwners(root, { isCheck, now: NOW });

describe('mesh codeowners', () => {
  it('gives each folder to its owner, and the law to the platform', async () => {
    const { file, text } = await write(repository());
    expect(file).toBe('.github/CODEOWNERS');
    const safety = text.split('\n').filter((line) => !/domains\/(airports|insight|operations)/.test(line));
    expect(safety.join('\n')).toMatchInlineSnapshot(`
      "# >>> the mesh aviation: written by mesh codeowners
      /aviation/ platform-team@example.com
      /aviation/domains/safety/ safety-team@example.com
      /aviation/domains/safety/products/strikes/access/ safety-team@example.com
      /aviation/mesh.yaml platform-team@example.com
      /aviation/governance/ platform-team@example.com
      CODEOWNERS platform-team@example.com
      # <<< the mesh aviation
      "
    `);
  });

  it('names the handle of a team where it has one', async () => {
    const root = repository();
    const domain = join(root, 'domains/safety/domain.yaml');
    writeFileSync(
      domain,
      readFileSync(domain, 'utf8').replace('owner:\n', 'owner:\n  handle: "@org/safety"\n'),
    );
    expect((await write(root)).text).toContain('/aviation/domains/safety/ @org/safety\n');
  });

  it('keeps what people wrote, and says whether it is up to date', async () => {
    const root = repository();
    const path = join(dirname(root), 'CODEOWNERS');
    writeFileSync(path, '* @org/everybody\n');
    expect(await write(root, true)).toMatchObject({ file: 'CODEOWNERS', wasStale: true });
    expect(readFileSync(path, 'utf8')).toBe('* @org/everybody\n');
    expect(await write(root)).toMatchObject({ wasStale: true });
    expect(readFileSync(path, 'utf8')).toMatch(/^\* @org\/everybody\n\n# >>> the mesh aviation/);
    expect(await write(root, true)).toMatchObject({ wasStale: false });
    writeFileSync(
      path,
      `${readFileSync(path, 'utf8').replace('/safety/ safety-team', '/safety/ nobody')}* @late\n`,
    );
    const { text } = await write(root);
    expect(text.match(/# >>>/g)).toHaveLength(1);
    // The last line that matches decides: ours stand behind.
    expect(text.indexOf('* @late')).toBeLessThan(text.indexOf('# >>>'));
    expect(text).toContain('/safety/ safety-team');
  });

  it('gives the rest of the repository to the platform where the mesh is all of it', async () => {
    const root = copyOfAviation();
    execFileSync('git', ['init', '-q'], { cwd: root });
    expect((await write(root)).text).toMatch(
      /\n\* platform-team@example.com\n\/domains\/airports\/ airports/,
    );
  });

  it('refuses a mesh without an owner, and a directory that a pattern would not mean', async () => {
    const root = repository();
    const mesh = join(root, 'mesh.yaml');
    writeFileSync(mesh, readFileSync(mesh, 'utf8').replace(/defaults:[\s\S]*?landing:/, 'landing:'));
    await expect(write(root)).rejects.toMatchObject({ code: 'MissingPlatformOwner' });
    await expect(write(repository('mesh*'))).rejects.toMatchObject({ code: 'UnplainDirectory' });
    await expect(write(copyOfAviation())).rejects.toMatchObject({ code: 'NoRepository' });
  });
});
