import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type App, Validations } from 'aws-cdk-lib';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { loadSpecFiles } from '../../cli/load/load-spec-files.ts';
import { parsePolicies } from '../../core/governance/parse-policies.ts';
import { resolveMesh } from '../../core/spec/resolve-mesh.ts';
import { buildMeshApp } from '../../lib/mesh-app.ts';
import { emptyBundles } from './empty-bundles.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const PUBLIC = 'freehold-rules::S3-1[false]';

/** The platform of the minimal mesh after somebody has changed it; what synthesis says, if it stops. */
async function synthesize(change: (app: App) => void): Promise<string> {
  const { files } = await loadSpecFiles(resolve(import.meta.dirname, '../../examples/minimal'));
  const { mesh, diagnostics } = resolveMesh(files, { now: NOW });
  if (!mesh) throw new Error(JSON.stringify(diagnostics));
  const outdir = mkdtempSync(join(tmpdir(), 'freehold-rules-'));
  const law = parsePolicies(files);
  const bundles = emptyBundles(outdir);
  const app = buildMeshApp({
    mesh,
    law,
    now: NOW,
    environment: 'local',
    bundles,
    domain: 'platform',
    outdir,
  });
  change(app);
  try {
    app.synth();
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Without the source's line and the report's path, which are another's on each machine. */
function withoutPlaces(report: string): string {
  return report.replaceAll(/^.*data-bucket\.ts.*\n|\n\n?A copy of this report.*/gm, '');
}

function auditBucket(app: App): CfnBucket {
  const bucket = app.node.findAll().find((one) => one.node.path === 'platform/Platform/Audit/Resource');
  if (!(bucket instanceof CfnBucket)) throw new Error('the platform has no audit bucket');
  return bucket;
}

function openAudit(app: App): void {
  auditBucket(app).addPropertyOverride('PublicAccessBlockConfiguration.BlockPublicAcls', false);
}

function acknowledge(construct: IConstruct | undefined): void {
  if (construct) Validations.of(construct).acknowledge({ id: PUBLIC, reason: 'AWS says so' });
}

describe('our own rules at synthesis', () => {
  // The CDK's own linter is another matter, and takes longer than all the rest.
  beforeAll(() => void vi.stubEnv('CDK_VALIDATION', 'false'));

  it('let the stacks pass as they are', async () => {
    expect(await synthesize(() => undefined)).toBe('');
  });

  it('stop a bucket that is open, and say which, where, and what to do', async () => {
    const report = await synthesize(openAudit);
    expect(withoutPlaces(report)).toMatchInlineSnapshot(`
      "FATAL A bucket blocks public access in all four ways; PublicAccessBlockConfiguration.BlockPublicAcls has: false (freehold-rules)
         platform/Platform/Audit/Resource (Audit3D8ADE0A) aws-cdk-lib.aws_s3.CfnBucket
         Suggested fix: set \`blockPublicAccess: BlockPublicAccess.BLOCK_ALL\`
         Rule freehold-rules::S3-1[false]"
    `);
  });

  it('let pass what its construct acknowledges', async () => {
    const report = await synthesize((app) => {
      openAudit(app);
      acknowledge(auditBucket(app).node.scope);
    });
    expect(report).toBe('');
  });

  it('do not listen to an acknowledgement for a whole stack', async () => {
    const report = await synthesize((app) => {
      openAudit(app);
      acknowledge(app);
      acknowledge(app.node.findChild('platform').node.findChild('Platform'));
    });
    expect(report).toContain(PUBLIC);
  });

  it('stop what AWS would refuse for its size, and say how much of how much', async () => {
    const report = await synthesize((app) => {
      const tags = Array.from({ length: 51 }, (_, at) => ({ key: `tag-${at}`, value: 'x' }));
      auditBucket(app).addPropertyOverride('Tags', tags);
    });
    expect(withoutPlaces(report)).toMatchInlineSnapshot(`
      "FATAL AWS refuses this: 51 of 50 tags of a resource (102 %) (freehold-limits)
         platform/Platform/Audit/Resource (Audit3D8ADE0A) aws-cdk-lib.aws_s3.CfnBucket
         Suggested fix: tag the stack with less
         Rule freehold-limits::ResourceTags"
    `);
  });

  it('stop an acknowledgement that excepts nothing', async () => {
    expect(await synthesize((app) => acknowledge(auditBucket(app)))).toContain('excepts what is there');
  });
});
