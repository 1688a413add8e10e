import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { type AssemblyManifest, Manifest } from 'aws-cdk-lib/cloud-assembly-schema';

const MANIFEST = 'manifest.json';
const REPORT = 'validation-report.json';

/** What the CDK's command line prints of the validation plugins. */
type Report = { readonly pluginReports: readonly unknown[] };

/**
 * Synthesizes apps one after the other into one directory, as one app of all their stacks would be: what an app costs
 * beyond its stacks grows with their number, and an app that is done is garbage. No stack may be in two apps.
 */
export function synthesizeEach(outdir: string, apps: Iterable<App>): void {
  const manifests: AssemblyManifest[] = [];
  const reports: Report[] = [];
  for (const app of apps) {
    manifests.push(app.synth().manifest);
    reports.push(readReport(outdir));
  }
  writeJoined(outdir, manifests, reports);
}

/** Moves assemblies that hold different stacks into one, and removes their directories. */
export function joinAssemblies(outdir: string, parts: readonly string[]): void {
  const manifests = parts.map((part) => Manifest.loadAssemblyManifest(join(part, MANIFEST)));
  const reports = parts.map(readReport);
  mkdirSync(outdir, { recursive: true });
  for (const part of parts) {
    for (const entry of readdirSync(part)) move(part, outdir, entry);
    rmSync(part, { recursive: true });
  }
  writeJoined(outdir, manifests, reports);
}

/** Directories of documents are joined; what has the same name otherwise is named by its content, and is the same. */
function move(from: string, to: string, entry: string): void {
  const target = join(to, entry);
  if (entry === 'documents' && existsSync(target)) {
    for (const document of readdirSync(join(from, entry))) move(join(from, entry), target, document);
  } else if (!existsSync(target)) renameSync(join(from, entry), target);
}

function readReport(directory: string): Report {
  const path = join(directory, REPORT);
  // Written by the CDK, whose schema this is.
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Report) : { pluginReports: [] };
}

function writeJoined(
  outdir: string,
  manifests: readonly AssemblyManifest[],
  reports: readonly Report[],
): void {
  const [first] = manifests;
  if (first === undefined) return;
  const missing = manifests.flatMap((manifest) => manifest.missing ?? []);
  Manifest.saveAssemblyManifest(
    {
      ...first,
      artifacts: Object.assign({}, ...manifests.map(({ artifacts }) => artifacts)),
      ...(missing.length > 0 && { missing }),
    },
    join(outdir, MANIFEST),
  );
  const [report] = reports;
  const joined = { ...report, pluginReports: reports.flatMap(({ pluginReports }) => pluginReports) };
  writeFileSync(join(outdir, REPORT), `${JSON.stringify(joined, null, 2)}\n`);
}
