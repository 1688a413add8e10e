import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BootstrapOptions, ensureBootstrap } from './assembly/bootstrap.ts';
import { createAuthorize, type SeenDecision } from './authorization/create-authorize.ts';
import { Cloud } from './cloud/cloud.ts';
import { Store } from './cloud/store.ts';
import { customResourceResponses } from './cloudformation/custom-resource-responses.ts';
import { type DeployedStack, deployAssembly } from './cloudformation/deploy-assembly.ts';
import type { OnEvent } from './cloudformation/stack-event.ts';
import { startGateway } from './gateway/start-gateway.ts';
import { type Credentials, rootCredentials } from './root-credentials.ts';
import { startAlarms } from './services/monitoring/service.ts';
import { runScheduleNow } from './services/scheduler/run-schedule-now.ts';
import { startSchedules } from './services/scheduler/service.ts';
import { findAccessKey } from './services/sts/sessions.ts';
import { registerServices } from './register-services.ts';

export type { BootstrapOptions } from './assembly/bootstrap.ts';
export type { SeenDecision } from './authorization/create-authorize.ts';
export type { DeployedStack } from './cloudformation/deploy-assembly.ts';
export type { StackEvent } from './cloudformation/stack-event.ts';

export type SandboxOptions = {
  /** Where all state lives. */
  readonly directory: string;
  /** @default 0, a free port */
  readonly port?: number;
  readonly clock?: () => Date;
  /** The organization that all accounts belong to. @default - an invented one */
  readonly organization?: string;
  /** Told of every decision that IAM takes. */
  readonly onDecision?: (seen: SeenDecision) => void;
};

/** A family of AWS accounts on this machine. */
export type Sandbox = {
  readonly endpoint: string;
  /** Credentials of an account's root: the sandbox's operator. */
  readonly rootCredentials: (accountId: string) => Credentials;
  /** As `cdk bootstrap` does it for an account and region; may run again, with other options too. */
  readonly bootstrap: (
    place: { readonly account: string; readonly region: string },
    options: BootstrapOptions,
  ) => Promise<void>;
  /** Accounts that were not bootstrapped are, with the defaults of `cdk bootstrap`. */
  readonly deploy: (
    assembly: string,
    options: { readonly stacks?: readonly string[]; readonly onEvent: OnEvent },
  ) => Promise<readonly DeployedStack[]>;
  /** Fires a schedule now. */
  readonly runSchedule: (schedule: {
    readonly account: string;
    readonly region: string;
    readonly name: string;
  }) => Promise<void>;
  /** From now on, schedules fire and alarms are looked at by the clock. */
  readonly startSchedules: () => void;
  /** Resolves when no event, query, function or execution is under way. */
  readonly idle: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** How long nothing may happen before the sandbox counts as idle: an event's delivery starts an execution. */
const QUIET_MILLISECONDS = 20;

export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  const directory = options.directory;
  // What the sandbox guards, nobody else on this machine should read past it.
  mkdirSync(directory, { recursive: true });
  chmodSync(directory, 0o700);
  const store = new Store(join(directory, 'state.sqlite'));
  const cloud = new Cloud({
    store,
    directory,
    clock: options.clock ?? (() => new Date()),
    authorize: createAuthorize(options.onDecision),
    ...(options.organization !== undefined && { organization: options.organization }),
  });
  registerServices(cloud);
  const gateway = await startGateway({
    cloud,
    port: options.port ?? 0,
    findKey: (accessKeyId) => findAccessKey(cloud, accessKeyId),
    routes: customResourceResponses(cloud),
  });
  for (const service of cloud.services()) await service.start?.(cloud);
  return {
    endpoint: gateway.endpoint,
    rootCredentials: (accountId) => rootCredentials(directory, accountId),
    bootstrap: async ({ account, region }, how) =>
      await ensureBootstrap(cloud, { accountId: account, region }, how),
    deploy: async (assembly, how) => (await deployAssembly(cloud, assembly, how)).stacks,
    runSchedule: async ({ account, region, name }) => {
      await runScheduleNow(cloud, { accountId: account, region }, name);
    },
    startSchedules: () => {
      startSchedules(cloud);
      startAlarms(cloud);
    },
    idle: async () => await untilIdle(cloud),
    close: async () => {
      await cloud.stop();
      await gateway.close();
      store.close();
    },
  };
}

/** Work of one service may start work of another, so all have to be idle twice in a row. */
async function untilIdle(cloud: Cloud): Promise<void> {
  for (let quiet = 0; quiet < 2; quiet += 1) {
    const startedAt = performance.now();
    await Promise.all(cloud.services().map(async (service) => await service.idle?.()));
    if (performance.now() - startedAt > QUIET_MILLISECONDS) quiet = -1;
    await sleep(QUIET_MILLISECONDS);
  }
}
