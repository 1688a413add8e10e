import type { Change, Parameter, Tag } from '@aws-sdk/client-cloudformation';
import type { Template } from '../../../core/cloudformation/template.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { RequestContext } from '../../cloud/operation.ts';
import type { ResourceDrift } from '../../cloudformation/detect-drift.ts';
import type { StackEvent } from '../../cloudformation/stack-event.ts';
import type { StackRecord } from '../../cloudformation/stack-state.ts';

export type ChangeSetRecord = {
  readonly id: string;
  readonly name: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly template: Template;
  readonly parameters: readonly Parameter[];
  readonly tags: readonly Tag[];
  readonly roleArn?: string;
  readonly changes: readonly Change[];
  /** Physical id by logical id of what becomes the stack's. */
  readonly imports: Readonly<Record<string, string>>;
  /** Nothing to do, or what is wrong with the template. */
  readonly failure?: string;
  readonly isExecuted: boolean;
  readonly createdAt: string;
};

/** What the last drift detection of a stack has found. */
export type DriftRecord = {
  readonly detectionId: string;
  readonly stackId: string;
  readonly resources: readonly ResourceDrift[];
  readonly at: string;
};

/** An event as it is kept: `at` as text. */
export type KeptEvent = Omit<StackEvent, 'at'> & { readonly id: string; readonly at: string };

export const stackRecords = (cloud: Cloud) => cloud.store.collection<StackRecord>('cloudformation.stack');
export const changeSets = (cloud: Cloud) =>
  cloud.store.collection<ChangeSetRecord>('cloudformation.change-set');
export const changeSetKey = ({ name }: Pick<StackRecord, 'name'>, changeSetName: string): string =>
  `${name}/${changeSetName}`;
/** Keyed by stack id and a rising number. */
export const keptEvents = (cloud: Cloud) => cloud.store.collection<KeptEvent>('cloudformation.event');
export const drifts = (cloud: Cloud) => cloud.store.collection<DriftRecord>('cloudformation.drift');
/** Stacks that are gone answer by their id, as on AWS. */
export const deletedStacks = (cloud: Cloud) =>
  cloud.store.collection<StackRecord>('cloudformation.deleted-stack');

/** After the engine has deleted a stack: it answers by its id from now on, and its change sets are gone. */
export function forgetStack(record: StackRecord, context: RequestContext): void {
  const { cloud } = context;
  if (stackRecords(cloud).get(context, record.name) !== undefined) return;
  const updatedAt = cloud.clock().toISOString();
  deletedStacks(cloud).put(context, record.id, { ...record, status: 'DELETE_COMPLETE', updatedAt });
  for (const [key] of changeSets(cloud).list(context, `${record.name}/`))
    changeSets(cloud).delete(context, key);
}
