import { type ContractProperty, customProperty } from '../contract/contract.ts';
import { foldLineage } from '../lineage/fold-lineage.ts';
import { compileAudit } from '../quality/compile-audit.ts';
import type { Column, ColumnOrigin, Mesh, Product, Subscription, Table } from '../spec/mesh.ts';
import type {
  PolicySubject,
  SubjectColumn,
  SubjectOrigin,
  SubjectSubscription,
  SubjectTable,
} from './subject.ts';

/** A resolved product as policies see it. */
export function policySubject(product: Product, mesh: Mesh): PolicySubject {
  const domain = mesh.domains.find(({ name }) => name === product.domain);
  return {
    resource: product.id,
    domain: product.domain,
    product: product.name,
    title: product.title,
    description: product.description,
    version: product.version,
    major: product.major,
    status: product.status,
    owner: { team: domain?.owner.team ?? '', email: domain?.owner.email ?? '' },
    mesh: { name: mesh.name, classifications: mesh.classifications },
    promises: {
      freshnessHours: product.promises.freshnessHours ?? null,
      retentionDays: product.promises.retentionDays ?? null,
      completeness: product.promises.completeness,
    },
    tables: product.tables.map((table) => subjectTable(table, product, mesh)),
    subscriptions: product.subscriptions.map((one) => subjectSubscription(one, mesh.classifications)),
    publication: null,
  };
}

function subjectTable(table: Table, product: Product, mesh: Mesh): SubjectTable {
  const declared = product.contract.schema?.find(({ name }) => name === table.name);
  const lineage = foldLineage(product, table.name);
  const { checks } = compileAudit(product, table, { classifications: mesh.classifications });
  return {
    name: table.name,
    description: table.description,
    primaryKey: table.primaryKey,
    partitionBy: table.partitionBy,
    columns: table.columns.map((column) =>
      subjectColumn(column, {
        isKey: table.primaryKey.includes(column.name),
        hasToken: table.columns.some(({ tokenOf }) => tokenOf === column.name),
        property: declared?.properties?.find(({ name }) => name === column.name),
        origins: (lineage[column.name] ?? []).flatMap((origin) => subjectOrigins(origin, mesh)),
        classifications: mesh.classifications,
      }),
    ),
    checks: checks.map(({ id, column, kind, severity }) => ({ id, column: column ?? null, kind, severity })),
  };
}

type ColumnContext = {
  readonly isKey: boolean;
  readonly hasToken: boolean;
  readonly property: ContractProperty | undefined;
  readonly origins: readonly SubjectOrigin[];
  readonly classifications: readonly string[];
};

function subjectColumn(column: Column, context: ColumnContext): SubjectColumn {
  const { classification } = column;
  return {
    name: column.name,
    type: column.type,
    description: column.description,
    required: column.required,
    unique: column.unique,
    isKey: context.isKey,
    classification: classification ?? null,
    rank: classification === undefined ? -1 : context.classifications.indexOf(classification),
    origins: context.origins,
    tokenOf: column.tokenOf ?? null,
    hasToken: context.hasToken,
    declassification: declassificationOf(context.property),
  };
}

function declassificationOf(property: ContractProperty | undefined): SubjectColumn['declassification'] {
  const value = property === undefined ? undefined : customProperty(property, 'declassification');
  if (typeof value !== 'object' || value === null) return null;
  const approvedBy = 'approvedBy' in value ? value.approvedBy : undefined;
  const reason = 'reason' in value ? value.reason : undefined;
  if (typeof approvedBy !== 'string' || typeof reason !== 'string') return null;
  return approvedBy.trim() === '' || reason.trim() === '' ? null : { approvedBy, reason };
}

/** An origin that is not found, or has no classification, counts as more restricted than anything. */
function subjectOrigins({ input, column: name }: ColumnOrigin, mesh: Mesh): SubjectOrigin[] {
  if (input.kind !== 'product') return [];
  const product = mesh.domains
    .find((domain) => domain.name === input.domain)
    ?.products.find((candidate) => candidate.id === input.product && candidate.major === input.major);
  const column = product?.tables
    .find((table) => table.name === input.table)
    ?.columns.find((candidate) => candidate.name === name);
  const classification = column?.classification ?? null;
  const rank = classification === null ? -1 : mesh.classifications.indexOf(classification);
  return [
    {
      table: `${input.domain}.${input.table}`,
      column: name,
      classification,
      rank: rank === -1 ? mesh.classifications.length : rank,
    },
  ];
}

function subjectSubscription(
  subscription: Subscription,
  classifications: readonly string[],
): SubjectSubscription {
  const { name, consumer, roles, table, purpose, columns, classification, expires } = subscription;
  const { rows = null, requestedBy = null, requestedOn = null, approvedBy, approvers } = subscription;
  return {
    name,
    consumer,
    roles,
    table,
    purpose,
    columns,
    rows,
    classification,
    rank: classification === null ? classifications.length : classifications.indexOf(classification),
    expires,
    requestedBy,
    requestedOn,
    days: requestedOn === null ? null : daysBetween(requestedOn, expires),
    approvedBy,
    approvals: approvers.length,
  };
}

const MS_PER_DAY = 86_400_000;

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / MS_PER_DAY;
