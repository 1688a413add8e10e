import { matchesGlob } from 'node:path';
import { MeshError } from '../../core/errors/mesh-error.ts';
import { ensureBootstrap } from '../assembly/bootstrap.ts';
import { publishAssets } from '../assembly/publish-assets.ts';
import { readAssembly } from '../assembly/read-assembly.ts';
import type { StackArtifact } from '../assembly/stack-artifact.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { deployStack } from './deploy-stack.ts';
import { describeFailure } from './describe-failure.ts';
import { runGraph } from './run-graph.ts';
import type { OnEvent, StackFailure, StackResult } from './stack-event.ts';

/** Stacks that are deployed at once. */
const STACK_CONCURRENCY = 3;

export type DeployAssemblyOptions = {
  /** Globs over names or construct paths, for example `operations/**`; all stacks unless given. */
  readonly stacks?: readonly string[];
  readonly onEvent?: OnEvent;
  /** Go over every resource although nothing was changed. */
  readonly force?: boolean;
};

export type DeployedStack = {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly status: 'created' | 'updated' | 'unchanged' | 'failed' | 'skipped';
  readonly outputs: Readonly<Record<string, string>>;
  /** One text for people: what failed and why. */
  readonly failure?: string;
  readonly failures: readonly StackFailure[];
  readonly leftovers: readonly StackFailure[];
};

export type AssemblyResult = {
  /** In dependency order. */
  readonly stacks: readonly DeployedStack[];
};

/**
 * Deploys the stacks of a cloud assembly into the sandbox: bootstraps their accounts, publishes assets, and creates
 * or updates each stack after those that it depends on. Nothing that depends on a failed stack is deployed.
 */
export async function deployAssembly(
  cloud: Cloud,
  assemblyDirectory: string,
  options: DeployAssemblyOptions = {},
): Promise<AssemblyResult> {
  const stacks = selectStacks(readAssembly(assemblyDirectory).stacks, options.stacks);
  await bootstrapAll(cloud, stacks);
  const byId = new Map(stacks.map((stack) => [stack.id, stack]));
  const results = new Map<string, DeployedStack>();
  const work = async (id: string): Promise<void> => {
    const stack = byId.get(id);
    if (stack === undefined) return;
    const result = await deployOne(cloud, stack, options);
    results.set(id, result);
    // The graph holds dependents back; the result itself says why.
    if (result.status === 'failed') throw new MeshError(`${stack.name} failed`, { code: 'StackFailed' });
  };
  const graph = new Map(stacks.map(({ id, dependencies }) => [id, new Set(dependencies)]));
  await runGraph(graph, work, { concurrency: STACK_CONCURRENCY, onFailure: 'continue' });
  return { stacks: stacks.map((stack) => results.get(stack.id) ?? skipped(stack)) };
}

/** The stacks that patterns name; one that names none is a mistake of whoever wrote it. */
function selectStacks(
  stacks: readonly StackArtifact[],
  patterns: readonly string[] | undefined,
): readonly StackArtifact[] {
  if (patterns === undefined) return stacks;
  const matches = (stack: StackArtifact, pattern: string): boolean =>
    [stack.name, stack.displayName].some((text) => text === pattern || matchesGlob(text, pattern));
  const lost = patterns.find((pattern) => !stacks.some((stack) => matches(stack, pattern)));
  if (lost !== undefined) {
    throw new MeshError(`no stack matches "${lost}"`, {
      code: 'StackUnknown',
      hint: `stacks are ${stacks.map(({ displayName }) => displayName).join(', ')}`,
    });
  }
  return stacks.filter((stack) => patterns.some((pattern) => matches(stack, pattern)));
}

async function bootstrapAll(cloud: Cloud, stacks: readonly StackArtifact[]): Promise<void> {
  const environments = new Map(
    stacks.map(({ account, region }) => [`${account}/${region}`, { account, region }]),
  );
  for (const { account, region } of environments.values()) {
    await ensureBootstrap(cloud, { accountId: account, region });
  }
}

async function deployOne(
  cloud: Cloud,
  stack: StackArtifact,
  { onEvent, force }: DeployAssemblyOptions,
): Promise<DeployedStack> {
  try {
    await publishAssets(cloud, stack);
    const result = await deployStack(cloud, stack, {
      ...(onEvent && { onEvent }),
      ...(force !== undefined && { force }),
    });
    return toDeployed(stack, result);
  } catch (error) {
    const failures = [{ reason: describeFailure(error) }];
    return { ...base(stack), status: 'failed', failure: renderFailures(failures), failures };
  }
}

function toDeployed(stack: StackArtifact, result: StackResult): DeployedStack {
  const { outputs, failures, leftovers } = result;
  const status = result.status === 'deleted' ? 'failed' : result.status;
  return {
    ...base(stack),
    status,
    outputs,
    failures,
    leftovers,
    ...(status === 'failed' && { failure: renderFailures(failures) }),
  };
}

function skipped(stack: StackArtifact): DeployedStack {
  return { ...base(stack), status: 'skipped', failure: 'a stack that it depends on failed' };
}

function base({ name, account, region }: StackArtifact) {
  return { name, account, region, outputs: {}, failures: [], leftovers: [] };
}

function renderFailures(failures: readonly StackFailure[]): string {
  return failures
    .map(({ constructPath, logicalId, type, reason }) => {
      const subject = [
        constructPath ?? logicalId,
        type && `(${type}${constructPath ? ` ${logicalId}` : ''})`,
      ];
      const text = subject.filter(Boolean).join(' ');
      return text === '' ? reason : `${text}: ${reason}`;
    })
    .join('\n');
}
