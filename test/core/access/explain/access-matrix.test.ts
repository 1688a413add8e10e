import { beforeAll, describe, expect, it } from 'vitest';
import { type AccessMatrix, accessMatrix } from '../../../../core/access/explain/access-matrix.ts';
import type { MeshAccess } from '../../../../core/access/explain/mesh-access.ts';
import { matrixCsv } from '../../../../cli/ui/matrix-csv.ts';
import { renderMatrix } from '../../../../cli/ui/matrix-table.ts';
import { letReadFiles, type Wildlife, wildlife } from './wildlife.ts';

let mesh: Wildlife;
beforeAll(async () => {
  mesh = await wildlife();
});

const matrixOf = (access: MeshAccess): AccessMatrix => accessMatrix(access, { withMachines: false });

describe('the matrix of a mesh', () => {
  it('has for every reader what it reads of every product', () => {
    expect(renderMatrix(matrixOf(mesh.access))).toMatchInlineSnapshot(`
      "principal              insight.strike_counts  insight.worst_states  safety.strikes
      insight-engineer       all                    all                   ·
      insight-analyst        all                    all                   5 of 7
      insight-texas-analyst  ·                      ·                     5 of 7 rows
      insight-pipeline       all                    all                   5 of 7
      safety-engineer        ·                      ·                     all
      safety-analyst         ·                      ·                     all
      safety-pipeline        ·                      ·                     all

      all     every column and row
      n of m  so many of its columns
      rows    only rows that its filter lets through
      ·       nothing
      left out: 6 roles of machines, which read what their own domain has (--machines)"
    `);
  });

  it('puts below each other what is too wide for the terminal', () => {
    const lines = renderMatrix(matrixOf(mesh.access), 60).split('\n');
    expect(Math.max(...lines.slice(0, -6).map((line) => line.length))).toBeLessThanOrEqual(60);
    expect(lines.filter((line) => line.startsWith('principal'))).toHaveLength(2);
  });

  it('is a table for a spreadsheet, whatever a filter says', () => {
    const [header, ...lines] = matrixCsv(matrixOf(mesh.access)).split('\n');
    expect(header).toBe('principal,account,domain,table,product,reads,columns,rows,through');
    expect(lines).toHaveLength(21);
    expect(
      lines.find((line) => line.startsWith('insight-texas-analyst') && line.includes('strikes')),
    ).toMatch(/,some,strike_id strike_date airport state damage,"""state"" = 'Texas'",athena$/);
  });

  it('shows a machine that reads the files of another domain, and not those that read only what is theirs', () => {
    const starter = matrixOf(mesh.edited({ resource: letReadFiles('insight-starter', 'safety') }));
    const names = (matrix: AccessMatrix) => matrix.principals.map(({ name }) => name);
    expect(names(starter).filter((name) => !names(matrixOf(mesh.access)).includes(name))).toEqual([
      'insight-starter',
    ]);
    expect(renderMatrix(starter)).toContain('all files');
    expect(matrixOf(mesh.access).leftOut.map(({ name }) => name)).toContain('safety-publisher');
  });
});
