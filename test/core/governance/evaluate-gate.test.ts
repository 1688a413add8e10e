import { expect, it } from 'vitest';
import { evaluateGate } from '../../../core/governance/evaluate-gate.ts';
import { evaluateSubject } from '../../../core/governance/evaluate-subject.ts';
import type { Finding } from '../../../core/governance/finding.ts';
import { type ManifestGovernance, manifestGovernance } from '../../../core/governance/manifest-governance.ts';
import { parsePolicies } from '../../../core/governance/parse-policies.ts';
import type { Mesh, Product } from '../../../core/spec/mesh.ts';
import { readExample, resolveExample } from '../../examples/read-example.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const PUBLICATION = { rows: 1, completeness: 1, validity: 1, checksPassed: 1, checksFailed: 0 };

const mesh = resolveExample('aviation');
const law = parsePolicies(readExample('aviation'));
const products = mesh.domains.flatMap((domain) => domain.products);

/** Products that break policies of every kind. */
function broken(product: Product): Product[] {
  const withColumns = (
    change: (column: Product['tables'][number]['columns'][number]) => object,
  ): Product => ({
    ...product,
    tables: product.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) => ({ ...column, ...change(column) })),
    })),
  });
  return [
    product,
    withColumns(() => ({ description: '' })),
    withColumns(({ name }) => ({ name: `${name}_` })),
    withColumns(() => ({ classification: 'open' })),
    withColumns(() => ({ classification: undefined })),
    { ...product, promises: { completeness: 1 } },
    { ...product, subscriptions: product.subscriptions.map((one) => ({ ...one, roles: ['*'] })) },
    { ...product, subscriptions: product.subscriptions.map((one) => ({ ...one, expires: '2026-11-21' })) },
  ];
}

const lawless: Mesh = {
  ...mesh,
  domains: mesh.domains.map((domain) => ({ ...domain, owner: { team: '', email: 'x' } })),
};

it.each(products.map((product) => [product.id, product] as const))(
  'the gate finds in %s what evaluating every policy would find',
  (_, product) => {
    for (const [variant, world] of [
      ...broken(product).map((one) => [one, mesh] as const),
      [product, lawless] as const,
    ]) {
      const governance = manifestGovernance(variant, world, law);
      const subject = { ...governance.subject, publication: PUBLICATION };
      const found = evaluateGate({ governance, publication: PUBLICATION, now: NOW });
      expect(found).toEqual(evaluateSubject({ ...law, subject, stage: 'publish', now: NOW }));
    }
  },
);

it('judges days on the day of the run, though the product was deployed before', () => {
  const [ends = expect.unreachable()] = law.policies.filter(({ id }) => id === 'access-ends');
  const days = { ...law, policies: [{ ...ends, check: { notPast: 'subscriptions[].expires' } }] };
  const governance = manifestGovernance(strikes(), mesh, days);
  expect(gateOn('2027-06-30', governance)).toEqual([]);
  expect(gateOn('2027-07-01', governance)).toMatchObject([
    { policy: 'access-ends', offenders: ['insight-texas', 'insight'] },
  ]);
});

it('goes on publishing when somebody’s access has ended', () => {
  expect(gateOn('2027-07-01', manifestGovernance(strikes(), mesh, law))).toEqual([]);
});

function strikes(): Product {
  return products.find(({ id }) => id === 'safety.strikes') ?? expect.unreachable();
}

function gateOn(day: string, governance: ManifestGovernance): Finding[] {
  return evaluateGate({ governance, publication: PUBLICATION, now: new Date(`${day}T12:00:00Z`) });
}

it('survives the manifest, which is JSON', () => {
  for (const product of products) {
    const governance = manifestGovernance(product, mesh, law);
    expect(JSON.parse(JSON.stringify(governance))).toEqual(governance);
  }
});

it('knows where insight’s columns come from, and how restricted that is', () => {
  const rates = products.find(({ id }) => id === 'insight.strike-rates');
  if (rates === undefined) throw new Error('no rates');
  const { subject } = manifestGovernance(rates, mesh, law);
  const column = subject.tables[0]?.columns.find(({ name }) => name === 'faa_name');
  expect(column).toMatchObject({ classification: 'internal', rank: 1 });
  expect(column?.origins).toEqual([
    { table: 'airports.airport_names', column: 'faa_name', classification: 'open', rank: 0 },
  ]);
});
