import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateSubject } from '../../../core/governance/evaluate-subject.ts';
import { exampleSubject } from '../../../core/governance/example-subject.ts';
import { type Finding, findingToDiagnostic, stops } from '../../../core/governance/finding.ts';
import type { Policy } from '../../../core/governance/policy.ts';
import type { Waiver } from '../../../core/governance/waiver.ts';

const NOW = new Date('2026-11-22T12:00:00Z');

function policy(differences: Partial<Policy> = {}): Policy {
  return {
    id: 'described',
    version: 2,
    statement: 'Every column is described.',
    rationale: 'People read it.',
    category: 'metadata',
    severity: 'error',
    stages: ['validate', 'publish'],
    owner: 'governance@example.com',
    effectiveFrom: '2026-01-01',
    waivable: true,
    check: { required: 'tables[].columns[].description' },
    remediation: 'Describe it.',
    examples: [],
    file: 'governance/policies/described.yaml',
    ...differences,
  };
}

function waiver(differences: Partial<Waiver> = {}): Waiver {
  return {
    policy: 'described',
    resource: 'sales.orders',
    offenders: ['orders.a'],
    reason: 'It is being written.',
    compensation: 'The team answers.',
    requestedBy: 'a@example.com',
    approvedBy: 'b@example.com',
    issued: '2026-11-01',
    expires: '2026-11-22',
    file: 'governance/waivers/orders.yaml',
    ...differences,
  };
}

const SUBJECT = exampleSubject({
  tables: [{ columns: [{ name: 'a', description: '' }, { name: 'b', description: '' }, { name: 'c' }] }],
});

function evaluate(policies: readonly Policy[], waivers: readonly Waiver[] = [], now = NOW): Finding[] {
  return evaluateSubject({ subject: SUBJECT, policies, waivers, stage: 'validate', now });
}

const summary = (findings: readonly Finding[]) =>
  findings.map(({ policy: id, offenders, disposition, severity }) => [id, offenders, disposition, severity]);

describe('evaluateSubject', () => {
  it('names the offenders', () => {
    expect(summary(evaluate([policy()]))).toEqual([
      ['described', ['orders.a', 'orders.b'], 'violation', 'error'],
    ]);
  });

  it('applies a policy in its stages, to its domain and where its selector holds', () => {
    expect(evaluate([policy({ stages: ['publish'] })])).toEqual([]);
    expect(evaluate([policy({ domain: 'finance' })])).toEqual([]);
    expect(evaluate([policy({ domain: 'sales' })])).toHaveLength(1);
    expect(evaluate([policy({ selector: "subject.status == 'retired'" })])).toEqual([]);
    expect(evaluate([policy({ selector: "subject.status == 'active'" })])).toHaveLength(1);
  });

  it('counts what it cannot evaluate as a violation, in check and selector', () => {
    for (const broken of [
      policy({ check: { cel: 'subject.nothing' } }),
      policy({ check: { cel: '"no list"' } }),
      policy({ check: { required: 'tables[].colums' } }),
      policy({ check: { each: { in: 'tables[]', must: 'item.name' } } }),
      policy({ check: { cel: '[' } }),
      policy({ selector: 'subject.nothing == 1' }),
    ]) {
      const [finding] = evaluate([broken], [waiver({ offenders: ['sales.orders'] })]);
      expect(finding).toMatchObject({ disposition: 'violation', problem: expect.any(String) });
    }
  });

  it('only warns of a policy that is not yet in force', () => {
    expect(evaluate([policy({ effectiveFrom: '2026-11-23' })])).toMatchObject([{ severity: 'warning' }]);
    expect(evaluate([policy({ effectiveFrom: '2026-11-22' })])).toMatchObject([{ severity: 'error' }]);
  });

  it('waives exactly the offenders that are named and hides none', () => {
    expect(summary(evaluate([policy()], [waiver()]))).toEqual([
      ['described', ['orders.b'], 'violation', 'error'],
      ['described', ['orders.a'], 'waived', 'error'],
    ]);
    const both = waiver({ offenders: ['orders.a', 'orders.b', 'orders.z'] });
    expect(summary(evaluate([policy()], [both]))).toEqual([
      ['described', ['orders.a', 'orders.b'], 'waived', 'error'],
    ]);
  });

  it('waives nothing before a waiver is issued, after it ends, for another product or against a strict policy', () => {
    const violation = ['described', ['orders.a', 'orders.b'], 'violation', 'error'];
    expect(summary(evaluate([policy()], [waiver({ issued: '2026-11-23' })]))).toEqual([violation]);
    expect(summary(evaluate([policy()], [waiver({ resource: 'sales.carts' })]))).toEqual([violation]);
    expect(summary(evaluate([policy({ waivable: false })], [waiver()]))).toEqual([violation]);
    expect(summary(evaluate([policy()], [waiver()], new Date('2026-11-23T00:00:00Z')))).toEqual([
      violation,
      [
        'waivers-end',
        ['governance/waivers/orders.yaml (described, until 2026-11-22)'],
        'violation',
        'warning',
      ],
    ]);
  });

  it('finds no less when there are more policies', () => {
    const checks = fc.constantFrom<Policy['check']>(
      { required: 'tables[].columns[].description' },
      { atMost: { path: 'promises.freshnessHours', value: 1 } },
      { matches: { path: 'tables[].columns[].name', pattern: '^[ab]$' } },
      { cel: '["x"]' },
      { cel: 'broken.' },
    );
    const policies = fc.uniqueArray(
      fc
        .record({ id: fc.constantFrom('p', 'q', 'r', 's', 't'), check: checks })
        .map((value) => policy(value)),
      { selector: ({ id }) => id },
    );
    fc.assert(
      fc.property(policies, fc.nat(), (all, cut) => {
        const some = evaluate(all.slice(0, cut % (all.length + 1)));
        const more = evaluate(all);
        expect(more).toEqual(expect.arrayContaining(some));
      }),
    );
  });
});

describe('findingToDiagnostic', () => {
  const span = { file: 'contract.yaml', line: 3, column: 5, length: 4 };

  it('says who breaks which policy and what to do', () => {
    const [finding] = evaluate([policy()]);
    expect(finding && findingToDiagnostic(finding, span)).toMatchInlineSnapshot(`
      {
        "code": "PolicyViolation",
        "hint": "Describe it.",
        "message": "sales.orders (orders.a, orders.b) breaks policy described: Every column is described.",
        "severity": "error",
        "span": {
          "column": 5,
          "file": "contract.yaml",
          "length": 4,
          "line": 3,
        },
      }
    `);
  });

  it('keeps a waived finding visible, as a warning', () => {
    const [finding] = evaluate([policy()], [waiver({ offenders: ['orders.a', 'orders.b'] })]);
    if (finding === undefined) throw new Error('no finding');
    expect(stops(finding)).toBe(false);
    expect(findingToDiagnostic(finding, span)).toMatchObject({
      severity: 'warning',
      message: expect.stringContaining('[waived by governance/waivers/orders.yaml]'),
    });
  });
});
