import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadProject } from '../../../cli/mesh/project.ts';
import { accountsOf } from '../../../cli/deploy/bootstrap-accounts.ts';
import { executionScope } from '../../../cli/deploy/execution-scope.ts';
import { synthesize } from '../../../cli/mesh/synthesize.ts';
import { type ExecutionPolicy, executionPolicies } from '../../../core/access/execution/execution-policy.ts';
import type { Template } from '../../../core/cloudformation/template.ts';
import { ensureBootstrap } from '../../../sandbox/assembly/bootstrap.ts';
import { publishAssets } from '../../../sandbox/assembly/publish-assets.ts';
import { readAssembly } from '../../../sandbox/assembly/read-assembly.ts';
import type { StackArtifact } from '../../../sandbox/assembly/stack-artifact.ts';
import { createAuthorize, type SeenDecision } from '../../../sandbox/authorization/create-authorize.ts';
import { Cloud } from '../../../sandbox/cloud/cloud.ts';
import { Store } from '../../../sandbox/cloud/store.ts';
import { customResourceResponses } from '../../../sandbox/cloudformation/custom-resource-responses.ts';
import { deleteStack } from '../../../sandbox/cloudformation/delete-stack.ts';
import { deployStack } from '../../../sandbox/cloudformation/deploy-stack.ts';
import { detectDrift } from '../../../sandbox/cloudformation/detect-drift.ts';
import { openStack } from '../../../sandbox/cloudformation/open-stack.ts';
import { serviceCalls } from '../../../sandbox/cloudformation/service-calls.ts';
import { startGateway } from '../../../sandbox/gateway/start-gateway.ts';
import { registerServices } from '../../../sandbox/register-services.ts';
import { findAccessKey } from '../../../sandbox/services/sts/sessions.ts';

const platformRoot = resolve(import.meta.dirname, '../../..');

/** A mesh that can be deployed, changed and destroyed with whatever CloudFormation may do. */
export class Deployment {
  /** Every stack after those that it needs, in one account after the other. */
  readonly stacks: readonly StackArtifact[];
  /** Execution policies of each account. */
  readonly policies: Readonly<Record<string, readonly ExecutionPolicy[]>>;
  /** What was decided about CloudFormation's roles so far. */
  readonly seen: readonly SeenDecision[];
  readonly #cloud: Cloud;
  readonly #end: () => Promise<void>;

  constructor(
    made: Pick<Deployment, 'policies' | 'seen' | 'stacks'> & {
      readonly cloud: Cloud;
      readonly end: () => Promise<void>;
    },
  ) {
    this.stacks = made.stacks;
    this.policies = made.policies;
    this.seen = made.seen;
    this.#cloud = made.cloud;
    this.#end = made.end;
  }

  /** Gives CloudFormation these policies in one account. */
  async allow(account: string, policies: readonly ExecutionPolicy[]): Promise<void> {
    const region = this.stacks[0]?.region ?? '';
    const executionPolicies = Object.fromEntries(policies.map(({ name, document }) => [name, document]));
    await ensureBootstrap(this.#cloud, { accountId: account, region }, { executionPolicies });
  }

  /** What went wrong, one line for each resource; nothing when all is well. */
  async deploy(change: (template: Template) => Template, which = this.stacks): Promise<readonly string[]> {
    const failures: string[] = [];
    for (const stack of which) {
      await publishAssets(this.#cloud, stack);
      const result = await deployStack(this.#cloud, { ...stack, template: change(stack.template) });
      failures.push(...result.failures.map(({ reason }) => `${stack.name}: ${reason}`));
    }
    return failures;
  }

  /** Why drift of resources could not be detected. */
  async unseenDrift(): Promise<readonly string[]> {
    const unseen: string[] = [];
    for (const stack of this.stacks) {
      const run = openStack(this.#cloud, stack, {})?.run;
      const found = run === undefined ? [] : await detectDrift(run);
      unseen.push(
        ...found
          .filter(({ status }) => status === 'UNKNOWN')
          .map(({ type, reason }) => `${stack.name}: ${type}: ${reason}`),
      );
    }
    return unseen;
  }

  /** As a person does it who gives up the data: S3 removes no bucket that holds objects. */
  async emptyBuckets(which = this.stacks): Promise<void> {
    for (const { account: accountId, region, template } of which) {
      const call = serviceCalls(this.#cloud, { accountId, region, principal: { kind: 'root' } });
      for (const { Type, Properties } of Object.values(template.Resources)) {
        if (Type !== 'AWS::S3::Bucket') continue;
        const Bucket = String(Properties?.['BucketName']);
        const { Contents = [] } = await call('s3', 'ListObjectsV2', { Bucket });
        for (const { Key } of Contents) await call('s3', 'DeleteObject', { Bucket, Key });
      }
    }
  }

  async destroy(which = this.stacks.toReversed()): Promise<readonly string[]> {
    const failures: string[] = [];
    for (const stack of which) {
      const result = await deleteStack(this.#cloud, stack);
      failures.push(...(result?.failures ?? []).map(({ reason }) => `${stack.name}: ${reason}`));
    }
    return failures;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end();
  }
}

/** The mesh of `test/permissions/mesh`, bootstrapped with its own execution policies, and nothing deployed yet. */
export async function openDeployment(): Promise<Deployment> {
  const root = mkdtempSync(join(tmpdir(), 'freehold-execution-'));
  cpSync(join(import.meta.dirname, '../mesh'), root, { recursive: true });
  const project = await loadProject(root, 'prod');
  if (!('mesh' in project)) throw new Error(project.diagnostics.map(({ message }) => message).join('\n'));
  const { mesh, environment, files } = project;
  const assembly = join(root, 'cdk.out');
  await synthesize({ platformRoot, meshRoot: root, environment: environment.name, assembly, files });
  const seen: SeenDecision[] = [];
  const { cloud, close } = await listeningCloud(root, seen);
  const accounts = accountsOf(mesh, environment);
  const policies = accounts.map(
    (account) => [account, executionPolicies(executionScope(mesh, environment, account))] as const,
  );
  const deployment = new Deployment({
    stacks: inWaves(readAssembly(assembly).stacks),
    policies: Object.fromEntries(policies),
    seen,
    cloud,
    end: async () => {
      await close();
      rmSync(root, { recursive: true, force: true });
    },
  });
  for (const [account, own] of policies) await deployment.allow(account, own);
  return deployment;
}

/** A grant needs its reader's role, which another domain's namespace makes. */
function inWaves(stacks: readonly StackArtifact[]): readonly StackArtifact[] {
  const isShared = ({ displayName }: StackArtifact): boolean =>
    ['/Foundation', '/Platform', '/Namespace'].some((ending) => displayName.endsWith(ending));
  return [...stacks.filter(isShared), ...stacks.filter((stack) => !isShared(stack))];
}

async function listeningCloud(
  directory: string,
  seen: SeenDecision[],
): Promise<{ readonly cloud: Cloud; readonly close: () => Promise<void> }> {
  const store = new Store(':memory:');
  const authorize = createAuthorize((decision) => {
    const { principal } = decision.caller;
    if (principal.kind === 'role' && principal.arn.includes('-cfn-exec-role-')) seen.push(decision);
  });
  const cloud = new Cloud({ store, directory, clock: () => new Date(), authorize });
  registerServices(cloud);
  const findKey = (key: string) => findAccessKey(cloud, key);
  const gateway = await startGateway({ cloud, port: 0, findKey, routes: customResourceResponses(cloud) });
  for (const service of cloud.services()) await service.start?.(cloud);
  const close = async (): Promise<void> => {
    for (const service of cloud.services()) await service.stop?.();
    await gateway.close();
    store.close();
  };
  return { cloud, close };
}
