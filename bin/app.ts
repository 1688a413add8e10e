import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { listSpecFiles } from '../cli/load/list-spec-files.ts';
import { loadDomainFiles, loadSpecFiles } from '../cli/load/load-spec-files.ts';
import { renderDiagnostics } from '../core/diagnostics/render.ts';
import { parsePolicies } from '../core/governance/parse-policies.ts';
import { resolveMesh } from '../core/spec/resolve-mesh.ts';
import { bundleFunctions } from '../lib/constructs/functions/bundles.ts';
import { synthesizeEach } from '../lib/join-assemblies.ts';
import { buildMeshApp } from '../lib/mesh-app.ts';
import { PLATFORM_DOMAIN } from '../lib/mesh-scope.ts';
import { domainsOfPart, parsePart, synthesizeParts } from './synthesize-parts.ts';

// The CDK app of `cdk.json`: `cdk deploy 'operations/**' -c environment=prod -c domain=operations`.
const root = resolve(import.meta.dirname, '..');
const context = JSON.parse(process.env['CDK_CONTEXT_JSON'] ?? '{}') as Readonly<Record<string, unknown>>;
const setting = (name: string, fallback: string): string => {
  const value = context[name];
  return typeof value === 'string'
    ? value
    : (process.env[`MESH_${name.toUpperCase().replaceAll('-', '_')}`] ?? fallback);
};

/** A mesh of so many domains is worth the start of further processes. */
const PARTS_FROM_DOMAINS = 8;

const meshRoot = resolve(setting('root', join(root, 'examples/aviation')));
const outdir = process.env['CDK_OUTDIR'] ?? join(root, 'cdk.out');
const domain = setting('domain', '');
const part = process.env['MESH_PART'];
const code =
  domain === '' && part === undefined && countDomains() >= PARTS_FROM_DOMAINS
    ? await synthesizeParts(import.meta.filename, outdir, availableParallelism())
    : await synthesizeHere().catch(refused);
// The CDK sets it, too, where a plugin refuses a template.
if (code !== 0) process.exitCode = code;

/** Where a plugin refuses a template, the CDK says why; where in its own code it noticed helps nobody. */
function refused(error: unknown): number {
  if (error instanceof Error && error.name === 'ValidationFailed') {
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
  throw error;
}

function countDomains(): number {
  return listSpecFiles(meshRoot).filter((path) => path.endsWith('/domain.yaml')).length;
}

async function synthesizeHere(): Promise<number> {
  const now = new Date();
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
    return 3;
  }
  const domains = [PLATFORM_DOMAIN, ...mesh.domains.map(({ name }) => name)];
  if (domain !== '' && !domains.includes(domain)) {
    process.stderr.write(`the mesh has no domain "${domain}"; it has ${domains.join(', ')}\n`);
    return 3;
  }
  const bundles = await bundleFunctions(root, join(outdir, 'functions'));
  const destroyData = setting('destroy-data', '');
  const lint = await loadLinters();
  const build = (name: string): App => {
    const options = {
      mesh,
      law,
      now,
      environment: setting('environment', 'local'),
      bundles,
      outdir,
      ...(destroyData !== '' && { destroyData }),
    };
    const app = buildMeshApp({ ...options, ...(name !== '' && { domain: name }) });
    lint(app);
    return app;
  };
  if (part === undefined) build(domain).synth();
  else synthesizeEach(outdir, Iterator.from(domainsOfPart(domains, parsePart(part))).map(build));
  return 0;
}

/** The CDK's own switch: `mesh up` leaves the linters to `npm test` and to `cdk synth`. */
async function loadLinters(): Promise<(app: App) => void> {
  if (process.env['CDK_VALIDATION'] === 'false') return () => {};
  return (await import('../lib/validation/nag-packs.ts')).addNagPacks;
}
