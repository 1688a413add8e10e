import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadProject } from '../../cli/mesh/project.ts';
import { rootCredentials } from '../../sandbox/root-credentials.ts';
import { platformRoot } from '../scenarios/open-mesh.ts';

/** How long `mesh serve` may take until it listens, on a busy machine. */
const LISTENS_WITHIN_MS = 60_000;

export type Ended = { readonly code: number | null; readonly output: string };

/** The aviation mesh in a directory of its own, with nothing deployed. */
export function copyAviation(): { readonly root: string; readonly [Symbol.dispose]: () => void } {
  const root = mkdtempSync(join(tmpdir(), 'freehold-served-'));
  const isState = (path: string): boolean => path.includes('.mesh');
  cpSync(join(platformRoot, 'examples/aviation'), root, {
    recursive: true,
    filter: (path) => !isState(path),
  });
  // Its sample files come with a package.
  symlinkSync(join(platformRoot, 'node_modules'), join(root, 'node_modules'));
  return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }) };
}

export type ServedMesh = {
  readonly endpoint: string;
  /** By SIGKILL: nothing is put in order. */
  readonly kill: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** `mesh serve` in a process of its own, listening. */
export async function serveMesh(root: string): Promise<ServedMesh> {
  const child = start(join(platformRoot, 'bin/mesh'), ['serve', '-C', root, '--port', '0'], process.env);
  const closed = new Promise<void>((resolve) => child.process.once('close', () => resolve()));
  const endpoint = await new Promise<string>((resolve, reject) => {
    const fail = () => reject(new Error(`mesh serve did not listen:\n${child.output()}`));
    const timer = setTimeout(fail, LISTENS_WITHIN_MS);
    void closed.then(fail);
    child.process.stdout?.on('data', () => {
      const [, url] = /listens at (\S+);/.exec(child.output()) ?? [];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
  });
  const end = (signal: NodeJS.Signals) => async (): Promise<void> => {
    if (child.process.exitCode === null) child.process.kill(signal);
    await closed;
  };
  return { endpoint, kill: end('SIGKILL'), [Symbol.asyncDispose]: end('SIGTERM') };
}

export type Cdk = (...parameters: readonly string[]) => Promise<Ended>;

/** The pinned CDK command line as the operator of the mesh's platform, or of another account. */
export async function cdkFor(root: string, endpoint: string, account?: string): Promise<Cdk> {
  const env = await cdkEnvironment(root, endpoint, account);
  return async (...parameters) => await run(cdkProcess(env, parameters));
}

/** As `cdkFor`, for who wants to end it early. */
export function cdkProcess(env: NodeJS.ProcessEnv, parameters: readonly string[]): Started {
  return start(join(platformRoot, 'node_modules/.bin/cdk'), ['--ci', '--no-notices', ...parameters], env);
}

export async function cdkEnvironment(
  root: string,
  endpoint: string,
  account?: string,
): Promise<NodeJS.ProcessEnv> {
  const loaded = await loadProject(root);
  if (!('mesh' in loaded)) throw new Error(JSON.stringify(loaded.diagnostics));
  const { environment, stateDirectory } = loaded;
  const { accessKeyId, secretAccessKey } = rootCredentials(
    stateDirectory,
    account ?? environment.platformAccount,
  );
  return {
    PATH: `${join(platformRoot, 'node_modules/.bin')}:${process.env['PATH']}`,
    HOME: root,
    MESH_ROOT: root,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_REGION: environment.region,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_VALIDATION: 'false',
    CDK_HOME: join(root, '.cdk'),
    CI: 'true',
  };
}

export type Started = { readonly process: ChildProcess; readonly output: () => string };

function start(command: string, parameters: readonly string[], env: NodeJS.ProcessEnv): Started {
  const child = spawn(command, parameters, { cwd: platformRoot, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return { process: child, output: () => output };
}

export async function run(started: Started): Promise<Ended> {
  const code = await new Promise<number | null>((resolve, reject) => {
    started.process.once('error', reject);
    started.process.once('close', resolve);
  });
  return { code, output: started.output() };
}
