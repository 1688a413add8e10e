import { MeshError } from '../../core/errors/mesh-error.ts';
import type { AssemblyStack } from '../deploy/assembly.ts';
import type { DeployTarget } from '../deploy/deploy-target.ts';
import { deployWaves } from '../deploy/deploy-waves.ts';
import { openToolkit } from '../deploy/toolkit.ts';
import { type StackProgress, toolkitHost } from '../deploy/toolkit-messages.ts';
import type { WantedStacks } from '../deploy/wanted-stacks.ts';

export type DeployedStack = {
  readonly path: string;
  readonly name: string;
  readonly account: string;
  readonly status: 'deployed' | 'unchanged';
  readonly milliseconds: number;
};

/** Stacks at once: CloudFormation and the services behind it allow few calls a second. */
const STACKS_CONCURRENCY_MAX = 4;
/** A sandbox has no limit of calls, and is done sooner. */
const POLL_MILLISECONDS = { aws: 2_000, sandbox: 250 };

/** Deploys stacks by change sets, wave by wave; nothing of a later wave begins when one before it failed. */
export async function deploy(
  target: DeployTarget,
  { assembly, stacks, adopts }: WantedStacks & { readonly adopts: boolean },
  on: {
    readonly event: (progress: StackProgress) => void;
    readonly deployed: (stack: DeployedStack) => void;
  },
): Promise<readonly DeployedStack[]> {
  const done: DeployedStack[] = [];
  const failures: StackProgress[] = [];
  const startedAt = new Map<string, number>();
  const ioHost = toolkitHost({
    onEvent: (progress) => {
      if (isFailure(progress)) failures.push(progress);
      on.event(progress);
    },
    onBegun: (path) => void startedAt.set(path, performance.now()),
    onDeployed: ({ name, account, isUnchanged }) => {
      const path = pathOf(stacks, name, account);
      const status = isUnchanged ? 'unchanged' : 'deployed';
      const milliseconds = Math.round(performance.now() - (startedAt.get(path) ?? performance.now()));
      const stack = { path, name, account, status, milliseconds } as const;
      done.push(stack);
      on.deployed(stack);
    },
  });
  const { StackSelectionStrategy } = await import('@aws-cdk/toolkit-lib');
  const { toolkit, source } = await openToolkit(target, { assembly, ioHost });
  for (const wave of deployWaves(stacks)) {
    try {
      await toolkit.deploy(source, {
        stacks: {
          strategy: StackSelectionStrategy.PATTERN_MUST_MATCH,
          patterns: wave.map(({ path }) => path),
        },
        deploymentMethod: { method: 'change-set', importExistingResources: adopts },
        concurrency: STACKS_CONCURRENCY_MAX,
        stackEventPollingInterval: POLL_MILLISECONDS[target.endpoint === undefined ? 'aws' : 'sandbox'],
      });
    } catch (error) {
      throw deployFailed(error, failures, done.length);
    }
  }
  return done;
}

function pathOf(stacks: readonly AssemblyStack[], name: string, account: string): string {
  return stacks.find((stack) => stack.name === name && stack.account === account)?.path ?? name;
}

/** What was cancelled failed because something else did. */
function isFailure({ status, reason }: StackProgress): boolean {
  return status.endsWith('_FAILED') && !/cancelled/i.test(reason);
}

function deployFailed(error: unknown, failures: readonly StackProgress[], done: number): MeshError {
  const resources = failures.map(
    ({ stack, logicalId, type, reason }) => `${stack}: ${type} ${logicalId}: ${reason}`,
  );
  const thrown = error instanceof Error ? error.message.replaceAll(/❌\s*/gu, '').trim() : String(error);
  const message = resources.length === 0 ? thrown : resources.join('\n');
  const before = done === 0 ? 'no stack was changed' : `${done} stacks before it are deployed`;
  const cure = /already exists/i.test(message)
    ? 'what is there already is taken over with --adopt'
    : 'mend the cause and run the command again';
  return new MeshError(message, {
    code: 'DeployFailed',
    hint: `${before}; what failed is rolled back to its last good state: ${cure}`,
    cause: error,
  });
}
