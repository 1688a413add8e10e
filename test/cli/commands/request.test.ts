import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { request } from '../../../cli/commands/request.ts';
import { validateMesh } from '../../../cli/commands/validate.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const asked = {
  table: 'safety.strikes',
  consumer: 'airports',
  columns: ['strike_date', 'species'],
  rows: "origin_state = 'Texas'",
  purpose: 'Wildlife at airports.',
  days: 30,
  now: NOW,
};

function copyOfAviation(): string {
  const root = join(mkdtempSync(join(tmpdir(), 'freehold-request-')), 'aviation');
  cpSync(resolve(import.meta.dirname, '../../../examples/aviation'), root, {
    recursive: true,
    filter: (path) => !path.includes('.mesh'),
  });
  return root;
}

describe('mesh request', () => {
  it('writes exactly what is asked for, approved by nobody', async () => {
    const root = copyOfAviation();
    const { file, owner } = await request(root, asked);
    expect(owner).toBe('safety-team@example.com');
    expect(readFileSync(join(root, file), 'utf8')).toMatchInlineSnapshot(`
      "consumer: airports
      table: strikes
      purpose: Wildlife at airports.
      columns:
        - strike_date
        - species
      rows: origin_state = 'Texas'
      expires: 2026-12-22
      approvedBy: []
      "
    `);
  });

  it('grants nothing before the owner has approved: the mesh is not valid with the file alone', async () => {
    const root = copyOfAviation();
    const { file } = await request(root, asked);
    const { diagnostics } = await validateMesh({ root, now: NOW });
    const found = diagnostics.filter(({ span }) => span.file === file).map(({ message }) => message);
    expect(found).toEqual([expect.stringContaining('who approved')]);
  });

  it('keeps a file that is there', async () => {
    const root = copyOfAviation();
    await request(root, asked);
    await expect(request(root, asked)).rejects.toThrow('is there already');
  });

  it.each([
    [{ table: 'safety.strike' }, 'there is no table "strike"'],
    [{ consumer: 'airport' }, 'there is no domain "airport"'],
    [{ columns: ['specie'] }, 'there is no column "specie"'],
  ])('refuses %j', async (change, message) => {
    await expect(request(copyOfAviation(), { ...asked, ...change })).rejects.toThrow(message);
  });
});
