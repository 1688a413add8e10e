import type { PolicySubject } from './subject.ts';

/** A product that complies with every sensible policy; the examples of policies say what differs from it. */
export const EXAMPLE_SUBJECT: PolicySubject = {
  resource: 'sales.orders',
  domain: 'sales',
  product: 'orders',
  title: 'Orders',
  description: 'Orders as they were placed.',
  version: '1.0.0',
  major: 1,
  status: 'active',
  owner: { team: 'sales-team', email: 'sales-team@example.com' },
  mesh: { name: 'example', classifications: ['open', 'internal', 'confidential', 'restricted'] },
  promises: { freshnessHours: 24, retentionDays: 365, completeness: 1 },
  tables: [
    {
      name: 'orders',
      description: 'One row for each order.',
      primaryKey: ['order_id'],
      partitionBy: [],
      columns: [
        {
          name: 'order_id',
          type: 'bigint',
          description: 'Number of the order.',
          required: true,
          unique: true,
          isKey: true,
          classification: 'internal',
          rank: 1,
          origins: [],
          tokenOf: null,
          hasToken: false,
          declassification: null,
        },
      ],
      checks: [{ id: 'primaryKey', column: 'order_id', kind: 'uniqueness', severity: 'error' }],
    },
  ],
  subscriptions: [
    {
      name: 'finance',
      consumer: 'finance',
      roles: ['analyst'],
      table: 'orders',
      purpose: 'Monthly accounts.',
      columns: ['order_id'],
      rows: null,
      classification: 'internal',
      rank: 1,
      expires: '9999-12-31',
      requestedBy: 'finance-team@example.com',
      requestedOn: '9999-12-01',
      days: 30,
      approvedBy: ['sales-team@example.com'],
      approvals: 1,
    },
  ],
  publication: null,
};

/** What one origin of a column looks like, for examples that give it some. */
const ORIGIN = { table: 'sales.carts', column: 'cart_id', classification: 'internal', rank: 1 };

/**
 * Lays what an example says over the compliant product. Maps are merged; each element of a list is laid over the
 * first element of the list that it replaces, so that an example says only what matters.
 */
export function exampleSubject(difference: Readonly<Record<string, unknown>>): PolicySubject {
  // Laid over a whole subject, so that every key is there; examples are run by tests.
  return lay(EXAMPLE_SUBJECT, difference, '') as PolicySubject;
}

function lay(base: unknown, difference: unknown, key: string): unknown {
  if (Array.isArray(difference)) {
    const [first] = key === 'origins' ? [ORIGIN] : Array.isArray(base) ? base : [];
    return difference.map((element: unknown) => lay(first, element, ''));
  }
  if (!isRecord(difference) || !isRecord(base)) return difference;
  const laid: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(difference)) laid[name] = lay(base[name], value, name);
  return laid;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
