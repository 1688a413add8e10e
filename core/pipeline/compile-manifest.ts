import { MeshError } from '../errors/mesh-error.ts';
import type { Law } from '../governance/evaluate-subject.ts';
import { manifestGovernance } from '../governance/manifest-governance.ts';
import { foldLineage } from '../lineage/fold-lineage.ts';
import {
  type BucketPurpose,
  bucketName,
  busName,
  domainName,
  glueDatabase,
  glueTable,
  keysDatabase,
  type NameScope,
  registryName,
  sourceTable,
} from '../naming/names.ts';
import { holdsTokens } from '../spec/databases-of.ts';
import { compileAudit } from '../quality/compile-audit.ts';
import {
  type Mesh,
  placeholder,
  type Product,
  type Source,
  type Table,
  type Upstream,
} from '../spec/mesh.ts';
import type { ManifestInput, ManifestResources, ManifestTable, ProductManifest } from './manifest.ts';

export type ManifestContext = {
  readonly mesh: Mesh;
  readonly law: Law;
  readonly scope: NameScope;
  readonly account: string;
  readonly owner: { readonly team: string; readonly email: string };
  readonly auditBucket: string;
  /** Account of a domain in this environment. */
  readonly accountOf: (domain: string) => string;
};

/** All that the runs of a product need to know, with every physical name spelled out. */
export function compileManifest(product: Product, context: ManifestContext): ProductManifest {
  return {
    schema: 'freehold.manifest.v1',
    ...context.scope,
    account: context.account,
    domain: product.domain,
    product: product.name,
    title: product.title,
    owner: context.owner,
    major: product.major,
    version: product.version,
    load: product.load,
    after: product.after,
    promises: product.promises,
    resources: resources(product, context),
    governance: manifestGovernance(product, context.mesh, context.law),
    inputs: [
      ...product.upstreams.map((upstream) => productInput(upstream, context)),
      ...product.sources.map((source) => sourceInput(product, source, context)),
    ],
    steps: product.steps.map(({ name, kind, template, columns }) => ({
      name,
      kind,
      template,
      columns: columns.map((column) => ({ name: column.name, type: columnType(product, name, column) })),
    })),
    tables: product.tables.map((table) => manifestTable(product, table, context)),
  };
}

function resources(product: Product, { scope, account, auditBucket }: ManifestContext): ManifestResources {
  const bucket = (purpose: BucketPurpose): string => bucketName(scope, product.domain, purpose, account);
  return {
    database: glueDatabase(product.domain, 'products'),
    stagingDatabase: glueDatabase(product.domain, 'staging'),
    landingDatabase: glueDatabase(product.domain, 'landing'),
    ...(holdsTokens(product) && { keysDatabase: keysDatabase(product.domain) }),
    landingBucket: bucket('landing'),
    productsBucket: bucket('products'),
    auditBucket,
    registryTable: registryName(scope, product.domain),
    bus: busName(scope, product.domain),
    workgroup: domainName(scope, product.domain, 'pipeline'),
  };
}

function keyOf(text: string): string {
  return text.slice(2, -2);
}

function productInput(upstream: Upstream, context: ManifestContext): ManifestInput {
  const catalogId = context.accountOf(upstream.domain);
  return {
    kind: 'product',
    key: keyOf(placeholder({ kind: 'product', ...upstream })),
    product: upstream.product,
    major: upstream.major,
    database: glueDatabase(upstream.domain, 'products'),
    table: glueTable(upstream.table, upstream.major),
    catalogId,
    isLinked: catalogId !== context.account,
  };
}

function sourceInput(product: Product, source: Source, { scope, account }: ManifestContext): ManifestInput {
  return {
    kind: 'source',
    key: keyOf(placeholder({ kind: 'source', source: source.name })),
    database: glueDatabase(product.domain, 'landing'),
    table: sourceTable(product.name, product.major, source.name),
    bucket: bucketName(scope, product.domain, 'landing', account),
    prefix: source.prefix,
  };
}

function manifestTable(
  product: Product,
  table: Table,
  { scope, account, mesh }: ManifestContext,
): ManifestTable {
  const bucket = bucketName(scope, product.domain, 'products', account);
  return {
    name: table.name,
    glueTable: glueTable(table.name, product.major),
    location: `s3://${bucket}/${product.name}/v${product.major}/${table.name}`,
    description: table.description,
    columns: table.columns,
    primaryKey: table.primaryKey,
    partitionBy: table.partitionBy,
    audit: compileAudit(product, table, { classifications: mesh.classifications }),
    lineage: foldLineage(product, table.name),
  };
}

/** A table step has the contract's type; another step's must be known from its SQL, since later steps read it. */
function columnType(
  product: Product,
  step: string,
  column: { readonly name: string; readonly type?: string },
): string {
  const promised = product.tables.find(({ name }) => name === step)?.columns;
  const type = promised?.find(({ name }) => name === column.name)?.type ?? column.type;
  if (type) return type;
  throw new MeshError(
    `the type of column "${column.name}" of step "${step}" in ${product.id} cannot be inferred`,
    {
      code: 'UnknownColumnType',
      hint: `write CAST(… AS <type>) AS ${column.name} in ${step}.sql`,
    },
  );
}
