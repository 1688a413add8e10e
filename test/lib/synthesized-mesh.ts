import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { parsePolicies } from '../../core/governance/parse-policies.ts';
import { resolveMesh } from '../../core/spec/resolve-mesh.ts';
import type { SpecFiles } from '../../core/spec/spec-files.ts';
import { buildMeshApp } from '../../lib/mesh-app.ts';
import { emptyBundles } from './empty-bundles.ts';

/** Before any subscription of the examples expires. */
const NOW = new Date('2026-11-22T12:00:00Z');

/** The files of a mesh, synthesized without functions' code; with `CDK_VALIDATION=false` also without linters. */
export function synthesizeMesh(
  files: SpecFiles,
  options: { readonly environment: string; readonly domain?: string; readonly destroyData?: string },
): CloudAssembly {
  const { mesh, diagnostics } = resolveMesh(files, { now: NOW });
  if (!mesh) throw new Error(JSON.stringify(diagnostics));
  const outdir = mkdtempSync(join(tmpdir(), 'freehold-synth-'));
  const bundles = emptyBundles(outdir);
  const law = parsePolicies(files);
  // The CDK ships one class under two names.
  return buildMeshApp({ mesh, law, now: NOW, bundles, outdir, ...options }).synth();
}
