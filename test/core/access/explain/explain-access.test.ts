import { beforeAll, describe, expect, it } from 'vitest';
import { explainAccess } from '../../../../core/access/explain/explain-access.ts';
import type { MeshAccess } from '../../../../core/access/explain/mesh-access.ts';
import { remedyFor } from '../../../../core/access/explain/remedy.ts';
import { whoReads } from '../../../../core/access/explain/who-reads.ts';
import { findAskedPrincipal, findOneAsked } from '../../../../cli/access/find-asked.ts';
import { isDenied, renderExplanation } from '../../../../cli/ui/explain-text.ts';
import { renderWho } from '../../../../cli/ui/who-text.ts';
import { inLakes, inRole, type Wildlife, wildlife } from './wildlife.ts';

const COUNTS = 'domains/insight/products/strike-counts/access';
const asked = (roles: string, more: string): string =>
  [`consumer: safety`, `roles: [${roles}]`, 'purpose: Reports.', more].join('\n');

let mesh: Wildlife;
beforeAll(async () => {
  mesh = await wildlife({
    [`${COUNTS}/pending.yaml`]: asked('analyst', 'expires: 2027-01-31\nrequestedBy: a@b.example'),
    [`${COUNTS}/denied.yaml`]: asked(
      'engineer',
      'columns: [airport]\nexpires: 2027-01-31\ndenied: { by: o@b.example, on: 2026-11-02, reason: Not yet. }',
    ),
    [`${COUNTS}/ended.yaml`]: asked('pipeline', 'expires: 2026-10-31\napprovedBy: [o@b.example]'),
  });
});

function explain(principal: string, product: string, access: MeshAccess = mesh.access): string {
  const { target, column } = findOneAsked(access, product);
  const explanation = explainAccess(access, findAskedPrincipal(access, principal), target);
  const about = { explanation, ...(column !== undefined && { column }) };
  const remedy = isDenied(about) ? { remedy: remedyFor(access, about) } : {};
  return renderExplanation({ ...about, ...remedy, withPath: false });
}

describe('who reads', () => {
  it('is told because of which file, which columns and rows, and until when', () => {
    expect(explain('insight-texas-analyst', 'safety.strikes')).toMatchInlineSnapshot(`
      "✓ insight-texas-analyst reads 5 of 7 columns of safety.strikes, in rows where state = 'Texas'

        because   domains/safety/products/strikes/access/insight-texas.yaml
                  “Wildlife management at the airports of Texas.” until 2099-12-31, approved by safety-team@example.com
        columns   strike_id, strike_date, airport, state, damage
        withheld  operator, cost
        next      bin/mesh access explain insight-texas-analyst safety.strikes.operator"
    `);
  });

  it('by tags is told whose rule it is', () => {
    expect(explain('safety-analyst', 'safety/strikes.operator')).toMatchInlineSnapshot(`
      "✓ safety-analyst reads operator of safety.strikes

        because   namespace of safety: tables tagged domain = safety, zone = products"
    `);
  });

  it('because Lake Formation lets in whoever IAM does is told that this is why', () => {
    const open = mesh.edited({
      world: inLakes(({ grantsOf }) => ({
        grantsOf: (principal) =>
          principal === 'IAM_ALLOWED_PRINCIPALS'
            ? [
                {
                  principal,
                  resource: { kind: 'all-tables', database: 'safety' },
                  permissions: ['ALL'],
                  grantable: [],
                },
              ]
            : grantsOf(principal),
      })),
    });
    expect(explain('insight-analyst', 'safety.strikes.operator', open)).toContain('whoever IAM lets in');
  });

  it('by a grant that somebody made by hand is told that no file declares it', () => {
    const byHand = mesh.edited({
      world: inLakes(({ grantsOf }) => ({
        grantsOf: (principal) => [
          ...grantsOf(principal),
          {
            principal,
            resource: { kind: 'table', database: 'safety', table: 'strikes_v1' },
            permissions: ['SELECT'],
            grantable: [],
          },
        ],
      })),
    });
    expect(explain('insight-analyst', 'safety.strikes.operator', byHand)).toContain(
      'a grant that no file declares',
    );
  });

  it('are all listed, with who makes and serves the product apart', () => {
    const { target } = findOneAsked(mesh.access, 'safety.strikes');
    expect(renderWho(whoReads(mesh.access, target))).toMatchInlineSnapshot(`
      "safety.strikes
      principal              account       columns  rows             last day    because of
      safety-engineer        854863419380  all      all              –           namespace of safety: tables tagged domain = safety, zone = landing or staging or products
      safety-analyst         854863419380  all      all              –           namespace of safety: tables tagged domain = safety, zone = products
      safety-pipeline        854863419380  all      all              –           namespace of safety: tables tagged domain = safety, zone = landing or staging or products
      insight-analyst        705135416380  5 of 7   all              2099-12-31  domains/safety/products/strikes/access/insight.yaml
      insight-texas-analyst  705135416380  5 of 7   state = 'Texas'  2099-12-31  domains/safety/products/strikes/access/insight-texas.yaml
      insight-pipeline       705135416380  5 of 7   all              2099-12-31  domains/safety/products/strikes/access/insight.yaml
      withheld from insight-analyst, insight-texas-analyst, insight-pipeline: operator, cost
      also machines of safety, which make and serve it: safety-lakeformation, safety-publisher, safety-provisioner"
    `);
    expect(whoReads(mesh.access, target, 'operator').readers.map(({ principal }) => principal.name)).toEqual([
      'safety-engineer',
      'safety-analyst',
      'safety-pipeline',
    ]);
  });
});

describe('who may not read is told', () => {
  it('that nobody gave it to its role, and how to ask', () => {
    expect(explain('safety-analyst', 'insight.worst_states')).toMatchInlineSnapshot(`
      "✗ safety-analyst may not read insight.worst_states

        missing   a subscription: no file gives insight.worst_states to safety-analyst
        next      bin/mesh request insight.worst_states --as safety --roles analyst --purpose "<what it is for>"
                  insight-team@example.com decides, in the pull request that brings the file
        so        Lake Formation: nothing grants safety-analyst SELECT on insight.worst_states
                  Glue: no database of its account 854863419380 leads to the table; the first subscription brings a link
                  IAM: neither its own policy nor its boundary nor the policy of the resource allows glue:GetTable on table/insight/worst_states_v1 of 705135416380"
    `);
  });

  it('that a column is left out, and how to ask for it beside what the file gives', () => {
    expect(explain('insight-texas-analyst', 'safety.strikes.operator')).toMatchInlineSnapshot(`
      "✗ insight-texas-analyst may not read operator of safety.strikes

        missing   operator is not among the columns of domains/safety/products/strikes/access/insight-texas.yaml
        next      bin/mesh request safety.strikes --as insight --roles texas-analyst --columns strike_id,strike_date,airport,state,operator,damage --rows "state = 'Texas'" --replace --purpose "Wildlife management at the airports of Texas."
                  safety-team@example.com decides, in the pull request that brings the file
                  it replaces what insight-texas-analyst may read now: have it approved before it is merged"
    `);
  });

  it('that its request waits, and for whom', () => {
    expect(explain('safety-analyst', 'insight.strike_counts')).toMatchInlineSnapshot(`
      "✗ safety-analyst may not read insight.strike_counts

        missing   an approval of domains/insight/products/strike-counts/access/pending.yaml
        next      bin/mesh approve domains/insight/products/strike-counts/access/pending.yaml
                  it is asked for and waits for an approval; insight-team@example.com decides
        so        Lake Formation: nothing grants safety-analyst SELECT on insight.strike_counts
                  Glue: no database of its account 854863419380 leads to the table; the first subscription brings a link
                  IAM: neither its own policy nor its boundary nor the policy of the resource allows glue:GetTable on table/insight/strike_counts_v1 of 705135416380"
    `);
  });

  it('who denied it, and why', () => {
    expect(explain('safety-engineer', 'insight.strike_counts')).toMatchInlineSnapshot(`
      "✗ safety-engineer may not read insight.strike_counts

        missing   domains/insight/products/strike-counts/access/denied.yaml: denied by o@b.example on 2026-11-02: Not yet.
        next      bin/mesh request insight.strike_counts --as safety --roles engineer --columns airport --purpose "Reports."
                  insight-team@example.com decides, in the pull request that brings the file
        so        Lake Formation: nothing grants safety-engineer SELECT on insight.strike_counts
                  Glue: no database of its account 854863419380 leads to the table; the first subscription brings a link
                  IAM: neither its own policy nor its boundary nor the policy of the resource allows glue:GetTable on table/insight/strike_counts_v1 of 705135416380"
    `);
  });

  it('when it ended', () => {
    expect(explain('safety-pipeline', 'insight.strike_counts')).toContain(
      `missing   ${COUNTS}/ended.yaml ended on 2026-10-31`,
    );
  });

  it('whom to ask as, where a request would give it nothing', () => {
    expect(explain('insight-texas-analyst', 'insight.strike_counts')).toContain(
      'ask as insight-engineer or insight-analyst or insight-pipeline',
    );
    expect(explain('insight-publisher', 'safety.strikes.state')).toMatchInlineSnapshot(`
      "✗ insight-publisher may not read state of safety.strikes

        missing   Lake Formation: it is granted DESCRIBE, but not SELECT
        next      ask as insight-analyst or insight-texas-analyst or insight-pipeline
                  requests are for people and pipelines, and give nothing to this role"
    `);
  });

  it.each([
    {
      what: 'its workgroup',
      role: 'insight-analyst',
      action: 'athena:StartQueryExecution',
      words: 'its own policy does not allow athena:StartQueryExecution',
    },
    {
      what: 'credentials for the files',
      role: 'insight-analyst',
      action: 'lakeformation:GetDataAccess',
      words: 'its own policy does not allow lakeformation:GetDataAccess',
    },
    {
      what: 'the catalog',
      role: 'insight-analyst',
      action: 'glue:GetTable"',
      words: 'its own policy does not allow glue:GetTable on table/safety/strikes_v1',
    },
    {
      what: 'the one who reads for Lake Formation',
      role: 'safety-lakeformation',
      action: 's3:GetObject',
      words: 'wildlife-local-safety-lakeformation: its own policy does not allow s3:GetObject',
    },
    {
      what: 'trust in Lake Formation',
      role: 'safety-lakeformation',
      action: 'lakeformation.amazonaws.com',
      words: 'the policy of the resource does not allow sts:AssumeRole',
    },
  ])('that a policy keeps $what from it although the file grants it', ({ role, action, words }) => {
    const edited = mesh.edited({ resource: inRole(role, action, action.replace(/\w+("?)$/, 'nothing$1')) });
    const text = explain('insight-analyst', 'safety.strikes', edited);
    expect(text).toContain(words);
    expect(text).toContain('access/insight.yaml grants it, and something else keeps it closed');
  });

  it('which statement denies it', () => {
    const deny = inRole(
      'insight-analyst',
      '"Sid":"VendData"',
      '"Sid":"VendData"},{"Effect":"Deny","Sid":"Never","Action":"glue:*","Resource":"*"',
    );
    expect(explain('insight-analyst', 'safety.strikes', mesh.edited({ resource: deny }))).toContain(
      'its own policy denies glue:GetTable on table/safety/strikes_v1',
    );
  });

  it('that its filter is gone, or its link closed', () => {
    const gone = mesh.edited({ world: inLakes(() => ({ filterOf: () => undefined })) });
    expect(explain('insight-analyst', 'safety.strikes', gone)).toMatch(
      /its grant is on the data cells filter fh_\w+, which is not there/,
    );
    const closed = mesh.edited({
      world: inLakes(({ grantsOf }) => ({
        grantsOf: (principal) => grantsOf(principal).filter(({ resource }) => resource.kind !== 'database'),
      })),
    });
    expect(explain('insight-analyst', 'safety.strikes', closed)).toContain(
      'it may not describe safety, the link to the table',
    );
  });
});

describe('a name that does not exist', () => {
  it.each([
    ['insight-analist', 'safety.strikes', 'did you mean "insight-analyst"?'],
    ['insight-analyst', 'safty.strikes', 'did you mean "safety"?'],
    ['insight-analyst', 'safety.strikse', 'did you mean "safety.strikes"?'],
    ['insight-analyst', 'safety.strikes.operater', 'did you mean "operator"?'],
  ])('%s %s is answered with the nearest', (principal, product, hint) => {
    expect(() => explain(principal, product)).toThrow(expect.objectContaining({ hint }));
  });
});
