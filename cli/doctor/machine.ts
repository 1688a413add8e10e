import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Finding, ok, problem } from './finding.ts';

const NODE_MAJOR = 24;
/** Their newest releases do not work together: see their pins in package.json. */
const PINNED = ['aws-cdk', '@aws-cdk/toolkit-lib', 'aws-cdk-lib'];

const Package = z.looseObject({
  version: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
});

/** Node and the CDK's packages of this machine. */
export function judgeMachine(platformRoot: string, nodeVersion: string): readonly Finding[] {
  return [judgeNode(nodeVersion), judgePins(platformRoot)];
}

function judgeNode(version: string): Finding {
  if (Number(version.split('.')[0]) >= NODE_MAJOR) return ok('node', `Node ${version}`);
  return problem(
    'node',
    `Node ${version}; ${NODE_MAJOR} is needed`,
    'npm ci, and bin/mesh, which brings its own',
  );
}

function judgePins(platformRoot: string): Finding {
  const { dependencies, devDependencies } = readPackage(platformRoot);
  const wanted = { ...devDependencies, ...dependencies };
  const found = PINNED.map((name) => ({
    name,
    wanted: wanted[name] ?? 'none',
    installed: installedVersion(platformRoot, name),
  }));
  const wrong = found.filter((one) => one.installed !== one.wanted);
  if (wrong.length === 0) {
    return ok('cdk', found.map(({ name, installed }) => `${name} ${installed}`).join(', '));
  }
  const what = wrong.map((one) => `${one.name} ${one.installed}, pinned is ${one.wanted}`).join('; ');
  return problem('cdk', what, 'npm ci');
}

function installedVersion(platformRoot: string, name: string): string {
  try {
    return readPackage(join(platformRoot, 'node_modules', name)).version ?? 'none';
  } catch {
    return 'none';
  }
}

function readPackage(directory: string): z.infer<typeof Package> {
  return Package.parse(JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')));
}
