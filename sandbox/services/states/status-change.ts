import type { Cloud } from '../../cloud/cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import { emitServiceEvent } from '../events/emit.ts';
import type { ExecutionRecord } from './store.ts';

/** AWS leaves larger inputs and outputs out of the event. */
const INCLUDED_BYTES_MAX = 248 * 1024;

/** Tells the account's default bus that an execution began or ended. */
export function emitStatusChange(cloud: Cloud, scope: Scope, record: ExecutionRecord): void {
  emitServiceEvent(cloud, {
    ...scope,
    source: 'aws.states',
    detailType: 'Step Functions Execution Status Change',
    resources: [record.arn],
    detail: {
      executionArn: record.arn,
      stateMachineArn: record.machineArn,
      stateMachineVersionArn: record.versionArn ?? null,
      stateMachineAliasArn: record.aliasArn ?? null,
      name: record.name,
      status: record.status,
      startDate: Date.parse(record.startDate),
      stopDate: record.stopDate === undefined ? null : Date.parse(record.stopDate),
      ...included('input', record.input),
      ...included('output', record.output),
      error: record.error ?? null,
      cause: record.cause ?? null,
    },
  });
}

function included(name: 'input' | 'output', text: string | undefined): Readonly<Record<string, unknown>> {
  const fits = text !== undefined && Buffer.byteLength(text) <= INCLUDED_BYTES_MAX;
  return { [name]: fits ? text : null, [`${name}Details`]: text === undefined ? null : { included: fits } };
}
