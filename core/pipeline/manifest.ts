import type { ManifestGovernance } from '../governance/manifest-governance.ts';
import type { AuditPlan } from '../quality/audit-plan.ts';
import type { Column, ColumnOrigin, Load, Promises } from '../spec/mesh.ts';

/**
 * All that a run needs to know of a product, compiled at synthesis and read from S3 at run time.
 * The product's SSM parameter holds a `ManifestPointer`, so that a fixed query is picked up by a rerun, and beside it a
 * `ProductDescriptor`.
 */
export type ProductManifest = {
  readonly schema: 'freehold.manifest.v1';
  readonly mesh: string;
  readonly environment: string;
  readonly region: string;
  readonly account: string;
  readonly domain: string;
  readonly product: string;
  readonly title: string;
  readonly owner: { readonly team: string; readonly email: string };
  readonly major: number;
  readonly version: string;
  readonly load: Load;
  readonly after: 'all' | 'any' | 'none';
  readonly promises: Promises;
  readonly resources: ManifestResources;
  readonly inputs: readonly ManifestInput[];
  readonly steps: readonly ManifestStep[];
  readonly tables: readonly ManifestTable[];
  /** `manifestGovernance(product, mesh, law)`; the audit gate refuses a manifest without it. */
  readonly governance?: ManifestGovernance;
};

export type ManifestResources = {
  /** Glue databases. */
  readonly database: string;
  readonly stagingDatabase: string;
  readonly landingDatabase: string;
  /** Where the domain's key is, for products with tokens. */
  readonly keysDatabase?: string;
  readonly landingBucket: string;
  readonly productsBucket: string;
  readonly auditBucket: string;
  readonly registryTable: string;
  readonly bus: string;
  readonly workgroup: string;
};

/** `key` is the text between the braces of the placeholder, for example `product:operations.flights@1`. */
export type ManifestInput =
  | {
      readonly kind: 'product';
      readonly key: string;
      /** `<domain>.<product>` */
      readonly product: string;
      readonly major: number;
      /** In the caller's own catalog: a resource link where the producer has another account. */
      readonly database: string;
      readonly table: string;
      /** Account that holds the table. */
      readonly catalogId: string;
      /** True when `database` is a resource link to `catalogId`. */
      readonly isLinked: boolean;
    }
  | {
      readonly kind: 'source';
      readonly key: string;
      readonly database: string;
      readonly table: string;
      readonly bucket: string;
      readonly prefix: string;
    };

export type ManifestStep = {
  readonly name: string;
  readonly kind: 'table' | 'step';
  /** Athena SELECT with placeholders. */
  readonly template: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
};

export type ManifestTable = {
  readonly name: string;
  readonly glueTable: string;
  /** `s3://<products bucket>/<product>/v<major>/<table>`, without a slash at the end. */
  readonly location: string;
  readonly description: string;
  readonly columns: readonly Column[];
  readonly primaryKey: readonly string[];
  readonly partitionBy: readonly string[];
  readonly audit: AuditPlan;
  /** Origins of each column, back to product tables and sources (steps are folded away). */
  readonly lineage: Readonly<Record<string, readonly ColumnOrigin[]>>;
};

/** What the product's SSM parameter holds, as JSON. */
export type ManifestPointer = {
  readonly bucket: string;
  readonly key: string;
  /** sha256 of the manifest, hex. */
  readonly sha256: string;
  readonly version: string;
};
