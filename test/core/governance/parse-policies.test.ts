import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePolicies } from '../../../core/governance/parse-policies.ts';
import { runExamples } from '../../../core/governance/policy-examples.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const DIRECTORY = new URL('../../../examples/aviation/governance/policies/', import.meta.url);

function aviation(): Map<string, string> {
  return new Map(
    readdirSync(DIRECTORY).map((name) => [
      `governance/policies/${name}`,
      readFileSync(new URL(name, DIRECTORY), 'utf8'),
    ]),
  );
}

const POLICY = `id: fresh
version: 1
statement: Every product is fresh.
rationale: People decide by it.
category: quality
severity: error
stages: [validate]
owner: governance@example.com
effectiveFrom: 2026-01-01
check:
  atMost: { path: promises.freshnessHours, value: 24 }
remediation: Promise a latency of a day.
examples:
  - { name: a day, expect: pass, subject: {} }
  - { name: a week, expect: fail, subject: { promises: { freshnessHours: 168 } } }
`;

const WAIVER = `policy: fresh
resource: sales.orders
offenders: [promises.freshnessHours]
reason: The source is being moved.
compensation: Orders are checked by hand.
requestedBy: a@example.com
approvedBy: b@example.com
issued: 2026-11-01
expires: 2026-12-31
`;

function messages(files: Record<string, string>): string[] {
  return parsePolicies(new Map(Object.entries(files))).diagnostics.map(
    ({ code, message, span }) => `${span.file}:${span.line}:${span.column} ${code}: ${message}`,
  );
}

describe('the policies of the aviation mesh', () => {
  const { policies, diagnostics } = parsePolicies(aviation());

  it('are twelve and have nothing wrong with them', () => {
    expect(diagnostics).toEqual([]);
    expect(policies.map(({ id }) => id)).toEqual([
      'access-approved',
      'access-ends',
      'classification-inherited',
      'classified',
      'described',
      'fresh',
      'granted-by-name',
      'keyed',
      'named',
      'owned',
      'retained',
      'tokenised',
    ]);
  });

  it.each(policies)('$id judges its own examples as they say', (policy) => {
    expect(runExamples(policy, NOW)).toEqual([]);
  });

  it.each(policies)('$id has an example that fails by its own check alone', (policy) => {
    const toothless = { ...policy, check: { cel: '[]' } };
    expect(runExamples(toothless, NOW).map(({ message }) => message)).toContain('must fail, and passed');
  });
});

describe('parsePolicies', () => {
  it('reads policies and waivers and passes over other files', () => {
    const { policies, waivers, diagnostics } = parsePolicies(
      new Map([
        ['governance/policies/fresh.yaml', POLICY],
        ['governance/waivers/orders.yaml', WAIVER],
        ['domains/sales/policies/fresher.yaml', POLICY.replace('id: fresh', 'id: fresher')],
        ['domains/sales/domain.yaml', 'title: {'],
      ]),
    );
    expect(diagnostics).toEqual([]);
    expect(policies.map(({ id, domain }) => [id, domain])).toEqual([
      ['fresher', 'sales'],
      ['fresh', undefined],
    ]);
    expect(waivers).toMatchObject([{ policy: 'fresh', file: 'governance/waivers/orders.yaml' }]);
  });

  it('refuses a domain that redefines a policy of the mesh', () => {
    expect(
      messages({ 'governance/policies/a.yaml': POLICY, 'domains/sales/policies/b.yaml': POLICY }),
    ).toEqual([
      'domains/sales/policies/b.yaml:1:5 InvalidPolicy: the policy "fresh" exists in governance/policies/a.yaml',
    ]);
  });

  it('refuses expressions and paths that cannot be read', () => {
    const broken = [
      'cel: size(subject.tables',
      'atMost: { path: promises.freshHours, value: 24 }',
      "each: { in: 'tables[]', must: item. }",
      'cel: subject.tables.map(t, t.nme)',
      'cel: subject.title.shout()',
      'cel: "true"',
    ];
    for (const check of broken) {
      const text = POLICY.replace('atMost: { path: promises.freshnessHours, value: 24 }', check);
      expect(messages({ 'governance/policies/a.yaml': text }).join(), check).toContain('InvalidPolicy');
    }
  });

  it('refuses a policy without an example that fails, with two checks in one, or with an unknown key', () => {
    const file = 'governance/policies/a.yaml';
    const lines = POLICY.split('\n');
    expect(messages({ [file]: lines.slice(0, -2).join('\n') })).toHaveLength(1);
    expect(messages({ [file]: POLICY.replace('check:\n', 'check:\n  required: title\n') })).toHaveLength(1);
    expect(messages({ [file]: `${POLICY}sevrity: error\n` })[0]).toContain(
      'UnknownKey: unknown key "sevrity"',
    );
  });

  it('refuses two policies that no product can keep', () => {
    const other = POLICY.replace('id: fresh', 'id: stale')
      .replace('atMost', 'atLeast')
      .replace('value: 24', 'value: 48')
      .replace('{ name: a day, expect: pass, subject: {} }', '{ name: a day, expect: fail, subject: {} }')
      .replace('a week, expect: fail', 'a week, expect: pass');
    expect(messages({ 'governance/policies/a.yaml': POLICY, 'governance/policies/b.yaml': other })).toEqual([
      'governance/policies/b.yaml:10:1 ContradictingPolicies: promises.freshnessHours cannot be at least 48 and at most 24',
    ]);
    const sales = { 'domains/sales/policies/a.yaml': POLICY, 'domains/tax/policies/b.yaml': other };
    expect(messages(sales)).toEqual([]);
  });

  it.each([
    ['approved by who requested it', 'approvedBy: b@example.com', 'approvedBy: A@example.com'],
    ['longer than 90 days', 'expires: 2026-12-31', 'expires: 2027-01-31'],
    ['over before it began', 'expires: 2026-12-31', 'expires: 2026-10-01'],
    ['for no policy', 'policy: fresh', 'policy: freshh'],
    ['for a whole domain', 'resource: sales.orders', 'resource: sales.*'],
    ['for every offender', 'offenders: [promises.freshnessHours]', 'offenders: []'],
  ])('refuses a waiver %s', (_, from, to) => {
    const files = {
      'governance/policies/a.yaml': POLICY,
      'governance/waivers/w.yaml': WAIVER.replace(from, to),
    };
    expect(messages(files)).toHaveLength(1);
  });

  it('refuses a waiver of a policy that knows no exceptions', () => {
    const strict = POLICY.replace('check:', 'waivable: false\ncheck:');
    expect(messages({ 'governance/policies/a.yaml': strict, 'governance/waivers/w.yaml': WAIVER })).toEqual([
      'governance/waivers/w.yaml:1:9 InvalidWaiver: the policy "fresh" knows no exceptions',
    ]);
  });
});

describe('a policy about approvals', () => {
  const law = (change: string, more = ''): string[] =>
    messages({
      'governance/policies/approved.yaml': `${POLICY.replace(
        /check:\n.*\n/,
        'check: { approvals: { open: 0, internal: 1, confidential: 1, restricted: 2 } }\n',
      )
        .replace('severity: error', change)
        .replace(/examples:[\s\S]*/, '')}${more}examples:
  - { name: one, expect: pass, subject: {} }
  - { name: none, expect: fail, subject: { subscriptions: [{ approvals: 0 }] } }
`,
    });

  it('binds every product, without exceptions and without warnings', () => {
    expect(law('severity: error', 'waivable: false\n')).toEqual([]);
    expect(law('severity: error')).toEqual([expect.stringContaining('cannot be waived')]);
    expect(law('severity: warning', 'waivable: false\n')).toEqual([expect.stringContaining('write error')]);
    expect(law('severity: error', 'waivable: false\nselector: "true"\n')).toEqual([
      expect.stringContaining('leave it out'),
    ]);
  });
});
