import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyRefused, withheldLines } from '../../../cli/access/withheld-words.ts';
import { tablesNamedIn } from '../../../cli/mesh/named-tables.ts';
import { type Withheld, withheldFrom } from '../../../core/access/requests/withheld.ts';
import type { Mesh } from '../../../core/spec/mesh.ts';
import { copyOfAviation, readMesh, STRIKES } from '../commands/access-mesh.ts';

let root: string;
let mesh: Mesh;

beforeAll(async () => {
  root = copyOfAviation({
    [`${STRIKES}/access/airports.yaml`]: `consumer: airports
roles: [analyst]
purpose: Wildlife at airports.
columns: [strike_date]
expires: 2027-06-30
approvedBy: []
`,
  });
  const read = await readMesh(root);
  if (!read.mesh) throw new Error(JSON.stringify(read.diagnostics));
  mesh = read.mesh;
});

afterAll(() => rmSync(dirname(root), { recursive: true }));

function withheld(domain: string, role: string, sql: string): readonly Withheld[] {
  return tablesNamedIn(mesh, sql).flatMap(
    ({ product, table }) => withheldFrom({ domain, role }, product, table) ?? [],
  );
}

const lines = (domain: string, role: string, sql: string): readonly string[] =>
  withheld(domain, role, sql).flatMap((one) => withheldLines(one, domain));

describe('what a query leaves out', () => {
  it('is named with the file that leaves it out, and how to ask for it', () => {
    expect(lines('insight', 'analyst', 'select * from safety.strikes').join('\n')).toMatchInlineSnapshot(`
      "4 columns of safety.strikes withheld: operator, cost_repair, cost_other, cost_total — not in domains/safety/products/strikes/access/insight.yaml
      ask with: bin/mesh request safety.strikes --as insight --roles analyst,pipeline --replace --purpose "Strike rates by airport.""
    `);
  });

  it('is rows too, where a file limits them', () => {
    expect(
      lines('insight', 'texas-analyst', 'select * from Safety.Strikes_v1').join('\n'),
    ).toMatchInlineSnapshot(`
      "4 columns of safety.strikes withheld: operator, cost_repair, cost_other, cost_total — not in domains/safety/products/strikes/access/insight-texas.yaml
      rows of safety.strikes limited to origin_state = 'Texas' — by domains/safety/products/strikes/access/insight-texas.yaml
      ask with: bin/mesh request safety.strikes --as insight --roles texas-analyst --replace --purpose "Wildlife management at the airports of Texas.""
    `);
  });

  it('is the whole table, where nothing is live', () => {
    expect(
      lines('airports', 'analyst', 'select 1 from "safety"."strikes"').join('\n'),
    ).toMatchInlineSnapshot(`
      "safety.strikes is withheld: domains/safety/products/strikes/access/airports.yaml is pending
      ask with: bin/mesh request safety.strikes --as airports --roles analyst --purpose "<what it is for>""
    `);
    expect(lines('operations', 'analyst', 'select 1 from safety.strikes').join('\n')).toMatchInlineSnapshot(`
      "safety.strikes is withheld: no file in domains/safety/products/strikes/access/ gives it to this role
      ask with: bin/mesh request safety.strikes --as operations --roles analyst --purpose "<what it is for>""
    `);
  });

  it('is nothing for the owner’s own roles, nor for tables that are only spoken of', () => {
    expect(lines('safety', 'analyst', 'select * from safety.strikes')).toEqual([]);
    expect(lines('insight', 'analyst', `select 'safety.strikes' -- safety.strikes`)).toEqual([]);
    expect(lines('insight', 'analyst', 'select * from insight.airport_scorecard')).toEqual([]);
  });
});

describe('a refused query', () => {
  const refused = (reason: string, domain = 'insight', role = 'analyst'): string | undefined =>
    whyRefused(reason, withheld(domain, role, 'select operator from safety.strikes'), domain);

  it('says which file withholds the column', () => {
    expect(
      refused(
        "COLUMN_NOT_FOUND: line 1:8: Column 'operator' cannot be resolved or requester is not authorized to access requested resources",
      ),
    ).toMatchInlineSnapshot(
      `"safety.strikes.operator is withheld: not in domains/safety/products/strikes/access/insight.yaml; ask with: bin/mesh request safety.strikes --as insight --roles analyst,pipeline --columns strike_id,strike_date,airport_name,origin_state,aircraft_model,phase,wildlife_size,species,time_of_day,damage,speed_knots,operator --replace --purpose "Strike rates by airport.""`,
    );
  });

  it('says what would have to be live for the table', () => {
    const reason =
      'Insufficient permissions to execute the query. Insufficient Lake Formation permission(s) on safety';
    expect(refused(reason, 'airports')).toMatchInlineSnapshot(
      `"safety.strikes is withheld: domains/safety/products/strikes/access/airports.yaml is pending; ask with: bin/mesh request safety.strikes --as airports --roles analyst --purpose "<what it is for>""`,
    );
  });

  it('leaves open what is wrong with a name that no contract has', () => {
    expect(refused("COLUMN_NOT_FOUND: line 1:8: Column 'operatr' cannot be resolved")).toContain('either it');
    expect(refused('DIVISION_BY_ZERO: Division by zero')).toBeUndefined();
  });
});
