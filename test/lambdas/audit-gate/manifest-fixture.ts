import { exampleSubject } from '../../../core/governance/example-subject.ts';
import type { GatePolicy, ManifestGovernance } from '../../../core/governance/manifest-governance.ts';
import type { Policy } from '../../../core/governance/policy.ts';
import type { ProductManifest } from '../../../core/pipeline/manifest.ts';
import type { ResolvedRun } from '../../../core/pipeline/run.ts';
import { compileAudit } from '../../../core/quality/compile-audit.ts';
import { productOf, type TableFixture } from '../../core/quality/audit-fixture.ts';

/** A manifest of a product with the given tables, as far as the audit gate reads it. */
export function manifestOf(
  tables: readonly TableFixture[],
  law: Partial<ManifestGovernance> = {},
): ProductManifest {
  const product = productOf(tables);
  return {
    schema: 'freehold.manifest.v1',
    mesh: 'm',
    environment: 'local',
    region: 'eu-west-1',
    account: '111111111111',
    domain: 'd',
    product: 'p',
    title: 'P',
    owner: { team: 'd', email: 'd@example.com' },
    major: 1,
    version: '1.0.0',
    load: 'replace',
    after: 'all',
    promises: { completeness: 1 },
    resources: {
      database: 'd',
      stagingDatabase: 'd_staging',
      landingDatabase: 'd_landing',
      landingBucket: 'l',
      productsBucket: 'b',
      auditBucket: 'a',
      registryTable: 'r',
      bus: 'bus',
      workgroup: 'w',
    },
    inputs: [],
    steps: [],
    tables: product.tables.map((table) => ({
      ...table,
      glueTable: `${table.name}_v1`,
      location: `s3://b/p/v1/${table.name}`,
      audit: compileAudit(product, table),
      lineage: {},
    })),
    governance: { subject: exampleSubject({ domain: 'd' }), policies: [], waivers: [], ...law },
  };
}

export function policyOf(differences: Partial<Policy>): GatePolicy {
  const policy: Policy = {
    id: 'valid',
    version: 1,
    statement: 'Nearly all values are valid.',
    rationale: 'People rely on them.',
    category: 'quality',
    severity: 'error',
    stages: ['publish'],
    owner: 'governance@example.com',
    effectiveFrom: '2026-01-01',
    waivable: true,
    check: { atLeast: { path: 'publication.validity', value: 0.9 } },
    remediation: 'Mend the values.',
    examples: [],
    file: 'governance/policies/valid.yaml',
    ...differences,
  };
  return { kind: 'live', policy };
}

export const RUN: ResolvedRun = {
  run: 'abcdef012345',
  attempt: 1,
  runUuid: '00000000-0000-8000-8000-000000000000',
  execution: 'arn:aws:states:eu-west-1:111111111111:execution:x:y',
  startedAt: '2026-01-01T00:00:00Z',
  trigger: 'hand',
  manifest: { bucket: 'b', key: 'k', sha256: 's' },
  inputs: [],
  builds: {},
  audits: {},
  staged: { t: { table: 'p_v1__t__abcdef012345', location: 's3://b/p/v1/t/data/x/' } },
};
