import type { Cloud } from '../cloud/cloud.ts';
import { executionCaller } from './execution-caller.ts';
import type { ProviderTable } from './provider-table.ts';
import { standardProviders } from './resources/providers.ts';
import type { OnEvent } from './stack-event.ts';
import type { StackRun } from './stack-run.ts';
import { type StackRecord, stackState } from './stack-state.ts';

export type StackName = { readonly name: string; readonly account: string; readonly region: string };

export type StackRunOptions = { readonly onEvent?: OnEvent; readonly providers?: ProviderTable };

/** A stack that is there, and what it takes to work on it as its own execution role. */
export function openStack(
  cloud: Cloud,
  stack: StackName,
  { onEvent, providers }: StackRunOptions,
): { readonly run: StackRun; readonly record: StackRecord } | undefined {
  const state = stackState(cloud, { accountId: stack.account, region: stack.region }, stack.name);
  const record = state.read();
  if (record === undefined) return undefined;
  const run: StackRun = {
    cloud,
    caller: executionCaller({ ...stack, executionRoleArn: record.executionRoleArn }),
    state,
    providers: providers ?? standardProviders,
    stack: { name: record.name, id: record.id },
    constructPaths: record.constructPaths,
    onEvent: onEvent ?? (() => undefined),
  };
  return { run, record };
}
