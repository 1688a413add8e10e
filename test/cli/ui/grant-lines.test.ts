import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { validateMesh } from '../../../cli/commands/validate.ts';
import { grantLines, linkLines } from '../../../cli/ui/grant-lines.ts';
import { renderPlanMarkdown } from '../../../cli/ui/plan-markdown.ts';
import type { GrantDeclaration } from '../../../core/access/grants/declaration.ts';
import type { Mesh } from '../../../core/spec/mesh.ts';

const AVIATION = resolve(import.meta.dirname, '../../../examples/aviation');
const STRIKES = { catalogId: '4', database: 'safety', table: 'strikes_v1' };

let mesh: Mesh;
beforeAll(async () => {
  const validated = await validateMesh({ root: AVIATION, now: new Date('2026-11-22T12:00:00Z') });
  if (!validated.mesh) throw new Error('the example is not valid');
  mesh = validated.mesh;
});

const reading = (role: string, expires?: string): GrantDeclaration => ({
  principal: `arn:aws:iam::5:role/aviation-prod-${role}`,
  target: { kind: 'table', ...STRIKES },
  permissions: ['DESCRIBE', 'SELECT'],
  because: 'access/insight.yaml',
  ...(expires !== undefined && { expires }),
});
const change = (kind: 'gained' | 'lost', declaration: GrantDeclaration, stack = 'safety/strikes-v1') => ({
  kind,
  declaration,
  stack,
});
const lines = (...changes: ReturnType<typeof change>[]) => grantLines(changes, mesh, 'prod');

describe('grants of a plan', () => {
  it('are one line for all roles that gain the same', () => {
    const changes = ['insight-analyst', 'insight-pipeline'].map((role) =>
      change('gained', reading(role, '2027-06-30T00:00:00Z')),
    );
    expect(lines(...changes)).toEqual([
      {
        kind: 'gained',
        text: 'insight-analyst and insight-pipeline gain SELECT on safety.strikes; until 2027-06-30',
      },
    ]);
  });

  it('are kept where only the last day moves', () => {
    const moved = [
      change('gained', reading('insight-analyst', '2027-03-31')),
      change('lost', reading('insight-analyst', '2027-06-30')),
    ];
    expect(lines(...moved)).toEqual([
      {
        kind: 'changed',
        text: 'insight-analyst keeps SELECT on safety.strikes; until 2027-03-31 instead of 2027-06-30',
      },
    ]);
  });

  it('of a domain’s own roles are a number, and those of a domain whose name begins alike are not its own', () => {
    const own = [change('gained', reading('safety-analyst')), change('gained', reading('safety-engineer'))];
    expect(lines(...own)).toEqual([
      { kind: 'gained', text: 'the domain’s own roles gain 2 grants in safety/strikes-v1' },
    ]);
    expect(lines(change('lost', reading('safety-eu-analyst')))).toEqual([
      { kind: 'lost', text: 'safety-eu-analyst loses SELECT on safety.strikes' },
    ]);
  });
});

it('says which databases of others come into a domain’s catalog, and go', () => {
  const link = { database: 'safety', catalogId: '4', tables: ['strikes_v1'] };
  expect(linkLines([{ kind: 'lost', stack: 'insight/Namespace', link }])).toEqual([
    { kind: 'lost', text: 'insight loses its link to the database safety of account 4' },
  ]);
});

it('writes a plan for a pull request in which no name can act as Markdown or HTML', () => {
  const stack = {
    path: 'safety/strikes-v1',
    domain: 'safety',
    name: 'aviation-prod-safety-strikes-v1',
    account: '4',
    region: 'eu-west-1',
    resources: 2,
    templateBytes: 1,
    templateFile: '',
    tags: {},
    dependencies: [],
  };
  const changes = [
    {
      logicalId: 'B',
      type: 'AWS::S3::Bucket',
      name: '`<b>|x',
      act: 'replace' as const,
      because: ['Bucket|Name'],
      data: { holds: 'its objects', fate: 'lost' as const },
    },
  ];
  const plan = {
    stacks: [{ stack, kind: 'changed' as const, changes, permissions: [], parameters: new Map() }],
    grants: [],
    links: [],
    unreadGrants: [{ stack: stack.path, reason: '<script>' }],
    undeclared: [],
  };
  expect(
    renderPlanMarkdown(plan, [{ kind: 'lost', text: 'a_b loses *' }], { name: 'prod' }),
  ).toMatchInlineSnapshot(`
    "### Plan for prod: 1 of 1 stacks change

    #### ⚠️ Data at stake

    - **\`safety/strikes-v1\`: \`AWS::S3::Bucket  <b> x\`**, replace: its objects lost

    #### Grants

    - ➖ a\\_b loses \\*

    #### Grants that are not known

    - \`safety/strikes-v1\`: &lt;script&gt;

    <details><summary><code>safety/strikes-v1</code>: 1 changes</summary>

    | | type | name | because |
    |---|---|---|---|
    | replace | \`AWS::S3::Bucket\` | \` <b> x\` | Bucket\\|Name |

    </details>"
  `);
});
