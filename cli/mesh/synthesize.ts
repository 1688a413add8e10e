import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { MeshError } from '../../core/errors/mesh-error.ts';

export type Synthesis = { readonly assembly: string; readonly isFresh: boolean };

export type SynthesisOptions = {
  /** Freehold's own directory. */
  readonly platformRoot: string;
  readonly meshRoot: string;
  readonly environment: string;
  /** Only this domain's stacks; `platform` is one, too. @default - all */
  readonly domain?: string;
  /** Whether the linters (cdk-nag, the CDK's own) judge the templates: they cost as much as all the rest. */
  readonly lints?: boolean;
  /** Where the assembly goes; it replaces an earlier one whole. */
  readonly assembly: string;
  /** Content of every file of the mesh. */
  readonly files: ReadonlyMap<string, string>;
};

/** What the stacks are made from, besides the mesh itself. */
const PLATFORM_SOURCES = ['bin/app.ts', 'core', 'lib', 'lambdas', 'package-lock.json'];

/** Between the name of an assembly that is being made and its random end. */
const NEXT = '.next-';

/** What every assembly has at its top. */
const ASSEMBLY_FILES = ['manifest.json', 'cdk.out'];

/**
 * Runs the CDK app in a process of its own, as the CDK CLI does, unless the assembly that is there was made
 * from the same mesh by the same code. A killed synthesis leaves the previous assembly in place.
 */
export async function synthesize(options: SynthesisOptions): Promise<Synthesis> {
  const { assembly } = options;
  refuseOtherDirectory(assembly);
  const stamp = join(assembly, '.inputs');
  const inputs = hashInputs(options);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) return { assembly, isFresh: false };
  const next = freshDirectory(assembly);
  await runApp(options, next);
  writeFileSync(join(next, '.inputs'), inputs);
  rmSync(assembly, { recursive: true, force: true });
  renameSync(next, assembly);
  return { assembly, isFresh: true };
}

/** The directory is replaced whole, so it must be an assembly or nothing: `--out .` would remove a mesh. */
function refuseOtherDirectory(directory: string): void {
  if (!existsSync(directory) || readdirSync(directory).length === 0) return;
  const isFile = (name: string): boolean =>
    statSync(join(directory, name), { throwIfNoEntry: false })?.isFile() ?? false;
  if (ASSEMBLY_FILES.every(isFile)) return;
  throw new MeshError(`${directory} holds something that is no cloud assembly`, {
    code: 'NotAnAssembly',
    hint: 'name a directory that is empty or does not exist, for example cdk.out',
  });
}

/**
 * A directory that nobody else writes to: when only this process was killed, the app that it had started may still
 * be writing to an earlier one.
 */
function freshDirectory(assembly: string): string {
  const parent = dirname(assembly);
  const next = `${basename(assembly)}${NEXT}`;
  mkdirSync(parent, { recursive: true });
  for (const entry of readdirSync(parent)) {
    if (entry.startsWith(next)) rmSync(join(parent, entry), { recursive: true, force: true, maxRetries: 5 });
  }
  return mkdtempSync(join(parent, next));
}

async function runApp(options: SynthesisOptions, outdir: string): Promise<void> {
  const child = spawn(process.execPath, [join(options.platformRoot, 'bin/app.ts')], {
    cwd: options.platformRoot,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      MESH_ROOT: options.meshRoot,
      MESH_ENVIRONMENT: options.environment,
      MESH_DOMAIN: options.domain ?? '',
      CDK_OUTDIR: outdir,
      CDK_VALIDATION: String(options.lints ?? false),
    },
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-20_000);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return;
  throw new MeshError(`synthesis failed:\n${errors.trim()}`, {
    code: 'SynthesisFailed',
    hint: 'nothing was deployed; mend the cause and run the command again',
  });
}

function hashInputs({ platformRoot, environment, domain, lints, files }: SynthesisOptions): string {
  const hash = createHash('sha256').update(JSON.stringify([environment, domain, lints]));
  for (const [path, text] of [...files].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`\0${path}\0${text}`);
  }
  for (const source of PLATFORM_SOURCES) hashTree(hash, join(platformRoot, source));
  return hash.digest('hex');
}

function hashTree(hash: ReturnType<typeof createHash>, path: string): void {
  if (!existsSync(path)) return;
  const entries = path.endsWith('.ts') || path.endsWith('.json') ? undefined : readdirSync(path);
  if (!entries) {
    hash.update(`\0${path}\0`).update(readFileSync(path));
    return;
  }
  for (const entry of entries.toSorted()) {
    const child = join(path, entry);
    if (/\.(ts|json)$/.test(entry) || !entry.includes('.')) hashTree(hash, child);
  }
}
