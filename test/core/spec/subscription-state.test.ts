import { describe, expect, it } from 'vitest';
import { resolveMesh } from '../../../core/spec/resolve-mesh.ts';
import type { Subscription } from '../../../core/spec/mesh.ts';
import { upstreamDomains } from '../../../core/spec/upstream-domains.ts';
import { findings, NOW, productOf, resolved, shopWith } from './meshes.ts';

const ACCESS = 'domains/shop/products/orders/access/board.yaml';
const APPROVED = 'approvedBy: [shop@example.com]';

/** The shop, whose only reader is people of the board, with another end of the access file. */
function shopGranting(end: string, more: Readonly<Record<string, string>> = {}): Map<string, string> {
  const files = shopWith(ACCESS, APPROVED, `roles: [analyst]\n${end}`);
  files.delete('domains/board/products/sales/contract.yaml');
  files.delete('domains/board/products/sales/sales.sql');
  for (const [path, text] of Object.entries(more)) files.set(path, text);
  return files;
}

const policy = (id: string, table: string, more = ''): string => `id: ${id}
version: 1
statement: Access is approved by others.
rationale: Who needs data does not decide about it.
category: access
severity: error
stages: [validate]
owner: governance@example.com
effectiveFrom: 2026-01-01
waivable: false
check: { approvals: ${table} }
remediation: Let somebody else approve it.
${more}examples:
  - { name: some, expect: pass, subject: { mesh: { classifications: [open, internal, secret] }, subscriptions: [{ approvals: 9 }] } }
  - { name: none, expect: fail, subject: { mesh: { classifications: [open, internal, secret] }, subscriptions: [{ classification: secret, approvals: 0 }] } }
`;

const MESH_POLICY = 'governance/policies/approved.yaml';
const SHOP_POLICY = 'domains/shop/policies/approved.yaml';

function stateOf(files: ReadonlyMap<string, string>): Subscription {
  const { subscriptions, dormant } = productOf(resolved(files), 'shop.orders');
  const [only, another] = [...subscriptions, ...dormant];
  if (only === undefined || another !== undefined) throw new Error('one file');
  expect(subscriptions.length).toBe(only.state === 'live' ? 1 : 0);
  return only;
}

const ENDED = '{ by: shop@example.com, on: 2026-11-01, reason: No need. }';

describe('an access file', () => {
  it.each([
    [APPROVED, 'live'],
    ['approvedBy: []', 'pending'],
    ['requestedBy: a@example.com', 'pending'],
    [`requestedBy: a@example.com\napprovedBy: [A@example.com]`, 'pending'],
    [`requestedBy: a@example.com\napprovedBy: [A@example.com, b@example.com]`, 'live'],
    [`${APPROVED}\ndenied: ${ENDED}`, 'denied'],
    [`${APPROVED}\nrevoked: ${ENDED}`, 'revoked'],
    [`approvedBy: []\ndenied: ${ENDED}`, 'denied'],
  ])('that says %j is %s', (end, state) => {
    expect(stateOf(shopGranting(end)).state).toBe(state);
  });

  it('is expired after its last day, also where it was never approved', () => {
    const files = shopGranting('approvedBy: []');
    files.set(ACCESS, (files.get(ACCESS) ?? '').replace('2027-06-30', '2026-11-21'));
    expect(stateOf(files).state).toBe('expired');
    expect(findings(files)).toMatch(/^warning\[ExpiredSubscription\]/);
  });

  it.each(['approvedBy: []', `${APPROVED}\ndenied: ${ENDED}`, `${APPROVED}\nrevoked: ${ENDED}`])(
    'that says %j makes no neighbours, from which roles and links are made',
    (end) => {
      const mesh = resolved(shopGranting(end));
      const board = mesh.domains.find(({ name }) => name === 'board') ?? expect.unreachable();
      expect(upstreamDomains(mesh, board)).toEqual([]);
    },
  );

  it('says what it waits for, and that who asked cannot give it', () => {
    const end = 'requestedBy: a@example.com\napprovedBy: [a@example.com]';
    expect(findings(shopGranting(end))).toMatchInlineSnapshot(`
      "warning[PendingSubscription]: the request of board waits for an approval, which a@example.com, who asked, cannot give; until then it grants nothing
       --> domains/shop/products/orders/access/board.yaml:7:1
        |
      7 | approvedBy: [a@example.com]
        | ^^^^^^^^^^
        = help: its owner decides: bin/mesh approve domains/shop/products/orders/access/board.yaml, or bin/mesh deny
      "
    `);
  });

  it('does not let SQL read what waits, and says that it waits', () => {
    expect(findings(shopWith(ACCESS, APPROVED, 'approvedBy: []'))).toMatchInlineSnapshot(`
      "error[NoSubscription]: the subscription of board to shop.orders waits for an approval
       --> domains/board/products/sales/sales.sql:2:6
        |
      2 | FROM shop.orders
        |      ^^^^^^^^^^^
        = help: its owner decides about domains/shop/products/orders/access/board.yaml

      warning[PendingSubscription]: the request of board waits for an approval; until then it grants nothing
       --> domains/shop/products/orders/access/board.yaml:5:1
        |
      5 | approvedBy: []
        | ^^^^^^^^^^
        = help: its owner decides: bin/mesh approve domains/shop/products/orders/access/board.yaml, or bin/mesh deny
      "
    `);
  });

  it('does not count beside one that is live when it is denied, and does when it waits', () => {
    const two = (end: string) =>
      shopGranting(APPROVED, {
        [ACCESS.replace('board.', 'board-two.')]: shopGranting(end).get(ACCESS) ?? '',
      });
    expect(findings(two(`denied: ${ENDED}`))).toBe('');
    expect(findings(two('approvedBy: []'))).toContain('error[DuplicateSubscription]');
  });
});

describe('how many must approve', () => {
  const both = 'requestedBy: a@example.com\napprovedBy: [b@example.com, c@example.com]';

  it('is what the mesh says of the most restricted column', () => {
    const law = { [MESH_POLICY]: policy('approved', '{ open: 0, internal: 2, secret: 3 }') };
    expect(stateOf(shopGranting(both, law))).toMatchObject({
      state: 'live',
      classification: 'internal',
      approvals: { needed: 2, policies: ['approved'] },
    });
    expect(stateOf(shopGranting(APPROVED, law)).state).toBe('pending');
  });

  it('is nobody where the mesh says so', () => {
    const law = { [MESH_POLICY]: policy('approved', '{ open: 0, internal: 0, secret: 3 }') };
    expect(stateOf(shopGranting('approvedBy: []', law)).state).toBe('live');
  });

  it('is more where the owner says so, and never less', () => {
    const strict = { [SHOP_POLICY]: policy('strict', '{ open: 2, internal: 2, secret: 2 }') };
    expect(stateOf(shopGranting(APPROVED, strict)).state).toBe('pending');
    const loose = { [SHOP_POLICY]: policy('loose', '{ open: 0, internal: 0, secret: 1 }') };
    expect(stateOf(shopGranting('approvedBy: []', loose)).state).toBe('pending');
  });

  it('is nothing that another domain says', () => {
    const law = { 'domains/board/policies/mine.yaml': policy('mine', '{ open: 5, internal: 5, secret: 5 }') };
    expect(stateOf(shopGranting(APPROVED, law)).state).toBe('live');
  });

  it('is one where the rule is not in force yet', () => {
    const later = policy('later', '{ open: 0, internal: 0, secret: 1 }').replace('2026-01-01', '2027-01-01');
    expect(stateOf(shopGranting('approvedBy: []', { [MESH_POLICY]: later })).state).toBe('pending');
  });

  it('is the most of all for a classification that the rule does not know', () => {
    const law = { [MESH_POLICY]: policy('approved', '{ open: 0, intern: 0, secret: 2 }') };
    expect(stateOf(shopGranting(APPROVED, law))).toMatchObject({
      state: 'pending',
      approvals: { needed: 2 },
    });
  });

  it('counts for the consumer, too, which is built without the rest of the owner', () => {
    const strict = { [SHOP_POLICY]: policy('strict', '{ open: 2, internal: 2, secret: 2 }') };
    const { mesh } = resolveMesh(shopGranting(APPROVED, strict), { now: NOW, domain: 'board' });
    const board = mesh?.domains.find(({ name }) => name === 'board') ?? expect.unreachable();
    expect(mesh && upstreamDomains(mesh, board)).toEqual([]);
  });
});
