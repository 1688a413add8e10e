import { join, resolve } from 'node:path';
import { Validations } from 'aws-cdk-lib';
import { loadDomainFiles, loadSpecFiles } from '../cli/load/load-spec-files.ts';
import { renderDiagnostics } from '../core/diagnostics/render.ts';
import { parsePolicies } from '../core/governance/parse-policies.ts';
import { resolveMesh } from '../core/spec/resolve-mesh.ts';
import { bundleFunctions } from '../lib/constructs/functions/bundles.ts';
import { buildMeshApp } from '../lib/mesh-app.ts';
import { PLATFORM_DOMAIN } from '../lib/mesh-scope.ts';

// The CDK app of `cdk.json`: `cdk deploy 'operations/**' -c environment=prod -c domain=operations`.
const root = resolve(import.meta.dirname, '..');
const context = JSON.parse(process.env['CDK_CONTEXT_JSON'] ?? '{}') as Readonly<Record<string, unknown>>;
const setting = (name: string, fallback: string): string => {
  const value = context[name];
  return typeof value === 'string' ? value : (process.env[`MESH_${name.toUpperCase()}`] ?? fallback);
};

const now = new Date();
const meshRoot = resolve(setting('root', join(root, 'examples/aviation')));
const domain = setting('domain', '');
// The platform is built from all domains.
const wanted = domain === '' || domain === PLATFORM_DOMAIN ? undefined : domain;
const { files, diagnostics: unread } =
  wanted === undefined ? await loadSpecFiles(meshRoot) : await loadDomainFiles(meshRoot, wanted);
const { mesh, diagnostics: resolved } = resolveMesh(files, {
  now,
  ...(wanted !== undefined && { domain: wanted }),
});
const law = parsePolicies(files);
const diagnostics = [...unread, ...resolved, ...law.diagnostics];
if (!mesh || diagnostics.some(({ severity }) => severity === 'error')) {
  process.stderr.write(renderDiagnostics(diagnostics, files, { color: process.stderr.isTTY }));
  process.exit(3);
}
const domains = [PLATFORM_DOMAIN, ...mesh.domains.map(({ name }) => name)];
if (domain !== '' && !domains.includes(domain)) {
  process.stderr.write(`the mesh has no domain "${domain}"; it has ${domains.join(', ')}\n`);
  process.exit(3);
}
const outdir = process.env['CDK_OUTDIR'];
const app = buildMeshApp({
  mesh,
  law,
  now,
  environment: setting('environment', 'local'),
  bundles: await bundleFunctions(root, join(outdir ?? join(root, 'cdk.out'), 'functions')),
  ...(domain !== '' && { domain }),
  ...(outdir !== undefined && { outdir }),
});
// The CDK's own switch: `mesh up` leaves the linters to `npm test` and to `cdk synth`.
if (process.env['CDK_VALIDATION'] !== 'false') {
  const { AwsSolutionsChecks } = await import('cdk-nag');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}
app.synth();
