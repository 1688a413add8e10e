import { describe, expect, it } from 'vitest';
import type { QualityRule } from '../../../core/contract/contract.ts';
import type { ProductManifest } from '../../../core/pipeline/manifest.ts';
import { decidePublication, FINDINGS_MAX } from '../../../lambdas/audit-gate/decide-publication.ts';
import { checksFailed } from '../../../lambdas/audit-gate/checks-failed.ts';
import { parseCause } from '../../../lambdas/record-failure/failure-cause.ts';
import type { PropertyFixture } from '../../core/quality/audit-fixture.ts';
import { manifestOf, policyOf } from './manifest-fixture.ts';

const NOW = new Date('2026-11-22T00:00:00Z');

const DELAY: PropertyFixture = {
  name: 'delay',
  type: 'bigint',
  logicalType: 'integer',
  required: true,
  logicalTypeOptions: { maximum: 9 },
};

/** A scan's row in which every count is zero but those that are given by the check's id. */
function rowOf(
  manifest: ProductManifest,
  counts: Record<string, number>,
  rows = 10,
): Record<string, string | null> {
  const [table] = manifest.tables;
  const row: Record<string, string | null> = {};
  for (const { measure } of table?.audit.profile ?? []) row[measure] = '0';
  for (const { id, measure, examples } of table?.audit.checks ?? []) {
    row[measure] = String(counts[id] ?? 0);
    for (const example of examples) row[example] = counts[id] === undefined ? null : '77';
  }
  return { ...row, m0: String(rows) };
}

function decide(manifest: ProductManifest, counts: Record<string, number> = {}, extras = {}, problems = {}) {
  const answers = { t: { row: rowOf(manifest, counts), extras, problems } };
  return decidePublication({ manifest, answers, now: NOW });
}

describe('decidePublication', () => {
  it('publishes what keeps every promise', () => {
    const decision = decide(manifestOf([{ properties: [DELAY] }]));
    expect(decision).toMatchObject({
      kind: 'publish',
      output: { verdict: 'passed', tables: { t: { rows: 10, completeness: 1, validity: 1 } } },
    });
  });

  it('refuses what breaks one, with the offending values', () => {
    const decision = decide(manifestOf([{ properties: [DELAY] }]), { 'delay.range': 3 });
    expect(decision).toMatchObject({
      kind: 'refuse',
      refusal: { passed: 1, failed: 1, findings: [{ id: 'delay.range', measured: 3, examples: ['77'] }] },
    });
  });

  it('publishes with a warning where a broken promise is graded as one', () => {
    const customProperties = [{ property: 'checkSeverity', value: 'warning' }];
    const manifest = manifestOf([{ properties: [{ ...DELAY, customProperties }] }]);
    expect(decide(manifest, { 'delay.range': 3 })).toMatchObject({
      kind: 'publish',
      output: { verdict: 'warned' },
    });
  });

  it('refuses where a query of the contract has no answer, and says why', () => {
    const quality: QualityRule[] = [{ type: 'sql', query: 'SELECT count(*) FROM {object}', mustBe: 0 }];
    const manifest = manifestOf([{ properties: [DELAY], quality }]);
    const decision = decide(manifest, {}, { 'sql.1': null }, { 'sql.1': 'COLUMN_NOT_FOUND' });
    expect(decision).toMatchObject({
      kind: 'refuse',
      refusal: { findings: [{ id: 'sql.1', status: 'error', expected: 'COLUMN_NOT_FOUND' }] },
    });
  });

  it('passes where only prose could not be evaluated', () => {
    const manifest = manifestOf([{ properties: [DELAY], quality: [{ type: 'text', description: 'Nice.' }] }]);
    expect(decide(manifest)).toMatchObject({ kind: 'publish', output: { verdict: 'passed' } });
  });

  it('refuses what breaks a policy of the mesh, also where every check of the contract only warns', () => {
    const customProperties = [{ property: 'checkSeverity', value: 'warning' }];
    const tables = [{ properties: [{ ...DELAY, customProperties }] }];
    const policies = [policyOf({})];
    expect(decide(manifestOf(tables, { policies }))).toMatchObject({ kind: 'publish' });
    expect(decide(manifestOf(tables, { policies }), { 'delay.range': 3 })).toMatchObject({
      kind: 'refuse',
      refusal: { findings: [{ id: 'policy.valid', severity: 'error' }, { id: 'delay.range' }] },
    });
  });

  it('refuses when a policy cannot be evaluated', () => {
    const policies = [policyOf({ check: { cel: 'subject.nothing' } })];
    expect(decide(manifestOf([{ properties: [DELAY] }], { policies }))).toMatchObject({
      kind: 'refuse',
      refusal: { findings: [{ id: 'policy.valid', status: 'error' }] },
    });
  });

  it('publishes what is waived, and keeps the finding', () => {
    const waiver = {
      policy: 'valid',
      resource: 'sales.orders',
      offenders: ['publication.validity'],
      reason: 'The source is being mended.',
      compensation: 'Readers were told.',
      requestedBy: 'a@example.com',
      approvedBy: 'b@example.com',
      issued: '2026-11-01',
      expires: '2026-12-01',
      file: 'governance/waivers/w.yaml',
    };
    const customProperties = [{ property: 'checkSeverity', value: 'warning' }];
    const manifest = manifestOf([{ properties: [{ ...DELAY, customProperties }] }], {
      policies: [policyOf({})],
      waivers: [waiver],
    });
    const decision = decide(manifest, { 'delay.range': 3 });
    expect(decision).toMatchObject({ kind: 'publish', output: { verdict: 'warned' } });
    expect(JSON.stringify(decision)).toContain('policy.valid');
  });

  it('refuses in the words that record-failure reads', () => {
    const decision = decide(manifestOf([{ properties: [DELAY] }]), { 'delay.range': 3 });
    if (decision.kind !== 'refuse') throw new Error('not refused');
    const { name, message } = checksFailed(decision.refusal);
    const Cause = JSON.stringify({ errorType: name, errorMessage: message, trace: [] });
    expect(parseCause({ Error: name, Cause })).toEqual({
      status: 'refused',
      message: 't: delay is at most 9',
      ...decision.refusal,
    });
  });

  it('does not judge a manifest that says nothing of policies, or a table that was not audited', () => {
    const manifest = manifestOf([{ properties: [DELAY] }]);
    const { governance: _, ...without } = manifest;
    expect(() => decide(without)).toThrow('says nothing of policies');
    expect(() => decidePublication({ manifest, answers: {}, now: NOW })).toThrow('"t" was not audited');
  });

  it('keeps a refusal short enough for Step Functions, errors first', () => {
    const properties = Array.from({ length: 120 }, (_, index): PropertyFixture => {
      const severity = index < 100 ? 'warning' : 'error';
      const customProperties = [{ property: 'checkSeverity', value: severity }];
      return { ...DELAY, name: `delay_${index}`, customProperties };
    });
    const counts = Object.fromEntries(properties.map(({ name }) => [`${name}.range`, 3]));
    const decision = decide(manifestOf([{ properties }]), counts);
    if (decision.kind !== 'refuse') throw new Error('not refused');
    expect(decision.refusal.failed).toBe(120);
    expect(decision.refusal.findings.length).toBeLessThanOrEqual(FINDINGS_MAX);
    expect(decision.refusal.findings.slice(0, 20).every(({ severity }) => severity === 'error')).toBe(true);
    expect(JSON.stringify({ errorMessage: JSON.stringify(decision.refusal) }).length).toBeLessThan(32_768);
  });
});
