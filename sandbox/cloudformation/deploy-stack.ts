import { randomUUID } from 'node:crypto';
import { bootstrapRoleArn } from '../assembly/bootstrap-names.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { applyResource, type WantedResource } from './apply-resource.ts';
import { checkResources } from './check-resources.ts';
import { collectGarbage } from './collect-garbage.ts';
import { commitStack } from './commit-stack.ts';
import { describeFailure, describeFailures } from './describe-failure.ts';
import { executionCaller } from './execution-caller.ts';
import { type PreparedStack, prepareStack } from './prepare-stack.ts';
import type { ProviderTable } from './provider-table.ts';
import { standardProviders } from './resources/providers.ts';
import { runGraph } from './run-graph.ts';
import { serviceCalls } from './service-calls.ts';
import type { OnEvent, StackFailure, StackResult, StackStatus } from './stack-event.ts';
import type { StackInput } from './stack-input.ts';
import { holdStack } from './stack-lock.ts';
import { resolveOutputs } from './stack-outputs.ts';
import {
  RESOURCE_CONCURRENCY,
  resolveProperties,
  resourceScope,
  type StackRun,
  tell,
  tellStack,
} from './stack-run.ts';
import { type Deployed, type StackRecord, stackState } from './stack-state.ts';
import { withStackTags } from './stack-tags.ts';
import { undoStack } from './undo-stack.ts';

export type DeployOptions = {
  readonly onEvent?: OnEvent;
  /** Go over every resource although nothing was changed. */
  readonly force?: boolean;
  /** A failed stack stays as it is, until it is deployed again or rolled back: `--no-rollback`. */
  readonly keepsFailed?: boolean;
  readonly providers?: ProviderTable;
};

/**
 * Creates or updates a stack. A failure is a result, not an exception: the stack is back in its last good state,
 * or the result says what is not. May be run again after a killed process: it goes on from where that stood.
 */
export async function deployStack(
  cloud: Cloud,
  input: StackInput,
  options: DeployOptions = {},
): Promise<StackResult> {
  return await holdStack(cloud, input, async () => await deployHeld(cloud, input, options));
}

/** As `deployStack`, by who holds the stack. */
export async function deployHeld(
  cloud: Cloud,
  input: StackInput,
  options: DeployOptions,
): Promise<StackResult> {
  const deployment = begin(cloud, input, options);
  try {
    return await deploy(deployment);
  } catch (error) {
    return failed(deployment, [{ reason: describeFailure(error) }]);
  }
}

type Deployment = {
  readonly run: StackRun;
  readonly input: StackInput;
  readonly options: DeployOptions;
  readonly known: StackRecord | undefined;
};

/** States in which the stack is what was last deployed. */
const SETTLED: ReadonlySet<StackStatus> = new Set([
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
]);

const UNDER_WAY: ReadonlySet<StackStatus> = new Set(['CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS']);

function begin(cloud: Cloud, input: StackInput, options: DeployOptions): Deployment {
  const scope = { accountId: input.account, region: input.region };
  const state = stackState(cloud, scope, input.name);
  const known = state.read();
  const id =
    known?.id ??
    `arn:aws:cloudformation:${input.region}:${input.account}:stack/${input.name}/${randomUUID()}`;
  const run: StackRun = {
    cloud,
    caller: executionCaller(input),
    state,
    providers: options.providers ?? standardProviders,
    stack: { name: input.name, id },
    constructPaths: input.constructPaths,
    onEvent: options.onEvent ?? (() => undefined),
    ...(input.imports && { imports: input.imports }),
  };
  return { run, input, options, known };
}

async function deploy(deployment: Deployment): Promise<StackResult> {
  const { run, input, options, known } = deployment;
  const prepared = await prepareStack(input, run.stack.id, serviceCalls(run.cloud, run.caller));
  const isSettled = known !== undefined && SETTLED.has(known.status) && run.state.garbage().length === 0;
  if (isSettled && options.force !== true && known.deployed?.hash === prepared.hash) {
    return { ...resultOf(run, 'unchanged'), outputs: known.deployed.outputs };
  }
  const problems = checkResources(prepared, run.providers);
  if (problems.length > 0) return failed(deployment, problems);
  const isUpdate = known?.deployed !== undefined;
  write(deployment, isUpdate ? 'UPDATE_IN_PROGRESS' : 'CREATE_IN_PROGRESS');
  await finishCleanup(run);
  const failures = await applyAll(run, prepared);
  if (failures.length > 0) return await undo(deployment, failures);
  return await commit(deployment, prepared);
}

/** A process that died after its commit left garbage that nothing in the stack refers to any more. */
async function finishCleanup(run: StackRun): Promise<void> {
  const isCommitted = run.state.resources().every(({ before }) => before === undefined);
  if (isCommitted && run.state.garbage().length > 0) await collectGarbage(run);
}

async function applyAll(run: StackRun, prepared: PreparedStack): Promise<readonly StackFailure[]> {
  const work = async (logicalId: string): Promise<void> => {
    try {
      await applyResource(run, wantedResource(run, prepared, logicalId));
    } catch (error) {
      const record = run.state.resource(logicalId);
      const type = prepared.input.template.Resources[logicalId]?.Type ?? '';
      const status = record?.before ? 'UPDATE_FAILED' : 'CREATE_FAILED';
      tell(run, { ...record, logicalId, type }, status, describeFailure(error));
      throw error;
    }
  };
  const options = { concurrency: RESOURCE_CONCURRENCY, onFailure: 'stop' } as const;
  const { failures } = await runGraph(prepared.graph, work, options);
  return [...failures].map(([logicalId, error]) => {
    const constructPath = prepared.input.constructPaths[logicalId];
    return {
      reason: describeFailure(error),
      logicalId,
      type: prepared.input.template.Resources[logicalId]?.Type ?? '',
      ...(constructPath !== undefined && { constructPath }),
    };
  });
}

function wantedResource(run: StackRun, prepared: PreparedStack, logicalId: string): WantedResource {
  const { template, tags } = prepared.input;
  const resource = template.Resources[logicalId];
  const type = resource?.Type ?? '';
  const resolved = resolveProperties(resource?.Properties ?? {}, scopeOf(run, prepared), logicalId);
  return {
    logicalId,
    type,
    properties: withStackTags(run.providers(type), resolved, tags),
    dependencies: [...(prepared.graph.get(logicalId) ?? [])],
    onDelete: resource?.DeletionPolicy ?? 'Delete',
    onReplace: resource?.UpdateReplacePolicy ?? 'Delete',
  };
}

function scopeOf(run: StackRun, prepared: PreparedStack): ReturnType<typeof resourceScope> {
  const { Mappings } = prepared.input.template;
  return resourceScope(run, prepared.constants, {
    condition: prepared.condition,
    mapping: (map, first, second) => Mappings?.[map]?.[first]?.[second],
  });
}

async function commit(deployment: Deployment, prepared: PreparedStack): Promise<StackResult> {
  const { run } = deployment;
  const outputs = tryOutputs(run, prepared);
  if ('reason' in outputs) return await undo(deployment, [outputs]);
  return await settle(deployment, prepared, outputs.values);
}

function tryOutputs(
  run: StackRun,
  prepared: PreparedStack,
): StackFailure | { readonly values: Readonly<Record<string, string>> } {
  try {
    return { values: resolveOutputs(prepared, scopeOf(run, prepared)) };
  } catch (error) {
    return { reason: describeFailure(error) };
  }
}

async function settle(
  deployment: Deployment,
  prepared: PreparedStack,
  outputs: Readonly<Record<string, string>>,
): Promise<StackResult> {
  const { run, known, input } = deployment;
  const { template, tags } = input;
  const deployed: Deployed = { hash: prepared.hash, template, parameters: prepared.given, tags, outputs };
  const isUpdate = known?.deployed !== undefined;
  const cleaning: StackStatus = isUpdate ? 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS' : 'CREATE_IN_PROGRESS';
  commitStack(run, new Set(prepared.graph.keys()), () => write(deployment, cleaning, { deployed }));
  const leftovers = await collectGarbage(run);
  write(deployment, isUpdate ? 'UPDATE_COMPLETE' : 'CREATE_COMPLETE', { deployed });
  return { ...resultOf(run, isUpdate ? 'updated' : 'created'), outputs, leftovers };
}

async function undo(deployment: Deployment, failures: readonly StackFailure[]): Promise<StackResult> {
  const { run, known, options } = deployment;
  const reason = describeFailures(failures);
  if (options.keepsFailed === true) {
    write(deployment, known?.deployed === undefined ? 'CREATE_FAILED' : 'UPDATE_FAILED', { reason });
    return { ...resultOf(run, 'failed'), failures };
  }
  const record = run.state.read();
  const problems = record === undefined ? [] : await undoStack(run, record, { reason });
  return { ...resultOf(run, 'failed'), failures: [...failures, ...problems] };
}

function write(
  { run, input, options, known }: Deployment,
  status: StackStatus,
  more: { readonly deployed?: Deployed; readonly reason?: string } = {},
): void {
  const now = run.cloud.clock().toISOString();
  run.state.write({
    name: input.name,
    id: run.stack.id,
    status,
    createdAt: known?.createdAt ?? now,
    updatedAt: now,
    terminationProtection: input.terminationProtection ?? known?.terminationProtection ?? false,
    executionRoleArn: input.executionRoleArn ?? bootstrapRoleArn('cfn-exec', run.caller),
    constructPaths: input.constructPaths,
    // Also of a stack that never came to be: by its tags its owner finds what is left of it.
    tags: input.tags,
    ...(known?.deployed && { deployed: known.deployed }),
    ...(UNDER_WAY.has(status) && { pending: { ...input, keepsFailed: options.keepsFailed === true } }),
    ...more,
  });
  tellStack(run, status, more.reason);
}

function resultOf(run: StackRun, status: StackResult['status']): StackResult {
  const { accountId: account, region } = run.caller;
  const base = { name: run.stack.name, account, region, stackId: run.stack.id };
  return { ...base, status, outputs: {}, failures: [], leftovers: [] };
}

function failed({ run }: Deployment, failures: readonly StackFailure[]): StackResult {
  return { ...resultOf(run, 'failed'), failures };
}
