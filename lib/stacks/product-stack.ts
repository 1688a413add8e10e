import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Law } from '../../core/governance/evaluate-subject.ts';
import { glueDatabase, glueTable, productParameter } from '../../core/naming/names.ts';
import { compileManifest } from '../../core/pipeline/compile-manifest.ts';
import { describeProduct } from '../../core/pipeline/product-descriptor.ts';
import type { Product } from '../../core/spec/mesh.ts';
import { ProductAlarms } from '../constructs/alarms/product-alarms.ts';
import { LandingTable } from '../constructs/catalog/landing-table.ts';
import { ProductTables } from '../constructs/catalog/product-tables.ts';
import { DeclaredGrants } from '../constructs/grants/declared-grants.ts';
import { productGrants } from '../constructs/grants/product-grants.ts';
import { PublishedJson } from '../constructs/manifest/published-json.ts';
import { ProductPipeline } from '../constructs/pipeline/product-pipeline.ts';
import { applyBoundary } from '../constructs/roles/domain-boundary.ts';
import type { DomainScope } from '../domain-scope.ts';
import { accountOf } from '../mesh-scope.ts';

export type ProductStackProps = StackProps & {
  readonly domain: DomainScope;
  readonly product: Product;
  readonly law: Law;
};

/** One major of one product: its manifest, tables, grants and pipeline. */
export class ProductStack extends Stack {
  constructor(scope: Construct, id: string, props: ProductStackProps) {
    super(scope, id, props);
    const { domain, product, law } = props;
    applyBoundary(this, domain, 'pipeline');
    const parameter = productParameter(domain.scope.names, product.domain, product.name, product.major);
    const document = compileManifest(product, {
      mesh: domain.scope.mesh,
      law,
      scope: domain.scope.names,
      account: domain.account,
      owner: domain.domain.owner,
      auditBucket: domain.auditBucket,
      accountOf: (name) => accountOf(domain.scope, name),
    });
    const manifest = new PublishedJson(this, 'Manifest', {
      parameter,
      version: product.version,
      document,
      about: describeProduct(product, {
        classifications: domain.scope.mesh.classifications,
        owner: domain.domain.owner,
      }),
    });
    for (const source of product.sources) {
      new LandingTable(this, `Source-${source.name}`, { domain, product, source });
    }
    const tables = new ProductTables(this, 'Tables', { domain, manifest });
    tables.node.addDependency(manifest);
    const grants = new DeclaredGrants(this, 'Grants', {
      domain,
      owner: `${product.name}/v${product.major}`,
      governs: {
        kind: 'tables',
        catalogId: domain.account,
        database: glueDatabase(product.domain, 'products'),
        tables: product.tables.map(({ name }) => glueTable(name, product.major)),
      },
      grants: productGrants(domain, product),
    });
    grants.node.addDependency(tables);
    new ProductPipeline(this, 'Pipeline', {
      domain,
      product,
      manifest: document,
      parameter,
    }).node.addDependency(grants);
    new ProductAlarms(this, 'Alarms', { domain, product });
  }
}
