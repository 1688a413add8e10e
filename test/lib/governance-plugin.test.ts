import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { Validations } from 'aws-cdk-lib';
import { loadSpecFiles } from '../../cli/load/load-spec-files.ts';
import { parsePolicies } from '../../core/governance/parse-policies.ts';
import { resolveMesh } from '../../core/spec/resolve-mesh.ts';
import { buildMeshApp } from '../../lib/mesh-app.ts';
import { emptyBundles } from './empty-bundles.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const CONTRACT = 'domains/airports/products/airports/contract.yaml';

/** The airports domain with one word of a contract changed, synthesized; the violations of our own plugin. */
async function violationsWhen(change: (contract: string) => string, acknowledged?: string) {
  const root = resolve(import.meta.dirname, '../../examples/aviation');
  const { files } = await loadSpecFiles(root);
  const changed = new Map(files).set(CONTRACT, change(files.get(CONTRACT) ?? ''));
  const { mesh, diagnostics } = resolveMesh(changed, { now: NOW, domain: 'airports' });
  if (!mesh) throw new Error(JSON.stringify(diagnostics));
  const outdir = mkdtempSync(join(tmpdir(), 'freehold-law-'));
  const app = buildMeshApp({
    mesh,
    law: parsePolicies(changed),
    now: NOW,
    environment: 'local',
    bundles: emptyBundles(outdir),
    domain: 'airports',
    outdir,
  });
  if (acknowledged !== undefined) {
    Validations.of(app).acknowledge({
      id: `freehold-governance::${acknowledged}`,
      reason: 'we would rather not',
    });
  }
  let stopped = false;
  try {
    app.synth();
  } catch {
    stopped = true;
  }
  const { pluginReports } = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));
  return { stopped, report: JSON.stringify(pluginReports) };
}

const withoutClassification = (contract: string): string => contract.replace(/\n\s+classification: \w+/, '');

describe('the shared law at synthesis', () => {
  // The CDK's own linter is another matter, and takes longer than all the rest.
  beforeAll(() => void vi.stubEnv('CDK_VALIDATION', 'false'));

  it('lets a lawful domain pass', async () => {
    expect((await violationsWhen((contract) => contract)).stopped).toBe(false);
  });

  it('stops a column without classification, and names policy, column and fix', async () => {
    const { stopped, report } = await violationsWhen(withoutClassification);
    expect(stopped).toBe(true);
    expect(report).toContain('airports/airports-v1');
    expect(report).toMatch(/classif/i);
  });

  it('is not silenced by an acknowledgement in the code of a domain', async () => {
    const [, policy = ''] =
      /"ruleName":"([^"]+)"/.exec((await violationsWhen(withoutClassification)).report) ?? [];
    expect((await violationsWhen(withoutClassification, policy)).stopped).toBe(true);
  });
});
